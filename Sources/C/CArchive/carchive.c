#include "carchive.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

static carchive_library library;
static bool is_loaded = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
#define CARCHIVE_LOAD(name)                                                                                            \
    if (!(*(void **)&library.name = dlsym(handle, #name))) return;
    CARCHIVE_FUNCTIONS(CARCHIVE_LOAD)
    is_loaded = true;
}

const carchive_library *carchive_load(void) {
    pthread_once(&once, load);
    return is_loaded ? &library : NULL;
}
