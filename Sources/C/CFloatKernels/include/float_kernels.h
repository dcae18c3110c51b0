// The inner loops of the float executor: in C because they have to be fast in debug builds too, where Swift's generic
// code is a hundred times slower. Nothing here allocates for the caller or checks shapes: the Swift side has done so.
//
// Element types are numbered as TensorProto.DataType of the ONNX specification. Strides are in elements and may be 0
// (a broadcast axis) or negative; shapes have at least one axis. Counts are never negative.
#ifndef FLOAT_KERNELS_H
#define FLOAT_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "convolution.h"

enum {
    FK_FLOAT = 1,
    FK_UINT8 = 2,
    FK_INT8 = 3,
    FK_UINT16 = 4,
    FK_INT16 = 5,
    FK_INT32 = 6,
    FK_INT64 = 7,
    FK_BOOL = 9,
    FK_FLOAT16 = 10,
    FK_DOUBLE = 11,
    FK_UINT32 = 12,
    FK_UINT64 = 13,
    FK_BFLOAT16 = 16
};

// MARK: Moving

// Copies a block of `shape` elements of `width` bytes (1, 2, 4, 8) between two strided arrays.
void fk_copy(size_t width, size_t rank, const int64_t *shape, void *to, const int64_t *to_strides, const void *from,
             const int64_t *from_strides);

// Writes one element of `width` bytes `count` times.
void fk_fill(size_t width, size_t count, void *to, const void *element);

// to[o, i, :] = from[o, indices[i], :] for `outer` blocks of `axis` rows of `bytes` bytes. Indices lie in 0..<axis.
void fk_gather(size_t outer, size_t axis, size_t bytes, size_t count, const int64_t *indices, void *to,
               const void *from);

// Every type to every type. Floats are cut towards 0 and held within the integer's range; NaN becomes 0.
// Anything but 0 is true.
void fk_convert(int to_type, void *to, int from_type, const void *from, size_t count);

// MARK: Functions of one value

typedef enum {
    FK_ABS, FK_ACOS, FK_ACOSH, FK_ASIN, FK_ASINH, FK_ATAN, FK_ATANH, FK_CEIL, FK_COS, FK_COSH, FK_ERF, FK_EXP,
    FK_FLOOR, FK_LOG, FK_NEG, FK_RECIPROCAL, FK_ROUND, FK_SIGN, FK_SIN, FK_SINH, FK_SQRT, FK_TAN, FK_TANH,
    FK_RELU, FK_SIGMOID, FK_SOFTPLUS, FK_SOFTSIGN, FK_MISH, FK_HARDSWISH,
    // With parameters a and b.
    FK_LEAKY_RELU,        // x < 0 ? a x : x
    FK_ELU,               // x < 0 ? a (e^x - 1) : x
    FK_CELU,              // max(0, x) + min(0, a (e^(x / a) - 1))
    FK_SELU,              // b * elu(x)
    FK_HARD_SIGMOID,      // clip(a x + b, 0, 1)
    FK_THRESHOLDED_RELU,  // x > a ? x : 0
    FK_CLIP,              // min(max(x, a), b)
    FK_GELU_ERF,
    FK_GELU_TANH,
    FK_SWISH,             // x / (1 + e^(-a x))
    FK_SHRINK,            // x < -b ? x + a : x > b ? x - a : 0, parameters: a the bias, b lambda
    FK_NOT, FK_BITWISE_NOT, FK_SQUARE,
    FK_AFFINE             // a x + b
} fk_unary_op;

// Float, double, and for abs, neg, sign, relu, clip, square and the logical ones every integer type. Returns 0 if the type is
// not one of them.
int fk_unary(fk_unary_op op, int type, size_t count, const void *from, void *to, double a, double b);

// to[i] = clip(round(from[i] / scale), low, high) * scale, rounding half to even. NaN stays NaN.
void fk_fake_quantize(size_t count, const float *from, float *to, float scale, float low, float high);

// to[i] = 1 if from[i] is NaN, infinite.
int fk_is_nan(int type, size_t count, const void *from, uint8_t *to);
int fk_is_infinite(int type, size_t count, const void *from, uint8_t *to, int positive, int negative);

// MARK: Functions of two values

typedef enum {
    FK_ADD, FK_SUB, FK_MUL, FK_DIV, FK_POW, FK_MIN, FK_MAX, FK_FMOD, FK_MOD, FK_PRELU,
    FK_AND, FK_OR, FK_XOR, FK_BITWISE_AND, FK_BITWISE_OR, FK_BITWISE_XOR, FK_SHIFT_LEFT, FK_SHIFT_RIGHT,
    // These give bool.
    FK_EQUAL, FK_LESS, FK_LESS_OR_EQUAL, FK_GREATER, FK_GREATER_OR_EQUAL
} fk_binary_op;

