// oneDNN, loaded when it is first needed: it is a large library, of which most commands need nothing, and its OpenMP
// takes its settings from the environment at the time that it is loaded.
#ifndef ONEDNN_H
#define ONEDNN_H

#include <oneapi/dnnl/dnnl.h>

#define ONEDNN_FUNCTIONS(X)                                                                                            \
    X(engine_create) X(memory_create) X(memory_desc_get_size) X(memory_destroy) X(memory_set_data_handle)              \
    X(post_ops_append_binary) X(post_ops_append_eltwise) X(post_ops_create) X(post_ops_destroy)                        \
    X(primitive_attr_create) X(primitive_attr_destroy) X(primitive_attr_set_post_ops)                                  \
    X(primitive_attr_set_scratchpad_mode) X(primitive_create) X(primitive_desc_destroy) X(primitive_desc_query)        \
    X(primitive_desc_query_md) X(primitive_destroy) X(primitive_execute) X(reorder_primitive_desc_create) X(sgemm)     \
    X(stream_create) X(stream_destroy) X(stream_wait) X(version)

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

// Loads it and starts its engine, once. From any thread. Returns 0 if it cannot be used.
int onednn_load(void);
// Why it cannot be used; null if it can.
const char *onednn_problem(void);
// How many threads its OpenMP uses for calls from this thread. Returns 0 if it is built on something else.
int onednn_set_threads(int count);

// MARK: What the versions do differently

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t onednn_description;
typedef const_dnnl_memory_desc_t onednn_borrowed;
#else
typedef dnnl_memory_desc_t *onednn_description;
typedef const dnnl_memory_desc_t *onednn_borrowed;
#endif

// Null if it fails.
onednn_description onednn_describe(int rank, const dnnl_dim_t *dims, dnnl_data_type_t type, dnnl_format_tag_t tag);
// Accepts null.
void onednn_forget(onednn_description description);

// How a kernel moves, for each axis; a dilation of 1 leaves no gaps.
typedef struct {
    const int64_t *strides, *dilations, *pads_begin, *pads_end;
} onednn_window;

// `bias` may be null.
dnnl_status_t onednn_plan_convolution(dnnl_primitive_desc_t *plan, int axes, const onednn_window *window,
                                      onednn_description from, onednn_description weights, onednn_description bias,
                                      onednn_description to, dnnl_primitive_attr_t attributes);

// The shape of a convolution's weights as oneDNN has it, with an axis for several groups. Returns the rank.
int onednn_weight_dims(dnnl_dims_t dims, int64_t groups, int64_t out_channels, int64_t in_channels, int axes,
                       const int64_t *kernel);

// Makes what writes plain weights in the order that a plan reads.
dnnl_status_t onednn_make_packing(dnnl_primitive_t *packing, onednn_borrowed plain, onednn_borrowed packed);

#endif
