#include "onednn.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct onednn_functions onednn;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;
static char problem[256];

// libgomp's threads spin for milliseconds before they sleep. Where other programs want the cores too, that takes from
// them, and from the thread that is waited for, several times what it gains; where they do not, this many rounds
// (some tens of microseconds) last from one operation to the next.
static const char spin_count[] = "2000";

static void *open_library(void) {
    int is_mine = !getenv("OMP_WAIT_POLICY") && !getenv("GOMP_SPINCOUNT");
    if (is_mine) setenv("GOMP_SPINCOUNT", spin_count, 1);
    void *library = dlopen(ONEDNN_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    // Not for the programs that this one starts.
    if (is_mine) unsetenv("GOMP_SPINCOUNT");
    return library;
}

static void load(void) {
    void *library = open_library();
    if (!library) {
        snprintf(problem, sizeof problem, "%s", dlerror());
        return;
    }
#define ONEDNN_LOOK_UP(name)                                                             \
    *(void **)&onednn.name = dlsym(library, "dnnl_" #name);                              \
    if (!onednn.name) {                                                                  \
        snprintf(problem, sizeof problem, "%s has no dnnl_%s", ONEDNN_LIBRARY, #name);   \
        return;                                                                          \
    }
    ONEDNN_FUNCTIONS(ONEDNN_LOOK_UP)
    ONEDNN_VERSIONED(ONEDNN_LOOK_UP)
    // Found among what oneDNN itself depends on.
    if (onednn.version()->cpu_runtime == DNNL_RUNTIME_OMP) {
        *(void **)&onednn.set_threads = dlsym(library, "omp_set_num_threads");
    }
    if (onednn.engine_create(&onednn.engine, dnnl_cpu, 0) != dnnl_success
        || onednn.stream_create(&onednn.stream, onednn.engine, dnnl_stream_default_flags) != dnnl_success) {
        snprintf(problem, sizeof problem, "oneDNN does not start");
        return;
    }
    is_loaded = 1;
}

int onednn_load(void) {
    pthread_once(&once, load);
    return is_loaded;
}

const char *onednn_problem(void) { return onednn_load() ? NULL : problem; }

int onednn_set_threads(int count) {
    if (!onednn_load() || !onednn.set_threads) return 0;
    onednn.set_threads(count);
    return 1;
}
