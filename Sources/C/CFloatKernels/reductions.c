#include <float.h>
#include <math.h>
#include <string.h>

#include "float_kernels.h"

enum { most_axes = 16 };

// Goes to the next place of an odometer and moves `offset` along; returns 0 after the last one.
static int advance(size_t rank, const int64_t *shape, const int64_t *strides, int64_t *place, int64_t *offset) {
    for (size_t axis = rank; axis-- > 0;) {
        *offset += strides[axis];
        if (++place[axis] < shape[axis]) return 1;
        *offset -= strides[axis] * shape[axis];
        place[axis] = 0;
    }
    return 0;
}

static int is_empty(size_t rank, const int64_t *shape) {
    for (size_t axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) return 1;
    }
    return 0;
}

// MARK: Reductions

#define FOLD(start, step)                                                                                  \
    do {                                                                                                   \
        value = (start);                                                                                   \
        int64_t inside[most_axes] = {0}, at = offset;                                                      \
        if (!nothing) {                                                                                    \
            do {                                                                                           \
                for (int64_t i = 0; i < row; i++) {                                                        \
                    sum_type x = (sum_type)source[at + i * row_step];                                      \
                    step;                                                                                  \
                }                                                                                          \
            } while (advance(reduced_rank - 1, reduced, reduced_strides, inside, &at));                    \
        }                                                                                                  \
    } while (0)

#define REDUCE(type, sum, lowest, highest, finish)                                                         \
    {                                                                                                      \
        typedef sum sum_type;                                                                              \
        const type *source = from;                                                                         \
        type *target = to;                                                                                 \
        do {                                                                                               \
            sum_type value = 0;                                                                            \
            switch (op) {                                                                                  \
                case FK_SUM:                                                                               \
                case FK_MEAN:                                                                              \
                case FK_LOG_SUM: FOLD(0, value += x); break;                                               \
                case FK_PRODUCT: FOLD(1, value *= x); break;                                               \
                case FK_LEAST: FOLD(highest, if (x < value || x != x) value = x); break;                   \
                case FK_GREATEST: FOLD(lowest, if (x > value || x != x) value = x); break;                 \
                case FK_L1: FOLD(0, value += x < 0 ? 0 - x : x); break;                                    \
                case FK_L2:                                                                                \
                case FK_SUM_SQUARE: FOLD(0, value += x * x); break;                                        \
                case FK_LOG_SUM_EXP: break;                                                                \
            }                                                                                              \
            finish;                                                                                        \
            *target++ = (type)value;                                                                       \
        } while (advance(kept_rank, kept, kept_strides, place, &offset));                                  \
        return 1;                                                                                          \
    }

// The largest value is taken out, so that nothing overflows.
#define FINISH_REAL                                                                                        \
    if (op == FK_MEAN) value /= (double)count;                                                             \
    if (op == FK_L2) value = sqrt(value);                                                                  \
    if (op == FK_LOG_SUM) value = log(value);                                                              \
    if (op == FK_LOG_SUM_EXP) {                                                                            \
        FOLD(-INFINITY, if (x > value || x != x) value = x);                                               \
        double largest = isinf(value) ? 0 : value;                                                         \
        FOLD(0, value += exp(x - largest));                                                                \
        value = log(value) + largest;                                                                      \
    }

#define FINISH_INTEGER                                                                                     \
    if (op == FK_MEAN) value = count ? (sum_type)((double)value / (double)count) : 0;                      \
    if (op == FK_L2) value = (sum_type)sqrt((double)value);                                                \
    if (op == FK_LOG_SUM) value = value > 0 ? (sum_type)log((double)value) : 0;                            \
    if (op == FK_LOG_SUM_EXP) {                                                                            \
        double total = 0;                                                                                  \
        FOLD(0, total += exp((double)x));                                                                  \
        total = total > 0 ? log(total) : 0;                                                                \
        value = total < 9e18 ? (sum_type)total : 0;                                                        \
    }

