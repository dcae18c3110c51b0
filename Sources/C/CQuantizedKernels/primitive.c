// Convolutions by oneDNN. Whether what it computes is exact, the caller has to find out: it depends on the processor.
#include <stdlib.h>
#include <string.h>

#include "onednn.h"
#include "quantized_kernels.h"

// What one thread runs a primitive with.
typedef struct {
    dnnl_stream_t stream;
    dnnl_memory_t from, weights, to, scratch;
} lane;

struct qk_primitive {
    dnnl_primitive_desc_t plan;
    dnnl_primitive_t primitive;
    void *packed;
    size_t scratch_bytes;
    int lane_count;
    lane *lanes;
};

static void free_lane(lane *lane) {
    dnnl_memory_t memories[] = {lane->from, lane->weights, lane->to, lane->scratch};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        if (memories[i]) onednn.memory_destroy(memories[i]);
    }
    if (lane->stream) onednn.stream_destroy(lane->stream);
}

void qk_primitive_destroy(qk_primitive *primitive) {
    if (!primitive) return;
    for (int i = 0; i < primitive->lane_count; i++) free_lane(&primitive->lanes[i]);
    free(primitive->lanes);
    if (primitive->primitive) onednn.primitive_destroy(primitive->primitive);
    if (primitive->plan) onednn.primitive_desc_destroy(primitive->plan);
    free(primitive->packed);
    free(primitive);
}

static int make_lane(lane *lane, onednn_borrowed from, onednn_borrowed weights, onednn_borrowed to,
                     onednn_borrowed scratch, void *packed) {
    return onednn.stream_create(&lane->stream, onednn.engine, dnnl_stream_default_flags) == dnnl_success
        && onednn.memory_create(&lane->from, from, onednn.engine, DNNL_MEMORY_NONE) == dnnl_success
        && onednn.memory_create(&lane->weights, weights, onednn.engine, packed) == dnnl_success
        && onednn.memory_create(&lane->to, to, onednn.engine, DNNL_MEMORY_NONE) == dnnl_success
        && (!scratch
            || onednn.memory_create(&lane->scratch, scratch, onednn.engine, DNNL_MEMORY_NONE) == dnnl_success);
}

static dnnl_status_t make_plan(qk_primitive *primitive, const qk_form *form, onednn_description from,
                               onednn_description weights, onednn_description to) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = onednn.primitive_attr_create(&attributes);
    if (status == dnnl_success) {
        status = onednn.primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    }
    onednn_window window = {form->strides, form->dilations, form->pads_begin, form->pads_end};
    if (status == dnnl_success) {
        status = onednn_plan_convolution(&primitive->plan, 2, &window, from, weights, NULL, to, attributes);
    }
    if (attributes) onednn.primitive_attr_destroy(attributes);
    return status;
}

// The weights as [out, in / groups, height, width], of the type that the primitive reads: oneDNN packs that order of
// int8 with the sums that its unsigned arithmetic needs. To be freed.
static void *plain_weights(const qk_form *form, qk_type type, const int8_t *weights) {
    int64_t taps = form->kernel[0] * form->kernel[1], channels = form->in_channels / form->groups;
    size_t count = (size_t)(form->out_channels * taps * channels);
    int is_float = type == QK_FLOAT;
    void *result = malloc(count * (is_float ? sizeof(float) : 1) + 1);
    if (!result) return NULL;
    for (int64_t out = 0; out < form->out_channels; out++) {
        for (int64_t tap = 0; tap < taps; tap++) {
            for (int64_t in = 0; in < channels; in++) {
                int8_t weight = weights[(out * taps + tap) * channels + in];
                int64_t place = (out * channels + in) * taps + tap;
                if (is_float) ((float *)result)[place] = weight;
                else ((int8_t *)result)[place] = weight;
            }
        }
    }
    return result;
}

static int pack(qk_primitive *primitive, onednn_borrowed plain, void *weights, onednn_borrowed packed) {
    size_t bytes = (onednn.memory_desc_get_size(packed) + 63) / 64 * 64;
    primitive->packed = aligned_alloc(64, bytes ? bytes : 64);
    if (!primitive->packed) return 0;
    dnnl_primitive_t reorder = NULL;
    dnnl_memory_t from = NULL, to = NULL;
    dnnl_stream_t stream = NULL;
    int done = onednn_make_packing(&reorder, plain, packed) == dnnl_success
        && onednn.memory_create(&from, plain, onednn.engine, weights) == dnnl_success
        && onednn.memory_create(&to, packed, onednn.engine, primitive->packed) == dnnl_success
        && onednn.stream_create(&stream, onednn.engine, dnnl_stream_default_flags) == dnnl_success;
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    done = done && onednn.primitive_execute(reorder, stream, 2, arguments) == dnnl_success
        && onednn.stream_wait(stream) == dnnl_success;
    if (stream) onednn.stream_destroy(stream);
    if (from) onednn.memory_destroy(from);
    if (to) onednn.memory_destroy(to);
    if (reorder) onednn.primitive_destroy(reorder);
    return done;
}

