// oneDNN, loaded when it is first needed. See CFloatKernels, which loads the same library for float convolutions.
#ifndef QK_ONEDNN_H
#define QK_ONEDNN_H

#include <oneapi/dnnl/dnnl.h>

#define ONEDNN_FUNCTIONS(X)                                                                                            \
    X(engine_create) X(memory_create) X(memory_desc_get_size) X(memory_destroy) X(memory_set_data_handle)              \
    X(primitive_attr_create) X(primitive_attr_destroy) X(primitive_attr_set_scratchpad_mode) X(primitive_create)       \
    X(primitive_desc_destroy) X(primitive_desc_query) X(primitive_desc_query_md) X(primitive_destroy)                  \
    X(primitive_execute) X(reorder_primitive_desc_create) X(stream_create) X(stream_destroy) X(stream_wait) X(version)

// Version 3 has no descriptions of operations any more, and hides those of memory.
#if DNNL_VERSION_MAJOR >= 3
#define ONEDNN_VERSIONED(X)                                                                                            \
    X(convolution_forward_primitive_desc_create) X(memory_desc_create_with_tag) X(memory_desc_destroy)
#define ONEDNN_LIBRARY "libdnnl.so.3"
#else
#define ONEDNN_VERSIONED(X) X(dilated_convolution_forward_desc_init) X(memory_desc_init_by_tag) X(primitive_desc_create)
#define ONEDNN_LIBRARY "libdnnl.so.2"
#endif

#define ONEDNN_POINTER(name) __typeof__(&dnnl_##name) name;

// Its functions: `qk_onednn.version` is `dnnl_version`. Valid once qk_onednn_load has returned 1.
extern struct qk_onednn_functions {
    ONEDNN_FUNCTIONS(ONEDNN_POINTER)
    ONEDNN_VERSIONED(ONEDNN_POINTER)
    // `omp_set_num_threads`; null if oneDNN is built on something else than OpenMP.
    void (*set_threads)(int);
    dnnl_engine_t engine;
} qk_onednn;

// Loads it and starts its engine, once. From any thread.
int qk_onednn_load(void);

#endif