int fk_reduce(fk_reduction op, int type, size_t kept_rank, const int64_t *kept, const int64_t *kept_strides,
              size_t reduced_rank, const int64_t *reduced, const int64_t *reduced_strides, const void *from, void *to) {
    if (is_empty(kept_rank, kept)) return 1;
    int nothing = is_empty(reduced_rank, reduced);
    int64_t place[most_axes] = {0}, offset = 0, count = 1;
    for (size_t axis = 0; axis < reduced_rank; axis++) count *= reduced[axis];
    int64_t row = reduced[reduced_rank - 1], row_step = reduced_strides[reduced_rank - 1];
    switch (type) {
        case FK_FLOAT: REDUCE(float, double, -INFINITY, INFINITY, FINISH_REAL)
        case FK_DOUBLE: REDUCE(double, double, -INFINITY, INFINITY, FINISH_REAL)
        case FK_UINT8: REDUCE(uint8_t, uint64_t, 0, UINT8_MAX, FINISH_INTEGER)
        case FK_INT8: REDUCE(int8_t, int64_t, INT8_MIN, INT8_MAX, FINISH_INTEGER)
        case FK_UINT16: REDUCE(uint16_t, uint64_t, 0, UINT16_MAX, FINISH_INTEGER)
        case FK_INT16: REDUCE(int16_t, int64_t, INT16_MIN, INT16_MAX, FINISH_INTEGER)
        case FK_UINT32: REDUCE(uint32_t, uint64_t, 0, UINT32_MAX, FINISH_INTEGER)
        case FK_INT32: REDUCE(int32_t, int64_t, INT32_MIN, INT32_MAX, FINISH_INTEGER)
        case FK_UINT64: REDUCE(uint64_t, uint64_t, 0, UINT64_MAX, FINISH_INTEGER)
        case FK_INT64: REDUCE(int64_t, int64_t, INT64_MIN, INT64_MAX, FINISH_INTEGER)
        case FK_BOOL: REDUCE(uint8_t, uint64_t, 0, 1, FINISH_INTEGER)
        default: return 0;
    }
}

#define FIND(type)                                                                                     \
    for (size_t o = 0; o < outer; o++) {                                                               \
        for (size_t i = 0; i < inner; i++) {                                                           \
            const type *values = (const type *)from + o * axis * inner + i;                            \
            size_t best = 0;                                                                           \
            for (size_t k = 1; k < axis; k++) {                                                        \
                type x = values[k * inner], y = values[best * inner];                                  \
                if (greatest ? x > y : x < y) best = k;                                                \
                if (last && x == y) best = k;                                                          \
            }                                                                                          \
            to[o * inner + i] = (int64_t)best;                                                         \
        }                                                                                              \
    }                                                                                                  \
    return 1

int fk_arg(int greatest, int last, int type, size_t outer, size_t axis, size_t inner, const void *from, int64_t *to) {
    switch (type) {
        case FK_FLOAT: FIND(float);
        case FK_DOUBLE: FIND(double);
        case FK_UINT8: FIND(uint8_t);
        case FK_INT8: FIND(int8_t);
        case FK_UINT16: FIND(uint16_t);
        case FK_INT16: FIND(int16_t);
        case FK_UINT32: FIND(uint32_t);
        case FK_INT32: FIND(int32_t);
        case FK_UINT64: FIND(uint64_t);
        case FK_INT64: FIND(int64_t);
        default: return 0;
    }
}

void fk_mean_pixels(size_t batch, size_t pixels, size_t channels, const float *from, float *to) {
    // A block of channels at a time, so that the sums stay in registers.
    enum { block = 32 };
    for (size_t b = 0; b < batch; b++) {
        for (size_t first = 0; first < channels; first += block) {
            size_t width = channels - first < block ? channels - first : block;
            double total[block] = {0};
            for (size_t p = 0; p < pixels; p++) {
                const float *row = from + (b * pixels + p) * channels + first;
                if (width == block) {
                    for (size_t c = 0; c < block; c++) total[c] += row[c];
                } else {
                    for (size_t c = 0; c < width; c++) total[c] += row[c];
                }
            }
            for (size_t c = 0; c < width; c++) to[b * channels + first + c] = (float)(total[c] / (double)pixels);
        }
    }
}

// MARK: Normalisation

void fk_softmax(int logarithm, size_t outer, size_t axis, size_t inner, const float *from, float *to) {
    for (size_t o = 0; o < outer; o++) {
        for (size_t i = 0; i < inner; i++) {
            const float *source = from + o * axis * inner + i;
            float *target = to + o * axis * inner + i;
            float largest = -INFINITY;
            for (size_t k = 0; k < axis; k++) largest = source[k * inner] > largest ? source[k * inner] : largest;
            double sum = 0;
            for (size_t k = 0; k < axis; k++) {
                float exponential = expf(source[k * inner] - largest);
                sum += exponential;
                target[k * inner] = exponential;
            }
            if (logarithm) {
                double shift = largest + log(sum);
                for (size_t k = 0; k < axis; k++) target[k * inner] = (float)(source[k * inner] - shift);
            } else {
                float factor = (float)(1 / sum);
                for (size_t k = 0; k < axis; k++) target[k * inner] *= factor;
            }
        }
    }
}

