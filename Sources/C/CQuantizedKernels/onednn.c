#include "onednn.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#include "quantized_kernels.h"

struct qk_onednn_functions qk_onednn;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;
static char problem[256];

static void load(void) {
    void *library = dlopen(ONEDNN_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(problem, sizeof problem, "%s", dlerror());
        return;
    }
#define ONEDNN_LOOK_UP(name)                                                             \
    *(void **)&qk_onednn.name = dlsym(library, "dnnl_" #name);                           \
    if (!qk_onednn.name) {                                                               \
        snprintf(problem, sizeof problem, "%s has no dnnl_%s", ONEDNN_LIBRARY, #name);   \
        return;                                                                          \
    }
    ONEDNN_FUNCTIONS(ONEDNN_LOOK_UP)
    ONEDNN_VERSIONED(ONEDNN_LOOK_UP)
    // Found among what oneDNN itself depends on.
    if (qk_onednn.version()->cpu_runtime == DNNL_RUNTIME_OMP) {
        *(void **)&qk_onednn.set_threads = dlsym(library, "omp_set_num_threads");
    }
    if (qk_onednn.engine_create(&qk_onednn.engine, dnnl_cpu, 0) != dnnl_success) {
        snprintf(problem, sizeof problem, "oneDNN does not start");
        return;
    }
    is_loaded = 1;
}

int qk_onednn_load(void) {
    pthread_once(&once, load);
    return is_loaded;
}

const char *qk_library_problem(void) { return qk_onednn_load() ? NULL : problem; }

void qk_use_one_thread(void) {
    if (qk_onednn_load() && qk_onednn.set_threads) qk_onednn.set_threads(1);
}
