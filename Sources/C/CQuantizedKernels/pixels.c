// Convolutions in plain C: exact on every processor, and what the fast ones are tested against. And what a convolution
// that is put together of several needs.
#include <string.h>

#include "processors.h"
#include "quantized_kernels.h"

#define CONVOLVE_PIXEL(name, element)                                                                                 \
    static void name(const qk_form *form, const element *from, const int8_t *weights, int64_t image, int64_t y,       \
                     int64_t x, int32_t *acc) {                                                                        \
        int64_t in = form->in_channels / form->groups, out = form->out_channels / form->groups;                       \
        memset(acc, 0, (size_t)form->out_channels * sizeof *acc);                                                      \
        for (int64_t i = 0; i < form->kernel[0]; i++) {                                                                \
            int64_t row = y * form->strides[0] - form->pads_begin[0] + i * form->dilations[0];                         \
            if (row < 0 || row >= form->input[0]) continue;                                                            \
            for (int64_t j = 0; j < form->kernel[1]; j++) {                                                            \
                int64_t column = x * form->strides[1] - form->pads_begin[1] + j * form->dilations[1];                  \
                if (column < 0 || column >= form->input[1]) continue;                                                  \
                const element *pixel =                                                                                 \
                    from + ((image * form->input[0] + row) * form->input[1] + column) * form->in_channels;             \
                for (int64_t o = 0; o < form->out_channels; o++) {                                                     \
                    const element *group = pixel + o / out * in;                                                       \
                    const int8_t *weight = weights + ((o * form->kernel[0] + i) * form->kernel[1] + j) * in;           \
                    uint32_t sum = 0;                                                                                  \
                    for (int64_t c = 0; c < in; c++) sum += (uint32_t)((int32_t)group[c] * weight[c]);                 \
                    acc[o] = qk_wrapping_add(acc[o], (int32_t)sum);                                                    \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

CONVOLVE_PIXEL(convolve_int8, int8_t)
CONVOLVE_PIXEL(convolve_uint8, uint8_t)
CONVOLVE_PIXEL(convolve_int16, int16_t)

void qk_convolve_pixel(const qk_form *form, qk_type type, const void *from, const int8_t *weights, int64_t image,
                       int64_t y, int64_t x, int32_t *acc) {
    switch (type) {
        case QK_INT8: convolve_int8(form, from, weights, image, y, x, acc); break;
        case QK_UINT8: convolve_uint8(form, from, weights, image, y, x, acc); break;
        default: convolve_int16(form, from, weights, image, y, x, acc); break;
    }
}

void qk_convolve(const qk_form *form, qk_type type, const void *from, const int8_t *weights, int32_t *acc) {
    for (int64_t image = 0; image < form->batch; image++) {
        for (int64_t y = 0; y < form->output[0]; y++) {
            for (int64_t x = 0; x < form->output[1]; x++) {
                qk_convolve_pixel(form, type, from, weights, image, y, x, acc);
                acc += form->out_channels;
            }
        }
    }
}

// One pixel of the input, spread over the larger image.
static void spread(const qk_form *form, const int8_t *pixel, const int8_t *weights, int64_t y, int64_t x,
                   int32_t *image) {
    for (int64_t i = 0; i < form->kernel[0]; i++) {
        int64_t row = y * form->strides[0] - form->pads_begin[0] + i * form->dilations[0];
        if (row < 0 || row >= form->input[0]) continue;
        for (int64_t j = 0; j < form->kernel[1]; j++) {
            int64_t column = x * form->strides[1] - form->pads_begin[1] + j * form->dilations[1];
            if (column < 0 || column >= form->input[1]) continue;
            int32_t *to = image + (row * form->input[1] + column) * form->in_channels;
            for (int64_t o = 0; o < form->out_channels; o++) {
                const int8_t *weight = weights + ((o * form->kernel[0] + i) * form->kernel[1] + j) * form->in_channels;
                for (int64_t c = 0; c < form->in_channels; c++) {
                    to[c] = qk_wrapping_add(to[c], (int32_t)pixel[o] * weight[c]);
                }
            }
        }
    }
}

void qk_convolve_transposed(const qk_form *form, const int8_t *from, const int8_t *weights, int32_t *acc) {
    int64_t size = form->input[0] * form->input[1] * form->in_channels;
    memset(acc, 0, (size_t)(form->batch * size) * sizeof *acc);
    for (int64_t image = 0; image < form->batch; image++) {
        for (int64_t y = 0; y < form->output[0]; y++) {
            for (int64_t x = 0; x < form->output[1]; x++) {
                spread(form, from, weights, y, x, acc + image * size);
                from += form->out_channels;
            }
        }
    }
}

// One element, as the convolution that reads it does. `type`, `piece` and `to_type` are constants where it is called.
QK_TEMPLATE void gather(qk_type type, qk_piece piece, int64_t count, const void *restrict from, qk_type to_type,
                        void *restrict to) {
    for (int64_t i = 0; i < count; i++) {
        int32_t value = type == QK_INT8 ? ((const int8_t *)from)[i] : ((const int16_t *)from)[i];
        if (piece == QK_HIGH_BYTE) value >>= 8;
        if (piece == QK_LOW_BYTE) value &= 255;
        if (to_type == QK_FLOAT) ((float *)to)[i] = (float)value;
        else ((uint8_t *)to)[i] = (uint8_t)value;
    }
}

#define GATHER(name, type, piece, to_type)                                                                            \
    FOR_EACH_PROCESSOR static void name(int64_t count, const void *from, void *to) {                                   \
        gather(type, piece, count, from, to_type, to);                                                                 \
    }

GATHER(floats_of_bytes, QK_INT8, QK_WHOLE, QK_FLOAT)
GATHER(floats_of_high_bytes, QK_INT16, QK_HIGH_BYTE, QK_FLOAT)
GATHER(floats_of_low_bytes, QK_INT16, QK_LOW_BYTE, QK_FLOAT)
GATHER(high_bytes, QK_INT16, QK_HIGH_BYTE, QK_INT8)
GATHER(low_bytes, QK_INT16, QK_LOW_BYTE, QK_UINT8)

void qk_gather(qk_type type, qk_piece piece, int64_t pixels, int64_t channels, int64_t first, int64_t count,
               const void *from, qk_type to_type, void *to) {
    void (*run)(int64_t, const void *, void *) = piece == QK_HIGH_BYTE ? high_bytes : low_bytes;
    if (to_type == QK_FLOAT) {
        run = piece == QK_WHOLE ? floats_of_bytes : piece == QK_HIGH_BYTE ? floats_of_high_bytes : floats_of_low_bytes;
    }
    int64_t width = type == QK_INT8 ? 1 : 2, to_width = to_type == QK_FLOAT ? 4 : 1;
    if (count == channels) {
        run(pixels * channels, from, to);
        return;
    }
    for (int64_t pixel = 0; pixel < pixels; pixel++) {
        run(count, (const char *)from + (pixel * channels + first) * width, (char *)to + pixel * count * to_width);
    }
}

QK_TEMPLATE void accumulate(qk_type type, const void *restrict part, int shift, int adds, int64_t count,
                            int32_t *restrict acc) {
    for (int64_t i = 0; i < count; i++) {
        int32_t value = type == QK_FLOAT ? (int32_t)((const float *)part)[i] : ((const int32_t *)part)[i];
        acc[i] = qk_wrapping_add(adds ? acc[i] : 0, qk_left(value, shift));
    }
}

FOR_EACH_PROCESSOR
static void accumulate_floats(const void *part, int shift, int adds, int64_t count, int32_t *acc) {
    if (adds) accumulate(QK_FLOAT, part, shift, 1, count, acc);
    else accumulate(QK_FLOAT, part, shift, 0, count, acc);
}

FOR_EACH_PROCESSOR
static void accumulate_integers(const void *part, int shift, int adds, int64_t count, int32_t *acc) {
    if (adds) accumulate(QK_INT32, part, shift, 1, count, acc);
    else accumulate(QK_INT32, part, shift, 0, count, acc);
}

void qk_accumulate(qk_type part_type, const void *part, int shift, int adds, int64_t count, int32_t *acc) {
    if (part_type == QK_FLOAT) accumulate_floats(part, shift, adds, count, acc);
    else accumulate_integers(part, shift, adds, count, acc);
}
