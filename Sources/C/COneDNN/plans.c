#include <stdlib.h>

#include "onednn.h"

onednn_description onednn_describe(int rank, const dnnl_dim_t *dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    onednn_description result = NULL;
#if DNNL_VERSION_MAJOR >= 3
    if (onednn.memory_desc_create_with_tag(&result, rank, dims, type, tag) != dnnl_success) return NULL;
#else
    result = calloc(1, sizeof *result);
    if (result && onednn.memory_desc_init_by_tag(result, rank, dims, type, tag) != dnnl_success) {
        free(result);
        return NULL;
    }
#endif
    return result;
}

void onednn_forget(onednn_description description) {
#if DNNL_VERSION_MAJOR >= 3
    if (description) onednn.memory_desc_destroy(description);
#else
    free(description);
#endif
}

dnnl_status_t onednn_plan_convolution(dnnl_primitive_desc_t *plan, int axes, const onednn_window *window,
                                      onednn_description from, onednn_description weights, onednn_description bias,
                                      onednn_description to, dnnl_primitive_attr_t attributes) {
    dnnl_dims_t strides, dilations, before, after;
    for (int i = 0; i < axes; i++) {
        strides[i] = window->strides[i];
        dilations[i] = window->dilations[i] - 1;
        before[i] = window->pads_begin[i];
        after[i] = window->pads_end[i];
    }
#if DNNL_VERSION_MAJOR >= 3
    return onednn.convolution_forward_primitive_desc_create(
        plan, onednn.engine, dnnl_forward_inference, dnnl_convolution_direct, from, weights, bias, to, strides,
        dilations, before, after, attributes);
#else
    dnnl_convolution_desc_t description;
    dnnl_status_t status = onednn.dilated_convolution_forward_desc_init(
        &description, dnnl_forward_inference, dnnl_convolution_direct, from, weights, bias, to, strides, dilations,
        before, after);
    if (status != dnnl_success) return status;
    return onednn.primitive_desc_create(plan, &description, attributes, onednn.engine, NULL);
#endif
}

int onednn_weight_dims(dnnl_dims_t dims, int64_t groups, int64_t out_channels, int64_t in_channels, int axes,
                       const int64_t *kernel) {
    int rank = 0;
    if (groups > 1) dims[rank++] = groups;
    dims[rank++] = out_channels / groups;
    dims[rank++] = in_channels / groups;
    for (int i = 0; i < axes; i++) dims[rank++] = kernel[i];
    return rank;
}

dnnl_status_t onednn_make_packing(dnnl_primitive_t *packing, onednn_borrowed plain, onednn_borrowed packed) {
    dnnl_primitive_desc_t plan = NULL;
    dnnl_status_t status = onednn.reorder_primitive_desc_create(&plan, plain, onednn.engine, packed, onednn.engine, NULL);
    if (status != dnnl_success) return status;
    status = onednn.primitive_create(packing, plan);
    onednn.primitive_desc_destroy(plan);
    return status;
}
