// oneDNN, loaded when it is first needed: it is a large library, of which most commands need nothing, and its OpenMP
// takes its settings from the environment at the time that it is loaded.
#ifndef ONEDNN_H
#define ONEDNN_H

#include <oneapi/dnnl/dnnl.h>

#define ONEDNN_FUNCTIONS(X)                                                                                            \
    X(engine_create) X(memory_create) X(memory_desc_get_size) X(memory_destroy) X(memory_set_data_handle)              \
    X(post_ops_append_binary) X(post_ops_append_eltwise) X(post_ops_create) X(post_ops_destroy)                        \
    X(primitive_attr_create) X(primitive_attr_destroy) X(primitive_attr_set_post_ops)                                  \
    X(primitive_attr_set_scratchpad_mode) X(primitive_create) X(primitive_desc_destroy) X(primitive_desc_query_md)     \
    X(primitive_destroy) X(primitive_execute) X(reorder_primitive_desc_create) X(sgemm) X(stream_create)               \
    X(stream_wait) X(version)

// Version 3 has no descriptions of operations any more, and hides those of memory.
#if DNNL_VERSION_MAJOR >= 3
#define ONEDNN_VERSIONED(X)                                                                                            \
    X(convolution_forward_primitive_desc_create) X(eltwise_forward_primitive_desc_create)                              \
    X(memory_desc_create_with_tag) X(memory_desc_destroy)
#define ONEDNN_LIBRARY "libdnnl.so.3"
#else
#define ONEDNN_VERSIONED(X)                                                                                            \
    X(dilated_convolution_forward_desc_init) X(eltwise_forward_desc_init) X(memory_desc_init_by_tag)                   \
    X(primitive_desc_create)
#define ONEDNN_LIBRARY "libdnnl.so.2"
#endif

#define ONEDNN_POINTER(name) __typeof__(&dnnl_##name) name;

// Its functions: `onednn.sgemm` is `dnnl_sgemm`. Valid once onednn_load has given 1.
extern struct onednn_functions {
    ONEDNN_FUNCTIONS(ONEDNN_POINTER)
    ONEDNN_VERSIONED(ONEDNN_POINTER)
    // `omp_set_num_threads`; null if oneDNN is built on something else than OpenMP.
    void (*set_threads)(int);
    dnnl_engine_t engine;
    dnnl_stream_t stream;
} onednn;

// Loads it and starts its engine, once. From any thread.
int onednn_load(void);

#endif
