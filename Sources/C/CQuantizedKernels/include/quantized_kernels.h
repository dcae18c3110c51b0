// The inner loops of the quantized executor. The vendor's integer operators, bit for bit; every rule here was measured
// on its runtime, none was read. Nothing checks shapes or numbers: the Swift side has done so.
//
// Activations are [batch, height, width, channels] and dense, convolution weights [out, height, width, in / groups].
// Shifts to the right are arithmetic and lie in 0...31. Sums wrap around at 32 bits.
#ifndef QUANTIZED_KERNELS_H
#define QUANTIZED_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef enum { QK_INT8, QK_UINT8, QK_INT16, QK_INT32, QK_FLOAT } qk_type;

// MARK: The tail that nearly every operator ends in

// v = saturate16((acc + addend + residual) >> first_shift); v = saturate((v * scale + second_round) >> second_shift).
// Each array has one entry a channel.
typedef struct {
    int64_t channels;
    const int32_t *addend, *first_shift, *scale, *second_round, *second_shift;
    // residual * residual_scale << residual_left >> residual_right; null: there is no residual.
    const int32_t *residual_scale, *residual_left, *residual_right;
    // Where every second shift reaches past the product's low 16 bits, the second step needs only its high ones:
    // saturate8((high16(v * short_scale) + short_round) >> short_shift). Null: it does not, or the result is not int8.
    const int16_t *short_scale, *short_round, *short_shift;
    int32_t bits;  // 8, 16, or 32: neither shift nor scale
    int32_t clips_negative;  // sums, before they are scaled
} qk_tail;

// `residual` is int8, or null. `to` is as wide as `bits`.
void qk_finish(const qk_tail *tail, int64_t rows, const int32_t *acc, const int8_t *residual, void *to);

// MARK: Convolutions

typedef struct {
    int64_t batch, in_channels, out_channels, groups;
    int64_t input[2], output[2], kernel[2], strides[2], dilations[2], pads_begin[2], pads_end[2];
} qk_form;

// A convolution by oneDNN: int8 or uint8 by int8 to int32, or float by float to float.
typedef struct qk_primitive qk_primitive;

// `weights` are int8, whichever `type` the source has. `workers`: how many threads may run it at the same time.
// Null, with a reason, if oneDNN cannot do it. To be called from a thread that qk_use_one_thread was called on.
qk_primitive *qk_primitive_create(const qk_form *form, qk_type type, const int8_t *weights, int workers,
                                  const char **problem);
void qk_primitive_destroy(qk_primitive *primitive);
// oneDNN's name of the implementation that it chose.
const char *qk_primitive_name(const qk_primitive *primitive);
size_t qk_primitive_scratch_bytes(const qk_primitive *primitive);
// `scratch` is 64-byte aligned. Returns 0 if oneDNN fails.
int qk_primitive_run(qk_primitive *primitive, int worker, const void *from, void *to, void *scratch);

// Why oneDNN cannot be used; null if it can.
const char *qk_library_problem(void);
// Calls of oneDNN from this thread use no others.
void qk_use_one_thread(void);

// One pixel, in plain C. `type` is QK_INT8, QK_UINT8 or QK_INT16.
void qk_convolve_pixel(const qk_form *form, qk_type type, const void *from, const int8_t *weights, int64_t image,
                       int64_t y, int64_t x, int32_t *acc);
// All pixels, in plain C.
void qk_convolve(const qk_form *form, qk_type type, const void *from, const int8_t *weights, int32_t *acc);
// The transpose of a convolution of the form, whose `output` is this one's input: weights are
// [form.out_channels, height, width, form.in_channels], groups 1. `acc` is form.input's size.
void qk_convolve_transposed(const qk_form *form, const int8_t *from, const int8_t *weights, int32_t *acc);

// What a part of a convolution reads: some channels of each pixel, as they are, or the high or low byte of an int16.
typedef enum { QK_WHOLE, QK_HIGH_BYTE, QK_LOW_BYTE } qk_piece;
void qk_gather(qk_type type, qk_piece piece, int64_t pixels, int64_t channels, int64_t first, int64_t count,
               const void *from, qk_type to_type, void *to);
// acc = part << shift, or acc += part << shift.
void qk_accumulate(qk_type part_type, const void *part, int shift, int adds, int64_t count, int32_t *acc);

// MARK: Elementwise

typedef enum { QK_MULTIPLY, QK_ADD, QK_SUBTRACT } qk_combination;

// acc = x * y; (x << x_shift) + (y * y_scale << y_shift); (x << x_shift) - y * y_scale. Steps are 0 (broadcast) or 1;
// parameters have one entry an element.
void qk_combine(qk_combination how, int64_t count, qk_type x_type, const void *x, int x_step, qk_type y_type,
                const void *y, int y_step, const int32_t *x_shift, const int32_t *y_scale, const int32_t *y_shift,
                int32_t *acc);
// saturate((x * scale + round) >> shift)
void qk_requantize(qk_type type, int64_t rows, int64_t channels, const void *from, const int32_t *scale,
                   const int32_t *round, const int32_t *shift, int bits, void *to);
// Where `from` is negative, `to` becomes what `negative` is. All of one type, int8 or int16.
void qk_replace_negative(qk_type type, int64_t count, const void *from, const void *negative, void *to);
// to[i] = from[places[i]], of elements of `width` bytes, 1 or 2.
void qk_pick(int64_t width, int64_t count, const int32_t *places, const void *from, void *to);
// clip(rint(x / step)), half to even.
void qk_quantize(int64_t count, float step, int bits, const float *from, void *to);
// float(x) * step; [outer, steps, inner].
void qk_dequantize(qk_type type, int64_t outer, int64_t steps, int64_t inner, const float *step, const void *from,
                   float *to);

// MARK: Tables

// to[i] = table[from[i] + 128]. `to` may be `from`.
void qk_look_up8(int64_t count, const int8_t *from, const int8_t *table, int8_t *to);
// to[i] = table[from[i] + 32768]
void qk_look_up16(int64_t count, const int16_t *from, const int16_t *table, int16_t *to);

// MARK: Windows, sums, matrices

// The largest of the pixels under the window and -128, also of int16.
void qk_max_pool(const qk_form *form, qk_type type, const void *from, void *to);
// The sum under the window times `factor` wraps at 32 bits, then is shifted. To int8.
void qk_average_pool(const qk_form *form, const int8_t *from, int32_t factor, int shift, int8_t *to);
// acc[outer, inner] = sum over the middle axis.
void qk_sum(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, int32_t *acc);
// The largest over the middle axis.
void qk_largest(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, void *to);
// The place of the first of the largest over the middle axis.
void qk_largest_place(qk_type type, int64_t outer, int64_t middle, int64_t inner, const void *from, int8_t *to);
// acc[m, n] = left[m, k] * right[k, n]
void qk_multiply(int64_t m, int64_t n, int64_t k, const int8_t *left, const int8_t *right, int32_t *acc);

// Bilinear: for each output row (column) a first and a second one of the input, and the second's weight of 256.
typedef struct {
    const int32_t *first, *second, *weight;
} qk_positions;
void qk_resize(int64_t width, int64_t channels, int64_t out_height, int64_t out_width, qk_type type,
               qk_positions rows, qk_positions columns, const void *from, void *to);

#endif