void fk_normalize(size_t rows, size_t count, double epsilon, int centred, const float *from, float *to, float *mean,
                  float *inverse_deviation) {
    for (size_t r = 0; r < rows; r++) {
        const float *source = from + r * count;
        float *target = to + r * count;
        double sum = 0, squares = 0;
        if (centred) {
            for (size_t i = 0; i < count; i++) sum += source[i];
        }
        double average = count ? sum / (double)count : 0;
        for (size_t i = 0; i < count; i++) {
            double distance = source[i] - average;
            squares += distance * distance;
        }
        double factor = 1 / sqrt((count ? squares / (double)count : 0) + epsilon);
        for (size_t i = 0; i < count; i++) target[i] = (float)((source[i] - average) * factor);
        if (mean) mean[r] = (float)average;
        if (inverse_deviation) inverse_deviation[r] = (float)factor;
    }
}

void fk_scale_shift(size_t outer, size_t channels, size_t inner, const float *from, float *to, const float *scale,
                    const float *shift) {
    if (inner == 1) {
        for (size_t o = 0; o < outer; o++) {
            const float *source = from + o * channels;
            float *target = to + o * channels;
            for (size_t c = 0; c < channels; c++) target[c] = source[c] * scale[c] + shift[c];
        }
        return;
    }
    for (size_t o = 0; o < outer; o++) {
        for (size_t c = 0; c < channels; c++) {
            const float *source = from + (o * channels + c) * inner;
            float *target = to + (o * channels + c) * inner;
            float factor = scale[c], addend = shift[c];
            for (size_t i = 0; i < inner; i++) target[i] = source[i] * factor + addend;
        }
    }
}

void fk_scale(size_t count, const float *from, float *to, double factor) {
    for (size_t i = 0; i < count; i++) to[i] = (float)(from[i] * factor);
}

#define ACCUMULATE(type, sum)                                                                          \
    for (size_t o = 0; o < outer; o++) {                                                               \
        for (size_t i = 0; i < inner; i++) {                                                           \
            const type *source = (const type *)from + o * axis * inner + i;                            \
            type *target = (type *)to + o * axis * inner + i;                                          \
            sum total = 0;                                                                             \
            for (size_t n = 0; n < axis; n++) {                                                        \
                size_t k = (reverse ? axis - 1 - n : n) * inner;                                       \
                if (exclusive) target[k] = (type)total;                                                \
                total += (sum)source[k];                                                               \
                if (!exclusive) target[k] = (type)total;                                               \
            }                                                                                          \
        }                                                                                              \
    }                                                                                                  \
    return 1

int fk_cumulative_sum(int type, size_t outer, size_t axis, size_t inner, int exclusive, int reverse,
                      const void *from, void *to) {
    switch (type) {
        case FK_FLOAT: ACCUMULATE(float, double);
        case FK_DOUBLE: ACCUMULATE(double, double);
        case FK_INT32: ACCUMULATE(int32_t, uint64_t);
        case FK_UINT32: ACCUMULATE(uint32_t, uint64_t);
        case FK_INT64: ACCUMULATE(int64_t, uint64_t);
        case FK_UINT64: ACCUMULATE(uint64_t, uint64_t);
        default: return 0;
    }
}

// MARK: Matrices

#define MULTIPLY(type, sum)                                                                            \
    for (size_t r = 0; r < m; r++) {                                                                   \
        for (size_t c = 0; c < n; c++) {                                                               \
            const type *x = (const type *)left + (int64_t)r * left_row;                                \
            const type *y = (const type *)right + (int64_t)c * right_column;                           \
            sum total = 0;                                                                             \
            for (size_t i = 0; i < k; i++) {                                                           \
                total += (sum)x[(int64_t)i * left_column] * (sum)y[(int64_t)i * right_row];            \
            }                                                                                          \
            ((type *)to)[r * n + c] = (type)total;                                                     \
        }                                                                                              \
    }                                                                                                  \
    return 1

int fk_matmul(int type, size_t m, size_t n, size_t k, const void *left, int64_t left_row, int64_t left_column,
              const void *right, int64_t right_row, int64_t right_column, void *to) {
    switch (type) {
        case FK_FLOAT: MULTIPLY(float, double);
        case FK_DOUBLE: MULTIPLY(double, double);
        case FK_UINT8: MULTIPLY(uint8_t, uint64_t);
        case FK_INT8: MULTIPLY(int8_t, uint64_t);
        case FK_UINT16: MULTIPLY(uint16_t, uint64_t);
        case FK_INT16: MULTIPLY(int16_t, uint64_t);
        case FK_INT32: MULTIPLY(int32_t, uint64_t);
        case FK_UINT32: MULTIPLY(uint32_t, uint64_t);
        case FK_INT64: MULTIPLY(int64_t, uint64_t);
        case FK_UINT64: MULTIPLY(uint64_t, uint64_t);
        default: return 0;
    }
}
