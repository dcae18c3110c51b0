#include "convolution.h"

#include <stdlib.h>

#include "onednn.h"

// MARK: Attributes

static dnnl_status_t append(dnnl_post_ops_t operations, dnnl_alg_kind_t kind, float alpha, float beta) {
#if DNNL_VERSION_MAJOR >= 3
    return onednn.post_ops_append_eltwise(operations, kind, alpha, beta);
#else
    return onednn.post_ops_append_eltwise(operations, 1, kind, alpha, beta);
#endif
}

static dnnl_status_t append_activation(dnnl_post_ops_t operations, fk_activation activation, float alpha, float beta) {
    dnnl_alg_kind_t kind;
    switch (activation) {
        case FK_ACTIVATION_NONE: return dnnl_success;
        case FK_ACTIVATION_RELU: kind = dnnl_eltwise_relu, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_LEAKY_RELU: kind = dnnl_eltwise_relu, beta = 0; break;
        case FK_ACTIVATION_CLIP: kind = dnnl_eltwise_clip; break;
        case FK_ACTIVATION_SIGMOID: kind = dnnl_eltwise_logistic, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_SWISH: kind = dnnl_eltwise_swish, beta = 0; break;
        case FK_ACTIVATION_GELU_ERF: kind = dnnl_eltwise_gelu_erf, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_GELU_TANH: kind = dnnl_eltwise_gelu_tanh, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_TANH: kind = dnnl_eltwise_tanh, alpha = 0, beta = 0; break;
#if DNNL_VERSION_MAJOR >= 3
        case FK_ACTIVATION_HARD_SWISH: kind = dnnl_eltwise_hardswish, alpha = 1.0f / 6, beta = 0.5f; break;
        case FK_ACTIVATION_HARD_SIGMOID: kind = dnnl_eltwise_hardsigmoid; break;
#else
        case FK_ACTIVATION_HARD_SWISH: kind = dnnl_eltwise_hardswish, alpha = 0, beta = 0; break;
        // Version 2.6 has no hard sigmoid: a linear function, held within 0...1.
        case FK_ACTIVATION_HARD_SIGMOID: {
            dnnl_status_t status = append(operations, dnnl_eltwise_linear, alpha, beta);
            if (status != dnnl_success) return status;
            kind = dnnl_eltwise_clip, alpha = 0, beta = 1;
            break;
        }
#endif
        default: return dnnl_invalid_arguments;
    }
    return append(operations, kind, alpha, beta);
}

// How many operations of the chain stand before an addition behind the activation.
static int activation_length(const fk_convolution_form *form) {
    int length = form->activation == FK_ACTIVATION_NONE ? 0 : 1;
    if (form->activation == FK_ACTIVATION_HARD_SIGMOID && DNNL_VERSION_MAJOR < 3) length = 2;
    return length + (form->factor != 1);
}

static dnnl_status_t make_attributes(dnnl_primitive_attr_t *attributes, const fk_convolution_form *form,
                                     onednn_borrowed added) {
    dnnl_post_ops_t operations = NULL;
    dnnl_status_t status = onednn.primitive_attr_create(attributes);
    if (status == dnnl_success) status = onednn.primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success) status = onednn.post_ops_create(&operations);
    if (status == dnnl_success && form->addition == FK_ADD_BEFORE_ACTIVATION) {
        status = onednn.post_ops_append_binary(operations, dnnl_binary_add, added);
    }
    if (status == dnnl_success) status = append_activation(operations, form->activation, form->alpha, form->beta);
    if (status == dnnl_success && form->factor != 1) status = append(operations, dnnl_eltwise_linear, form->factor, 0);
    if (status == dnnl_success && form->addition == FK_ADD_AFTER_ACTIVATION) {
        status = onednn.post_ops_append_binary(operations, dnnl_binary_add, added);
    }
    if (status == dnnl_success) status = onednn.primitive_attr_set_post_ops(*attributes, operations);
    if (operations) onednn.post_ops_destroy(operations);
    return status;
}

// MARK: Convolutions

struct fk_convolution {
    dnnl_primitive_desc_t plan;
    dnnl_primitive_t primitive;
    dnnl_memory_t from, weights, bias, added, to, scratch;
    dnnl_primitive_t packing;
    dnnl_memory_t plain_weights;
    int added_argument;
    size_t packed_bytes, scratch_bytes;
};

void fk_convolution_destroy(fk_convolution *convolution) {
    if (!convolution) return;
    dnnl_memory_t memories[] = {convolution->from, convolution->weights, convolution->bias, convolution->added,
                                convolution->to, convolution->scratch, convolution->plain_weights};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        if (memories[i]) onednn.memory_destroy(memories[i]);
    }
    if (convolution->packing) onednn.primitive_destroy(convolution->packing);
    if (convolution->primitive) onednn.primitive_destroy(convolution->primitive);
    if (convolution->plan) onednn.primitive_desc_destroy(convolution->plan);
    free(convolution);
}