// Into a dense array. Integers wrap around; a division by 0 gives 0. Returns 0 if the type does not have the operation.
int fk_binary(fk_binary_op op, int type, size_t rank, const int64_t *shape, void *to, const void *left,
              const int64_t *left_strides, const void *right, const int64_t *right_strides);

// to = condition ? left : right, elements of `width` bytes.
void fk_where(size_t width, size_t rank, const int64_t *shape, void *to, const uint8_t *condition,
              const int64_t *condition_strides, const void *left, const int64_t *left_strides, const void *right,
              const int64_t *right_strides);

// MARK: Reductions

typedef enum {
    FK_SUM, FK_MEAN, FK_PRODUCT, FK_LEAST, FK_GREATEST, FK_L1, FK_L2, FK_LOG_SUM, FK_LOG_SUM_EXP, FK_SUM_SQUARE
} fk_reduction;

// One value for each place of `kept` over all places of `reduced`, into a dense array. Floats are summed in double.
// An empty set gives the neutral element, or the lowest and highest number for FK_GREATEST and FK_LEAST.
int fk_reduce(fk_reduction op, int type, size_t kept_rank, const int64_t *kept, const int64_t *kept_strides,
              size_t reduced_rank, const int64_t *reduced, const int64_t *reduced_strides, const void *from, void *to);

// The place of the largest (or smallest) of `axis` values, `inner` apart, for every outer and inner place.
int fk_arg(int greatest, int last, int type, size_t outer, size_t axis, size_t inner, const void *from, int64_t *to);

// Means over the pixels of [batch, pixels, channels], into [batch, channels].
void fk_mean_pixels(size_t batch, size_t pixels, size_t channels, const float *from, float *to);

// Softmax over `axis` values that lie `inner` apart; `logarithm`: its logarithm.
void fk_softmax(int logarithm, size_t outer, size_t axis, size_t inner, const float *from, float *to);

// y = (x - mean) / sqrt(variance + epsilon), over rows of `count`. `mean` and `inverse_deviation` may be null.
// `centred` 0: RMS normalisation, the mean taken as 0.
void fk_normalize(size_t rows, size_t count, double epsilon, int centred, const float *from, float *to, float *mean,
                  float *inverse_deviation);

// y[o, c, i] = x[o, c, i] * scale[c] + shift[c]
void fk_scale_shift(size_t outer, size_t channels, size_t inner, const float *from, float *to, const float *scale,
                    const float *shift);

// y = factor * x, multiplied in double.
void fk_scale(size_t count, const float *from, float *to, double factor);

// Prefix sums along an axis.
int fk_cumulative_sum(int type, size_t outer, size_t axis, size_t inner, int exclusive, int reverse,
                      const void *from, void *to);

// MARK: Matrices

// to[m, n] = left[m, k] * right[k, n], dense, for every element type but bool, in double or wrapping 64-bit integers.
int fk_matmul(int type, size_t m, size_t n, size_t k, const void *left, int64_t left_row, int64_t left_column,
              const void *right, int64_t right_row, int64_t right_column, void *to);

// MARK: Windows (of one, two or three spatial axes: what is not there comes first and has size 1)

typedef struct {
    int64_t input[3], output[3], kernel[3], strides[3], dilations[3], pads_begin[3], pads_end[3];
    // Distance of one step along each spatial axis, in elements, of the input and of the output.
    int64_t input_strides[3], output_strides[3];
} fk_window;

typedef enum { FK_POOL_MAX, FK_POOL_AVERAGE, FK_POOL_AVERAGE_WITH_PADS, FK_POOL_LP } fk_pool_kind;

// One plane (channel of one image). FK_POOL_AVERAGE_WITH_PADS divides by the number of places that lie within the padded
// input. `indices` (of FK_POOL_MAX) may be null; its entries are the offsets in the input plane plus `index_base`, or
// column-major ones.
void fk_pool(fk_pool_kind kind, const fk_window *window, double p, const float *from, float *to, int64_t *indices,
             int64_t index_base, int column_major);
// Max pooling of the small integers.
void fk_pool_max_integers(int type, const fk_window *window, const void *from, void *to);

// Pooling of channels-last images [height, width, channels], vectors of channels at a time.
void fk_pool_channels_last(fk_pool_kind kind, const fk_window *window, size_t channels, const float *from, float *to);

// Adds what one input plane gives to one output plane of a transposed convolution.
void fk_transposed_convolution(const fk_window *window, const float *from, const float *kernel, float *to);

// MARK: Resampling

// to[o, j, i] = sum of weights[j, t] * from[o, places[j, t], i] over `taps` taps. A negative place counts as `outside`.
void fk_resample(size_t outer, size_t in, size_t out, size_t inner, size_t taps, const int64_t *places,
                 const float *weights, float outside, const float *from, float *to);

#endif
