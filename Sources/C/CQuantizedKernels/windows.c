#include <string.h>

#include "processors.h"
#include "quantized_kernels.h"

// Calls `use(pixel)` for each pixel of the input under the window at (y, x).
#define FOR_EACH_PIXEL(form, image, y, x, pixel, use)                                                                  \
    for (int64_t i_ = 0; i_ < (form)->kernel[0]; i_++) {                                                               \
        int64_t row_ = (y) * (form)->strides[0] - (form)->pads_begin[0] + i_ * (form)->dilations[0];                   \
        if (row_ < 0 || row_ >= (form)->input[0]) continue;                                                            \
        for (int64_t j_ = 0; j_ < (form)->kernel[1]; j_++) {                                                           \
            int64_t column_ = (x) * (form)->strides[1] - (form)->pads_begin[1] + j_ * (form)->dilations[1];            \
            if (column_ < 0 || column_ >= (form)->input[1]) continue;                                                  \
            int64_t pixel = ((image) * (form)->input[0] + row_) * (form)->input[1] + column_;                          \
            use;                                                                                                       \
        }                                                                                                              \
    }

#define MAX_POOL(name, element)                                                                                       \
    FOR_EACH_PROCESSOR static void raise_##name(int64_t count, const element *restrict from, element *restrict to) {   \
        for (int64_t c = 0; c < count; c++) to[c] = from[c] > to[c] ? from[c] : to[c];                                 \
    }                                                                                                                  \
    static void name(const qk_form *form, const element *from, element *to) {                                         \
        int64_t channels = form->in_channels;                                                                          \
        for (int64_t image = 0; image < form->batch; image++) {                                                        \
            for (int64_t y = 0; y < form->output[0]; y++) {                                                            \
                for (int64_t x = 0; x < form->output[1]; x++, to += channels) {                                        \
                    for (int64_t c = 0; c < channels; c++) to[c] = INT8_MIN;                                          \
                    FOR_EACH_PIXEL(form, image, y, x, pixel, raise_##name(channels, from + pixel * channels, to))      \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

MAX_POOL(max_pool_int8, int8_t)
MAX_POOL(max_pool_int16, int16_t)

void qk_max_pool(const qk_form *form, qk_type type, const void *from, void *to) {
    if (type == QK_INT8) max_pool_int8(form, from, to);
    else max_pool_int16(form, from, to);
}

void qk_average_pool(const qk_form *form, const int8_t *from, int32_t factor, int shift, int8_t *to) {
    int64_t channels = form->in_channels;
    for (int64_t image = 0; image < form->batch; image++) {
        for (int64_t y = 0; y < form->output[0]; y++) {
            for (int64_t x = 0; x < form->output[1]; x++, to += channels) {
                for (int64_t c = 0; c < channels; c++) {
                    int32_t sum = 0;
                    FOR_EACH_PIXEL(form, image, y, x, pixel, sum += from[pixel * channels + c])
                    to[c] = (int8_t)(qk_wrapping_multiply(sum, factor) >> shift);
                }
            }
        }
    }
}

#define SUM(name, element)                                                                                            \
    FOR_EACH_PROCESSOR static void name(int64_t middle, int64_t inner, const element *restrict from,                   \
                                        int32_t *restrict acc) {                                                       \
        for (int64_t m = 0; m < middle; m++) {                                                                         \
            for (int64_t i = 0; i < inner; i++) acc[i] = qk_wrapping_add(acc[i], from[m * inner + i]);                 \
        }                                                                                                              \
    }

SUM(sum_int8, int8_t)
SUM(sum_int16, int16_t)

void qk_sum(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, int32_t *acc) {
    memset(acc, 0, (size_t)(outer * inner) * sizeof *acc);
    for (int64_t o = 0; o < outer; o++) {
        int64_t start = o * middle * inner;
        if (type == QK_INT8) sum_int8(middle, inner, (const int8_t *)from + start, acc + o * inner);
        else sum_int16(middle, inner, (const int16_t *)from + start, acc + o * inner);
    }
}

static inline int32_t element(qk_type type, const void *from, int64_t i) {
    switch (type) {
        case QK_INT8: return ((const int8_t *)from)[i];
        case QK_INT16: return ((const int16_t *)from)[i];
        default: return ((const int32_t *)from)[i];
    }
}

// The place of the first of the largest of `middle` elements that are `inner` apart.
static int64_t largest_place(qk_type type, int64_t middle, int64_t inner, const void *from, int64_t start) {
    int64_t best = 0;
    for (int64_t m = 1; m < middle; m++) {
        if (element(type, from, start + m * inner) > element(type, from, start + best * inner)) best = m;
    }
    return best;
}

void qk_largest(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, void *to) {
    for (int64_t o = 0; o < outer; o++) {
        for (int64_t i = 0; i < inner; i++) {
            int64_t start = o * middle * inner + i;
            int32_t value = element(type, from, start + largest_place(type, middle, inner, from, start) * inner);
            if (type == QK_INT8) ((int8_t *)to)[o * inner + i] = (int8_t)value;
            else if (type == QK_INT16) ((int16_t *)to)[o * inner + i] = (int16_t)value;
            else ((int32_t *)to)[o * inner + i] = value;
        }
    }
}

void qk_largest_place(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, int8_t *to) {
    for (int64_t o = 0; o < outer; o++) {
        for (int64_t i = 0; i < inner; i++) {
            to[o * inner + i] = (int8_t)largest_place(type, middle, inner, from, o * middle * inner + i);
        }
    }
}

void qk_multiply(int64_t m, int64_t n, int64_t k, const int8_t *left, const int8_t *right, int32_t *acc) {
    memset(acc, 0, (size_t)(m * n) * sizeof *acc);
    for (int64_t row = 0; row < m; row++) {
        for (int64_t step = 0; step < k; step++) {
            int32_t factor = left[row * k + step];
            for (int64_t column = 0; column < n; column++) {
                acc[row * n + column] = qk_wrapping_add(acc[row * n + column], factor * right[step * n + column]);
            }
        }
    }
}

#define RESIZE(name, element)                                                                                         \
    static void name(int64_t width, int64_t channels, int64_t out_height, int64_t out_width, qk_positions rows,        \
                     qk_positions columns, const element *from, element *to) {                                         \
        for (int64_t y = 0; y < out_height; y++) {                                                                     \
            const element *above = from + rows.first[y] * width * channels;                                            \
            const element *below = from + rows.second[y] * width * channels;                                           \
            int64_t down = rows.weight[y];                                                                             \
            for (int64_t x = 0; x < out_width; x++) {                                                                  \
                int64_t left = columns.first[x] * channels, right = columns.second[x] * channels;                      \
                int64_t across = columns.weight[x];                                                                    \
                for (int64_t c = 0; c < channels; c++) {                                                               \
                    int64_t top = above[left + c] * (256 - across) + above[right + c] * across;                        \
                    int64_t bottom = below[left + c] * (256 - across) + below[right + c] * across;                     \
                    *to++ = (element)((top * (256 - down) + bottom * down + (1 << 15)) >> 16);                         \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

RESIZE(resize_int8, int8_t)
RESIZE(resize_int16, int16_t)

void qk_resize(int64_t width, int64_t channels, int64_t out_height, int64_t out_width, qk_type type,
               qk_positions rows, qk_positions columns, const void *from, void *to) {
    if (type == QK_INT8) resize_int8(width, channels, out_height, out_width, rows, columns, from, to);
    else resize_int16(width, channels, out_height, out_width, rows, columns, from, to);
}