static dnnl_memory_t unbound(onednn_borrowed description) {
    dnnl_memory_t memory = NULL;
    return onednn.memory_create(&memory, description, onednn.engine, DNNL_MEMORY_NONE) == dnnl_success ? memory : NULL;
}

static int is_empty(onednn_borrowed description) {
    return !description || onednn.memory_desc_get_size(description) == 0;
}

fk_convolution *fk_convolution_create(const fk_convolution_form *form, const char **problem) {
    static const dnnl_format_tag_t images[] = {dnnl_nwc, dnnl_nhwc, dnnl_ndhwc};
    static const dnnl_format_tag_t plains[] = {dnnl_abc, dnnl_abcd, dnnl_abcde, dnnl_abcdef};
    *problem = "oneDNN does not start";
    if (!onednn_load()) return NULL;
    *problem = "out of memory";
    fk_convolution *convolution = calloc(1, sizeof *convolution);
    if (!convolution) return NULL;

    dnnl_dims_t from_dims = {form->batch, form->in_channels}, to_dims = {form->batch, form->out_channels};
    dnnl_dims_t weight_dims, bias_dims = {form->out_channels};
    int rank = onednn_weight_dims(
        weight_dims, form->groups, form->out_channels, form->in_channels, form->axes, form->kernel);
    for (int i = 0; i < form->axes; i++) {
        from_dims[2 + i] = form->input[i];
        to_dims[2 + i] = form->output[i];
    }
    onednn_description from = onednn_describe(form->axes + 2, from_dims, dnnl_f32, images[form->axes - 1]);
    onednn_description to = onednn_describe(form->axes + 2, to_dims, dnnl_f32, images[form->axes - 1]);
    onednn_description weights = onednn_describe(rank, weight_dims, dnnl_f32, dnnl_format_tag_any);
    onednn_description plain = onednn_describe(rank, weight_dims, dnnl_f32, plains[rank - 3]);
    onednn_description bias = form->has_bias ? onednn_describe(1, bias_dims, dnnl_f32, dnnl_a) : NULL;
    dnnl_primitive_attr_t attributes = NULL;

    dnnl_status_t status = from && to && weights && plain && (bias || !form->has_bias) ? dnnl_success
                                                                                      : dnnl_invalid_arguments;
    *problem = "oneDNN does not take its shapes";
    if (status == dnnl_success) status = make_attributes(&attributes, form, to);
    if (status == dnnl_success) {
        onednn_window window = {form->strides, form->dilations, form->pads_begin, form->pads_end};
        status = onednn_plan_convolution(&convolution->plan, form->axes, &window, from, weights, bias, to, attributes);
    }
    if (status == dnnl_success) status = onednn.primitive_create(&convolution->primitive, convolution->plan);
    if (status == dnnl_success) {
        onednn_borrowed packed = onednn.primitive_desc_query_md(convolution->plan, dnnl_query_weights_md, 0);
        onednn_borrowed scratch = onednn.primitive_desc_query_md(convolution->plan, dnnl_query_scratchpad_md, 0);
        convolution->packed_bytes = onednn.memory_desc_get_size(packed);
        convolution->scratch_bytes = is_empty(scratch) ? 0 : onednn.memory_desc_get_size(scratch);
        convolution->from = unbound(from);
        convolution->to = unbound(to);
        convolution->weights = unbound(packed);
        convolution->plain_weights = unbound(plain);
        if (form->has_bias) convolution->bias = unbound(bias);
        if (form->addition != FK_ADD_NOTHING) convolution->added = unbound(to);
        if (convolution->scratch_bytes) convolution->scratch = unbound(scratch);
        int place = form->addition == FK_ADD_AFTER_ACTIVATION ? activation_length(form) : 0;
        convolution->added_argument = DNNL_ARG_ATTR_MULTIPLE_POST_OP(place) | DNNL_ARG_SRC_1;
        status = onednn_make_packing(&convolution->packing, plain, packed);
    }
    if (attributes) onednn.primitive_attr_destroy(attributes);
    onednn_forget(from), onednn_forget(to), onednn_forget(weights), onednn_forget(plain), onednn_forget(bias);
    if (status == dnnl_success) return convolution;
    if (status == dnnl_out_of_memory) *problem = "out of memory";
    fk_convolution_destroy(convolution);
    return NULL;
}

size_t fk_convolution_packed_bytes(const fk_convolution *convolution) { return convolution->packed_bytes; }

size_t fk_convolution_scratch_bytes(const fk_convolution *convolution) { return convolution->scratch_bytes; }