// Packs the weights and makes the lanes of a primitive that has its plan.
static int furnish(qk_primitive *primitive, onednn_description from, onednn_description plain, onednn_description to, void *weights,
                   int workers) {
    onednn_borrowed packed = onednn.primitive_desc_query_md(primitive->plan, dnnl_query_weights_md, 0);
    onednn_borrowed scratch = onednn.primitive_desc_query_md(primitive->plan, dnnl_query_scratchpad_md, 0);
    primitive->scratch_bytes = scratch ? onednn.memory_desc_get_size(scratch) : 0;
    primitive->lanes = calloc((size_t)workers, sizeof *primitive->lanes);
    if (!primitive->lanes || !pack(primitive, plain, weights, packed)) return 0;
    for (; primitive->lane_count < workers; primitive->lane_count++) {
        lane *lane = &primitive->lanes[primitive->lane_count];
        if (!make_lane(lane, from, packed, to, primitive->scratch_bytes ? scratch : NULL, primitive->packed)) {
            free_lane(lane);
            return 0;
        }
    }
    return 1;
}

qk_primitive *qk_primitive_create(const qk_form *form, qk_type type, const int8_t *weights, int workers,
                                  const char **problem) {
    *problem = "oneDNN does not start";
    if (!onednn_load()) return NULL;
    *problem = "out of memory";
    qk_primitive *primitive = calloc(1, sizeof *primitive);
    void *plain_bytes = plain_weights(form, type, weights);

    dnnl_dims_t from_dims = {form->batch, form->in_channels, form->input[0], form->input[1]};
    dnnl_dims_t to_dims = {form->batch, form->out_channels, form->output[0], form->output[1]};
    dnnl_dims_t weight_dims;
    int rank =
        onednn_weight_dims(weight_dims, form->groups, form->out_channels, form->in_channels, 2, form->kernel);
    dnnl_data_type_t from_type = type == QK_FLOAT ? dnnl_f32 : type == QK_INT8 ? dnnl_s8 : dnnl_u8;
    dnnl_data_type_t weight_type = type == QK_FLOAT ? dnnl_f32 : dnnl_s8;
    onednn_description from = onednn_describe(4, from_dims, from_type, dnnl_nhwc);
    onednn_description to = onednn_describe(4, to_dims, type == QK_FLOAT ? dnnl_f32 : dnnl_s32, dnnl_nhwc);
    onednn_description any = onednn_describe(rank, weight_dims, weight_type, dnnl_format_tag_any);
    onednn_description plain = onednn_describe(rank, weight_dims, weight_type, rank == 5 ? dnnl_abcde : dnnl_abcd);

    int done = primitive && plain_bytes && from && to && any && plain;
    if (done) {
        *problem = "oneDNN refuses its shapes";
        done = make_plan(primitive, form, from, any, to) == dnnl_success
            && onednn.primitive_create(&primitive->primitive, primitive->plan) == dnnl_success
            && furnish(primitive, from, plain, to, plain_bytes, workers);
    }
    onednn_forget(from), onednn_forget(to), onednn_forget(any), onednn_forget(plain);
    free(plain_bytes);
    if (done) return primitive;
    qk_primitive_destroy(primitive);
    return NULL;
}

const char *qk_primitive_name(const qk_primitive *primitive) {
    const char *name = NULL;
    dnnl_status_t status = onednn.primitive_desc_query(primitive->plan, dnnl_query_impl_info_str, 0, (void *)&name);
    return status == dnnl_success && name ? name : "";
}

size_t qk_primitive_scratch_bytes(const qk_primitive *primitive) { return primitive->scratch_bytes; }

int qk_primitive_run(qk_primitive *primitive, int worker, const void *from, void *to, void *scratch) {
    lane *lane = &primitive->lanes[worker];
    if (onednn.memory_set_data_handle(lane->from, (void *)from) != dnnl_success
        || onednn.memory_set_data_handle(lane->to, to) != dnnl_success
        || (lane->scratch && onednn.memory_set_data_handle(lane->scratch, scratch) != dnnl_success)) {
        return 0;
    }
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, lane->from},
                                   {DNNL_ARG_WEIGHTS, lane->weights},
                                   {DNNL_ARG_DST, lane->to},
                                   {DNNL_ARG_SCRATCHPAD, lane->scratch}};
    return onednn.primitive_execute(primitive->primitive, lane->stream, lane->scratch ? 4 : 3, arguments)
            == dnnl_success
        && onednn.stream_wait(lane->stream) == dnnl_success;
}

const char *qk_library_problem(void) { return onednn_problem(); }

void qk_use_one_thread(void) { onednn_set_threads(1); }
