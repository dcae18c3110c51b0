#include <math.h>
#include <stddef.h>

#include "float_kernels.h"

// The part of a window's axis that lies within the input: steps `first`..<`end` of the kernel, the first of them at
// input place `place`. `padded`: how many steps lie within the input and its pads.
typedef struct {
    int64_t first, end, place, padded;
} reach;

static reach reach_along(const fk_window *window, size_t axis, int64_t output) {
    int64_t dilation = window->dilations[axis], size = window->input[axis], kernel = window->kernel[axis];
    int64_t start = output * window->strides[axis] - window->pads_begin[axis];
    reach result = {0, kernel, 0, 0};
    if (start < 0) result.first = (-start + dilation - 1) / dilation;
    if (start + (kernel - 1) * dilation >= size) {
        result.end = size <= start ? 0 : (size - start + dilation - 1) / dilation;
    }
    if (result.first > kernel) result.first = kernel;
    if (result.end < result.first) result.end = result.first;
    result.place = start + result.first * dilation;
    int64_t limit = size + window->pads_end[axis];
    result.padded = limit <= start ? 0 : (limit - start + dilation - 1) / dilation;
    if (result.padded > kernel) result.padded = kernel;
    return result;
}

// Runs `statement` for every place of the output, with `r` its reach along each axis and `out` its offset.
#define EACH_OUTPUT(statement)                                                                                  \
    for (int64_t o0 = 0; o0 < window->output[0]; o0++) {                                                        \
        reach r0 = reach_along(window, 0, o0);                                                                  \
        for (int64_t o1 = 0; o1 < window->output[1]; o1++) {                                                    \
            reach r1 = reach_along(window, 1, o1);                                                              \
            for (int64_t o2 = 0; o2 < window->output[2]; o2++) {                                                \
                reach r2 = reach_along(window, 2, o2);                                                          \
                int64_t out = o0 * window->output_strides[0] + o1 * window->output_strides[1]                   \
                            + o2 * window->output_strides[2];                                                   \
                statement;                                                                                      \
            }                                                                                                   \
        }                                                                                                       \
    }

// Runs `statement` for every input place under a window, at offset `in`.
#define EACH_INPUT(statement)                                                                                   \
    for (int64_t k0 = r0.first, p0 = r0.place; k0 < r0.end; k0++, p0 += window->dilations[0]) {                 \
        for (int64_t k1 = r1.first, p1 = r1.place; k1 < r1.end; k1++, p1 += window->dilations[1]) {             \
            for (int64_t k2 = r2.first, p2 = r2.place; k2 < r2.end; k2++, p2 += window->dilations[2]) {         \
                int64_t in = p0 * window->input_strides[0] + p1 * window->input_strides[1]                      \
                           + p2 * window->input_strides[2];                                                     \
                statement;                                                                                      \
            }                                                                                                   \
        }                                                                                                       \
    }

// MARK: Pooling

static void pool_max(const fk_window *window, const float *from, float *to, int64_t *indices, int64_t index_base,
                     int column_major) {
    EACH_OUTPUT({
        float best = -INFINITY;
        int64_t where = -1;
        EACH_INPUT({
            if (from[in] > best || where < 0) {
                best = from[in];
                where = !indices ? 0
                      : column_major
                          ? p0 + window->input[0] * (p1 + window->input[1] * p2)
                          : (p0 * window->input[1] + p1) * window->input[2] + p2;
            }
        })
        to[out] = best;
        if (indices) indices[out] = index_base + (where < 0 ? 0 : where);
    })
}

static int64_t reached(reach r) { return r.end - r.first; }

void fk_pool(fk_pool_kind kind, const fk_window *window, double p, const float *from, float *to, int64_t *indices,
             int64_t index_base, int column_major) {
    switch (kind) {
        case FK_POOL_MAX: pool_max(window, from, to, indices, index_base, column_major); break;
        case FK_POOL_AVERAGE:
        case FK_POOL_AVERAGE_WITH_PADS: EACH_OUTPUT({
            double sum = 0;
            int64_t count = kind == FK_POOL_AVERAGE ? reached(r0) * reached(r1) * reached(r2)
                                                    : r0.padded * r1.padded * r2.padded;
            EACH_INPUT(sum += from[in])
            to[out] = count ? (float)(sum / (double)count) : 0;
        })
            break;
        case FK_POOL_LP: EACH_OUTPUT({
            double sum = 0;
            EACH_INPUT(sum += pow(fabs(from[in]), p))
            to[out] = (float)pow(sum, 1 / p);
        })
            break;
    }
}

#define LARGEST(type, lowest)                                          \
    {                                                                  \
        const type *source = from;                                     \
        type *target = to;                                             \
        EACH_OUTPUT({                                                  \
            type best = lowest;                                        \
            EACH_INPUT(if (source[in] > best) best = source[in])       \
            target[out] = best;                                        \
        })                                                             \
    }

void fk_pool_max_integers(int type, const fk_window *window, const void *from, void *to) {
    if (type == FK_INT8) LARGEST(int8_t, INT8_MIN)
    if (type == FK_UINT8) LARGEST(uint8_t, 0)
}

void fk_pool_channels_last(fk_pool_kind kind, const fk_window *window, size_t channels, const float *from, float *to) {
    EACH_OUTPUT({
        float *target = to + out;
        float start = kind == FK_POOL_MAX ? -INFINITY : 0;
        for (size_t c = 0; c < channels; c++) target[c] = start;
        EACH_INPUT({
            const float *source = from + in;
            if (kind == FK_POOL_MAX) {
                for (size_t c = 0; c < channels; c++) target[c] = source[c] > target[c] ? source[c] : target[c];
            } else {
                for (size_t c = 0; c < channels; c++) target[c] += source[c];
            }
        })
        if (kind != FK_POOL_MAX) {
            int64_t count = kind == FK_POOL_AVERAGE ? reached(r0) * reached(r1) * reached(r2)
                                                    : r0.padded * r1.padded * r2.padded;
            float factor = count ? 1 / (float)count : 0;
            for (size_t c = 0; c < channels; c++) target[c] *= factor;
        }
    })
}

// MARK: Transposed convolution

// Seen from the smaller image, which here is the input: the window's output is that input, its input the result.
void fk_transposed_convolution(const fk_window *window, const float *from, const float *kernel, float *to) {
    EACH_OUTPUT({
        float value = from[out];
        EACH_INPUT(to[in] += value * kernel[(k0 * window->kernel[1] + k1) * window->kernel[2] + k2])
    })
}

// MARK: Resampling

void fk_resample(size_t outer, size_t in, size_t out, size_t inner, size_t taps, const int64_t *places,
                 const float *weights, float outside, const float *from, float *to) {
    for (size_t o = 0; o < outer; o++) {
        for (size_t j = 0; j < out; j++) {
            float *target = to + (o * out + j) * inner;
            for (size_t i = 0; i < inner; i++) target[i] = 0;
            for (size_t t = 0; t < taps; t++) {
                float weight = weights[j * taps + t];
                int64_t place = places[j * taps + t];
                if (place < 0) {
                    for (size_t i = 0; i < inner; i++) target[i] += weight * outside;
                    continue;
                }
                if (weight == 0) continue;
                const float *source = from + (o * in + (size_t)place) * inner;
                for (size_t i = 0; i < inner; i++) target[i] += weight * source[i];
            }
        }
    }
}