static int bind(dnnl_memory_t memory, const void *bytes) {
    return memory && onednn.memory_set_data_handle(memory, (void *)bytes) == dnnl_success;
}

static int execute(dnnl_primitive_t primitive, int count, const dnnl_exec_arg_t *arguments) {
    return onednn.primitive_execute(primitive, onednn.stream, count, arguments) == dnnl_success
        && onednn.stream_wait(onednn.stream) == dnnl_success;
}

int fk_convolution_pack(fk_convolution *convolution, const float *weights, void *packed) {
    if (!bind(convolution->plain_weights, weights) || !bind(convolution->weights, packed)) return 0;
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, convolution->plain_weights}, {DNNL_ARG_TO, convolution->weights}};
    return execute(convolution->packing, 2, arguments);
}

int fk_convolution_run(fk_convolution *convolution, const float *from, const void *packed, const float *bias,
                       const float *added, float *to, void *scratch) {
    dnnl_exec_arg_t arguments[6];
    int count = 0;
    struct {
        int argument;
        dnnl_memory_t memory;
        const void *bytes;
    } all[] = {{DNNL_ARG_SRC, convolution->from, from},
               {DNNL_ARG_WEIGHTS, convolution->weights, packed},
               {DNNL_ARG_BIAS, convolution->bias, bias},
               {convolution->added_argument, convolution->added, added},
               {DNNL_ARG_DST, convolution->to, to},
               {DNNL_ARG_SCRATCHPAD, convolution->scratch, scratch}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i].memory) continue;
        if (!bind(all[i].memory, all[i].bytes)) return 0;
        arguments[count++] = (dnnl_exec_arg_t){all[i].argument, all[i].memory};
    }
    return execute(convolution->primitive, count, arguments);
}

// MARK: Matrices

int fk_sgemm(int transpose_left, int transpose_right, int64_t m, int64_t n, int64_t k, float alpha, const float *left,
             int64_t left_leading, const float *right, int64_t right_leading, float beta, float *to,
             int64_t to_leading) {
    if (!onednn_load()) return 0;
    return onednn.sgemm(transpose_left ? 'T' : 'N', transpose_right ? 'T' : 'N', m, n, k, alpha, left, left_leading,
                      right, right_leading, beta, to, to_leading) == dnnl_success;
}

// MARK: Functions of one value

int fk_activate(fk_activation activation, float alpha, float beta, size_t count, const float *from, float *to) {
    if (!onednn_load()) return 0;
    dnnl_alg_kind_t kind;
    switch (activation) {
        case FK_ACTIVATION_SIGMOID: kind = dnnl_eltwise_logistic, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_SWISH: kind = dnnl_eltwise_swish, beta = 0; break;
        case FK_ACTIVATION_GELU_ERF: kind = dnnl_eltwise_gelu_erf, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_GELU_TANH: kind = dnnl_eltwise_gelu_tanh, alpha = 0, beta = 0; break;
        case FK_ACTIVATION_TANH: kind = dnnl_eltwise_tanh, alpha = 0, beta = 0; break;
        default: return 0;
    }
    dnnl_dims_t dims = {(dnnl_dim_t)count};
    onednn_description shape = onednn_describe(1, dims, dnnl_f32, dnnl_a);
    if (!shape) return 0;
    dnnl_primitive_desc_t plan = NULL;
    dnnl_primitive_t primitive = NULL;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = onednn.eltwise_forward_primitive_desc_create(
        &plan, onednn.engine, dnnl_forward_inference, kind, shape, shape, alpha, beta, NULL);
#else
    dnnl_eltwise_desc_t description;
    dnnl_status_t status =
        onednn.eltwise_forward_desc_init(&description, dnnl_forward_inference, kind, shape, alpha, beta);
    if (status == dnnl_success) status = onednn.primitive_desc_create(&plan, &description, NULL, onednn.engine, NULL);
#endif
    // oneDNN keeps primitives in a cache of its own, so this is cheap the second time.
    if (status == dnnl_success) status = onednn.primitive_create(&primitive, plan);
    int done = 0;
    dnnl_memory_t source = unbound(shape), target = unbound(shape);
    if (status == dnnl_success && bind(source, from) && bind(target, to)) {
        dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}};
        done = execute(primitive, 2, arguments);
    }
    if (source) onednn.memory_destroy(source);
    if (target) onednn.memory_destroy(target);
    if (primitive) onednn.primitive_destroy(primitive);
    if (plan) onednn.primitive_desc_destroy(plan);
    onednn_forget(shape);
    return done;
}

// MARK: The library

const char *fk_library_problem(void) { return onednn_problem(); }

int fk_set_threads(int count) { return onednn_set_threads(count); }
