#include <math.h>

#include "processors.h"
#include "quantized_kernels.h"

static inline int32_t element(qk_type type, const void *from, int64_t i) {
    switch (type) {
        case QK_INT8: return ((const int8_t *)from)[i];
        case QK_UINT8: return ((const uint8_t *)from)[i];
        case QK_INT16: return ((const int16_t *)from)[i];
        default: return ((const int32_t *)from)[i];
    }
}

static inline void store(int bits, void *to, int64_t i, int32_t value) {
    if (bits == 8) ((int8_t *)to)[i] = (int8_t)qk_clip(value, INT8_MIN, INT8_MAX);
    else ((int16_t *)to)[i] = (int16_t)qk_clip(value, INT16_MIN, INT16_MAX);
}

QK_TEMPLATE void combine(qk_combination how, int64_t count, qk_type x_type, const void *restrict x, int x_step,
                         qk_type y_type, const void *restrict y, int y_step, const int32_t *restrict x_shift,
                         const int32_t *restrict y_scale, const int32_t *restrict y_shift, int32_t *restrict acc) {
    for (int64_t i = 0; i < count; i++) {
        int32_t left = element(x_type, x, i * x_step), right = element(y_type, y, i * y_step);
        if (how == QK_MULTIPLY) {
            acc[i] = left * right;
            continue;
        }
        int32_t scaled = qk_wrapping_multiply(right, y_scale[i]);
        if (how == QK_ADD) scaled = qk_left(scaled, y_shift[i]);
        else scaled = (int32_t)(0u - (uint32_t)scaled);
        acc[i] = qk_wrapping_add(qk_left(left, x_shift[i]), scaled);
    }
}

// Of two tensors of the same type and shape, which nearly all are.
#define COMBINE(name, how, type)                                                                                       \
    FOR_EACH_PROCESSOR static void name(int64_t count, const void *x, const void *y, const int32_t *x_shift,           \
                                        const int32_t *y_scale, const int32_t *y_shift, int32_t *acc) {                \
        combine(how, count, type, x, 1, type, y, 1, x_shift, y_scale, y_shift, acc);                                   \
    }

COMBINE(multiply_bytes, QK_MULTIPLY, QK_INT8)
COMBINE(multiply_words, QK_MULTIPLY, QK_INT16)
COMBINE(add_bytes, QK_ADD, QK_INT8)
COMBINE(add_words, QK_ADD, QK_INT16)
COMBINE(subtract_bytes, QK_SUBTRACT, QK_INT8)
COMBINE(subtract_words, QK_SUBTRACT, QK_INT16)

void qk_combine(qk_combination how, int64_t count, qk_type x_type, const void *x, int x_step, qk_type y_type,
                const void *y, int y_step, const int32_t *x_shift, const int32_t *y_scale, const int32_t *y_shift,
                int32_t *acc) {
    if (x_type != y_type || !x_step || !y_step) {
        combine(how, count, x_type, x, x_step, y_type, y, y_step, x_shift, y_scale, y_shift, acc);
        return;
    }
    int is_word = x_type == QK_INT16;
    switch (how) {
        case QK_MULTIPLY: (is_word ? multiply_words : multiply_bytes)(count, x, y, x_shift, y_scale, y_shift, acc); break;
        case QK_ADD: (is_word ? add_words : add_bytes)(count, x, y, x_shift, y_scale, y_shift, acc); break;
        default: (is_word ? subtract_words : subtract_bytes)(count, x, y, x_shift, y_scale, y_shift, acc); break;
    }
}

#define REQUANTIZE(name, type, bits)                                                                                   \
    FOR_EACH_PROCESSOR static void name(int64_t channels, const void *restrict from, const int32_t *restrict scale,     \
                                        const int32_t *restrict round, const int32_t *restrict shift,                  \
                                        void *restrict to) {                                                           \
        for (int64_t c = 0; c < channels; c++) {                                                                       \
            store(bits, to, c, (element(type, from, c) * scale[c] + round[c]) >> shift[c]);                            \
        }                                                                                                              \
    }

REQUANTIZE(bytes_of_bytes, QK_INT8, 8)
REQUANTIZE(words_of_bytes, QK_INT8, 16)
REQUANTIZE(bytes_of_words, QK_INT16, 8)
REQUANTIZE(words_of_words, QK_INT16, 16)

void qk_requantize(qk_type type, int64_t rows, int64_t channels, const void *from, const int32_t *scale,
                   const int32_t *round, const int32_t *shift, int bits, void *to) {
    void (*run)(int64_t, const void *, const int32_t *, const int32_t *, const int32_t *, void *);
    if (type == QK_INT8) run = bits == 8 ? bytes_of_bytes : words_of_bytes;
    else run = bits == 8 ? bytes_of_words : words_of_words;
    int64_t width = type == QK_INT8 ? 1 : 2;
    for (int64_t row = 0; row < rows; row++) {
        int64_t offset = row * channels;
        run(channels, (const char *)from + offset * width, scale, round, shift, (char *)to + offset * (bits / 8));
    }
}

void qk_replace_negative(qk_type type, int64_t count, const void *from, const void *negative, void *to) {
    for (int64_t i = 0; i < count; i++) {
        if (element(type, from, i) < 0) store(type == QK_INT8 ? 8 : 16, to, i, element(type, negative, i));
    }
}

void qk_pick(int64_t width, int64_t count, const int32_t *places, const void *from, void *to) {
    for (int64_t i = 0; i < count; i++) {
        if (width == 1) ((int8_t *)to)[i] = ((const int8_t *)from)[places[i]];
        else ((int16_t *)to)[i] = ((const int16_t *)from)[places[i]];
    }
}

void qk_quantize(int64_t count, float step, int bits, const float *from, void *to) {
    float low = bits == 8 ? INT8_MIN : INT16_MIN, high = bits == 8 ? INT8_MAX : INT16_MAX;
    for (int64_t i = 0; i < count; i++) {
        float value = rintf(from[i] / step);
        // Not a number becomes the lowest: the comparison is written so.
        value = value > low ? value : low;
        store(bits, to, i, (int32_t)(value < high ? value : high));
    }
}

void qk_dequantize(qk_type type, int64_t outer, int64_t steps, int64_t inner, const float *step, const void *from,
                   float *to) {
    for (int64_t o = 0; o < outer; o++) {
        for (int64_t s = 0; s < steps; s++) {
            int64_t start = (o * steps + s) * inner;
            for (int64_t i = start; i < start + inner; i++) to[i] = (float)element(type, from, i) * step[s];
        }
    }
}
