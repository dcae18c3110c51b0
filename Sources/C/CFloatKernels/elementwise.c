#include <math.h>
#include <string.h>

#include "float_kernels.h"

enum { most_axes = 16 };

// MARK: Functions of one value

// A function's values, as float or double: `f(x)` names the function of that precision.
#define EACH(expression)                          \
    for (size_t i = 0; i < count; i++) {          \
        real x = source[i];                       \
        target[i] = (real)(expression);           \
    }                                             \
    return 1

#define REAL_FUNCTIONS(f)                                                                              \
    switch (op) {                                                                                      \
        case FK_ABS: EACH(f(fabs)(x));                                                                 \
        case FK_ACOS: EACH(f(acos)(x));                                                                \
        case FK_ACOSH: EACH(f(acosh)(x));                                                              \
        case FK_ASIN: EACH(f(asin)(x));                                                                \
        case FK_ASINH: EACH(f(asinh)(x));                                                              \
        case FK_ATAN: EACH(f(atan)(x));                                                                \
        case FK_ATANH: EACH(f(atanh)(x));                                                              \
        case FK_CEIL: EACH(f(ceil)(x));                                                                \
        case FK_COS: EACH(f(cos)(x));                                                                  \
        case FK_COSH: EACH(f(cosh)(x));                                                                \
        case FK_ERF: EACH(f(erf)(x));                                                                  \
        case FK_EXP: EACH(f(exp)(x));                                                                  \
        case FK_FLOOR: EACH(f(floor)(x));                                                              \
        case FK_LOG: EACH(f(log)(x));                                                                  \
        case FK_NEG: EACH(-x);                                                                         \
        case FK_RECIPROCAL: EACH(1 / x);                                                               \
        case FK_ROUND: EACH(f(rint)(x));                                                               \
        case FK_SIGN: EACH(x > 0 ? 1 : x < 0 ? -1 : x);                                                \
        case FK_SIN: EACH(f(sin)(x));                                                                  \
        case FK_SINH: EACH(f(sinh)(x));                                                                \
        case FK_SQRT: EACH(f(sqrt)(x));                                                                \
        case FK_TAN: EACH(f(tan)(x));                                                                  \
        case FK_TANH: EACH(f(tanh)(x));                                                                \
        case FK_RELU: EACH(x < 0 ? 0 : x);                                                             \
        case FK_SIGMOID: EACH(1 / (1 + f(exp)(-x)));                                                   \
        case FK_SOFTPLUS: EACH(x > 0 ? x + f(log1p)(f(exp)(-x)) : f(log1p)(f(exp)(x)));                \
        case FK_SOFTSIGN: EACH(x / (1 + f(fabs)(x)));                                                  \
        case FK_MISH: EACH(x *f(tanh)(x > 0 ? x + f(log1p)(f(exp)(-x)) : f(log1p)(f(exp)(x))));        \
        case FK_HARDSWISH: EACH(x *clamped(x / 6 + (real)0.5, 0, 1));                                  \
        case FK_LEAKY_RELU: EACH(x < 0 ? (real)a * x : x);                                             \
        case FK_ELU: EACH(x < 0 ? (real)a * f(expm1)(x) : x);                                          \
        case FK_CELU: EACH(x < 0 ? (real)a * f(expm1)(x / (real)a) : x);                               \
        case FK_SELU: EACH((real)b * (x < 0 ? (real)a * f(expm1)(x) : x));                             \
        case FK_HARD_SIGMOID: EACH(clamped((real)a * x + (real)b, 0, 1));                              \
        case FK_THRESHOLDED_RELU: EACH(x > (real)a ? x : 0);                                           \
        case FK_CLIP: EACH(clamped(x, (real)a, (real)b));                                              \
        case FK_GELU_ERF: EACH(x *(real)0.5 * (1 + f(erf)(x * (real)0.70710678118654752440)));         \
        case FK_GELU_TANH:                                                                             \
            EACH((real)0.5 * x                                                                         \
                 * (1 + f(tanh)((real)0.79788456080286535588 * (x + (real)0.044715 * x * x * x))));    \
        case FK_SWISH: EACH(x / (1 + f(exp)(-(real)a * x)));                                           \
        case FK_SHRINK: EACH(x < -(real)b ? x + (real)a : x > (real)b ? x - (real)a : 0);              \
        case FK_SQUARE: EACH(x *x);                                                                    \
        case FK_AFFINE: EACH((real)a * x + (real)b);                                                   \
        default: return 0;                                                                             \
    }

#define FLOAT_NAME(name) name##f
#define DOUBLE_NAME(name) name

// NaN stays; a lower bound above the upper one gives the upper one.
#define clamped(value, low, high) ((value) < (low) ? ((high) < (low) ? (high) : (low)) : (value) > (high) ? (high) : (value))

static int float_functions(fk_unary_op op, size_t count, const float *source, float *target, double a, double b) {
    typedef float real;
    REAL_FUNCTIONS(FLOAT_NAME)
}

static int double_functions(fk_unary_op op, size_t count, const double *source, double *target, double a, double b) {
    typedef double real;
    REAL_FUNCTIONS(DOUBLE_NAME)
}

// Bounds of a clip are held within the type by the conversion; arithmetic wraps around in the unsigned type.
#define INTEGER_FUNCTIONS(type, wide, is_signed)                                                               \
    static int type##_functions(fk_unary_op op, size_t count, const type *source, type *target, double a,      \
                                double b) {                                                                    \
        typedef type real;                                                                                     \
        switch (op) {                                                                                          \
            case FK_ABS: EACH(is_signed && x < 0 ? (real)(0 - (wide)x) : x);                                   \
            case FK_NEG: EACH(0 - (wide)x);                                                                    \
            case FK_SIGN: EACH(x > 0 ? 1 : is_signed && x < 0 ? -1 : 0);                                       \
            case FK_RELU: EACH(is_signed && x < 0 ? 0 : x);                                                    \
            case FK_SQUARE: EACH((wide)x *(wide)x);                                                            \
            case FK_CLIP: {                                                                                    \
                type low, high;                                                                                \
                memcpy(&low, &a, sizeof low);                                                                  \
                memcpy(&high, &b, sizeof high);                                                                \
                EACH(clamped(x, low, high));                                                                   \
            }                                                                                                  \
            case FK_CEIL:                                                                                      \
            case FK_FLOOR:                                                                                     \
            case FK_ROUND: EACH(x);                                                                            \
            case FK_BITWISE_NOT: EACH(~x);                                                                     \
            default: return 0;                                                                                 \
        }                                                                                                      \
    }

INTEGER_FUNCTIONS(uint8_t, uint32_t, 0)
INTEGER_FUNCTIONS(int8_t, uint32_t, 1)
INTEGER_FUNCTIONS(uint16_t, uint32_t, 0)
INTEGER_FUNCTIONS(int16_t, uint32_t, 1)
INTEGER_FUNCTIONS(uint32_t, uint32_t, 0)
INTEGER_FUNCTIONS(int32_t, uint32_t, 1)
INTEGER_FUNCTIONS(uint64_t, uint64_t, 0)
INTEGER_FUNCTIONS(int64_t, uint64_t, 1)

int fk_unary(fk_unary_op op, int type, size_t count, const void *from, void *to, double a, double b) {
    switch (type) {
        case FK_FLOAT: return float_functions(op, count, from, to, a, b);
        case FK_DOUBLE: return double_functions(op, count, from, to, a, b);
        case FK_UINT8: return uint8_t_functions(op, count, from, to, a, b);
        case FK_INT8: return int8_t_functions(op, count, from, to, a, b);
        case FK_UINT16: return uint16_t_functions(op, count, from, to, a, b);
        case FK_INT16: return int16_t_functions(op, count, from, to, a, b);
        case FK_UINT32: return uint32_t_functions(op, count, from, to, a, b);
        case FK_INT32: return int32_t_functions(op, count, from, to, a, b);
        case FK_UINT64: return uint64_t_functions(op, count, from, to, a, b);
        case FK_INT64: return int64_t_functions(op, count, from, to, a, b);
        case FK_BOOL:
            if (op != FK_NOT) return 0;
            for (size_t i = 0; i < count; i++) ((uint8_t *)to)[i] = !((const uint8_t *)from)[i];
            return 1;
        default: return 0;
    }
}

void fk_fake_quantize(size_t count, const float *from, float *to, float scale, float low, float high) {
    for (size_t i = 0; i < count; i++) {
        // A division, not a product with the reciprocal: they differ in ties. Comparisons with NaN are false.
        float multiple = __builtin_rintf(from[i] / scale);
        multiple = multiple < low ? low : multiple;
        multiple = multiple > high ? high : multiple;
        to[i] = multiple * scale;
    }
}

int fk_is_nan(int type, size_t count, const void *from, uint8_t *to) {
    for (size_t i = 0; i < count; i++) {
        if (type == FK_FLOAT) {
            to[i] = isnan(((const float *)from)[i]) != 0;
        } else if (type == FK_DOUBLE) {
            to[i] = isnan(((const double *)from)[i]) != 0;
        } else {
            return 0;
        }
    }
    return 1;
}

int fk_is_infinite(int type, size_t count, const void *from, uint8_t *to, int positive, int negative) {
    if (type != FK_FLOAT && type != FK_DOUBLE) return 0;
    for (size_t i = 0; i < count; i++) {
        double x = type == FK_FLOAT ? ((const float *)from)[i] : ((const double *)from)[i];
        to[i] = (positive && x == INFINITY) || (negative && x == -INFINITY);
    }
    return 1;
}

// MARK: Functions of two values

// Runs `statement` for every row, with x, y and target at its start.
#define ROWS(type, result, statement)                                                    \
    for (;;) {                                                                           \
        const type *x = (const type *)left + left_offset;                                \
        const type *y = (const type *)right + right_offset;                              \
        result *target = (result *)to + done;                                            \
        if (x_step == 1 && y_step == 1) {                                                \
            for (int64_t i = 0; i < row; i++) { type p = x[i], q = y[i]; statement; }    \
        } else if (x_step == 1 && y_step == 0) {                                         \
            const type q = y[0];                                                         \
            for (int64_t i = 0; i < row; i++) { type p = x[i]; statement; }              \
        } else {                                                                         \
            for (int64_t i = 0; i < row; i++) {                                          \
                type p = x[i * x_step], q = y[i * y_step];                               \
                statement;                                                               \
            }                                                                            \
        }                                                                                \
        done += row;                                                                     \
        size_t axis = last;                                                              \
        for (;;) {                                                                       \
            if (axis == 0) return 1;                                                     \
            axis--;                                                                      \
            left_offset += left_strides[axis];                                           \
            right_offset += right_strides[axis];                                         \
            if (++place[axis] < shape[axis]) break;                                      \
            left_offset -= left_strides[axis] * shape[axis];                             \
            right_offset -= right_strides[axis] * shape[axis];                           \
            place[axis] = 0;                                                             \
        }                                                                                \
    }

#define EACH_PAIR(type, expression) ROWS(type, type, target[i] = (type)(expression))
#define EACH_TRUTH(type, expression) ROWS(type, uint8_t, target[i] = (expression))

#define COMPARISONS(type)                                                   \
    case FK_EQUAL: EACH_TRUTH(type, p == q);                                \
    case FK_LESS: EACH_TRUTH(type, p < q);                                  \
    case FK_LESS_OR_EQUAL: EACH_TRUTH(type, p <= q);                        \
    case FK_GREATER: EACH_TRUTH(type, p > q);                               \
    case FK_GREATER_OR_EQUAL: EACH_TRUTH(type, p >= q);

// Of NaN and a number, the extremes are NaN, as in numpy.
#define REAL_PAIRS(type, power, remainder)                                                          \
    switch (op) {                                                                                   \
        case FK_ADD: EACH_PAIR(type, p + q);                                                        \
        case FK_SUB: EACH_PAIR(type, p - q);                                                        \
        case FK_MUL: EACH_PAIR(type, p *q);                                                         \
        case FK_DIV: EACH_PAIR(type, p / q);                                                        \
        case FK_POW: EACH_PAIR(type, power(p, q));                                                  \
        case FK_MIN: EACH_PAIR(type, p < q || p != p ? p : q);                                      \
        case FK_MAX: EACH_PAIR(type, p > q || p != p ? p : q);                                      \
        case FK_FMOD: EACH_PAIR(type, remainder(p, q));                                             \
        case FK_MOD: EACH_PAIR(type, remainder(p, q) != 0 && (remainder(p, q) < 0) != (q < 0)       \
                                         ? remainder(p, q) + q                                      \
                                         : remainder(p, q));                                        \
        case FK_PRELU: EACH_PAIR(type, p < 0 ? p * q : p);                                          \
            COMPARISONS(type)                                                                       \
        default: return 0;                                                                          \
    }

static int64_t integer_power(int64_t base, int64_t exponent) {
    if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent & 1 ? -1 : 1) : 0;
    uint64_t result = 1, factor = (uint64_t)base;
    for (; exponent; exponent >>= 1, factor *= factor) {
        if (exponent & 1) result *= factor;
    }
    return (int64_t)result;
}

// In a CNN, integers are shapes and indices: few numbers, for which loops of vectors are not worth their 200 KB of code.
#define SMALL __attribute__((minsize, noinline))

// Division by -1 wraps around instead of trapping. The sign of a modulus is the divisor's, of a remainder the dividend's.
#define INTEGER_PAIRS(type, wide, is_signed)                                                                        \
    static inline type type##_quotient(type p, type q) {                                                            \
        if (q == 0) return 0;                                                                                       \
        if (is_signed && q == (type)-1) return (type)(0 - (wide)p);                                                 \
        return (type)(p / q);                                                                                       \
    }                                                                                                               \
    static inline type type##_remainder(type p, type q) {                                                           \
        return q == 0 || (is_signed && q == (type)-1) ? 0 : (type)(p % q);                                          \
    }                                                                                                               \
    static inline type type##_modulus(type p, type q) {                                                             \
        type rest = type##_remainder(p, q);                                                                         \
        return is_signed && rest != 0 && (rest < 0) != (q < 0) ? (type)(rest + q) : rest;                           \
    }                                                                                                               \
    SMALL static int type##_pairs(fk_binary_op op, size_t rank, const int64_t *shape, void *to, const void *left,   \
                                  const int64_t *left_strides, const void *right, const int64_t *right_strides) {   \
        int64_t place[most_axes] = {0}, left_offset = 0, right_offset = 0, done = 0;                                \
        size_t last = rank - 1;                                                                                     \
        int64_t row = shape[last], x_step = left_strides[last], y_step = right_strides[last];                       \
        enum { bits = sizeof(type) * 8 };                                                                           \
        switch (op) {                                                                                               \
            case FK_ADD: EACH_PAIR(type, (wide)p + (wide)q);                                                        \
            case FK_SUB: EACH_PAIR(type, (wide)p - (wide)q);                                                        \
            case FK_MUL: EACH_PAIR(type, (wide)p *(wide)q);                                                         \
            case FK_DIV: EACH_PAIR(type, type##_quotient(p, q));                                                    \
            case FK_POW: EACH_PAIR(type, integer_power((int64_t)p, (int64_t)q));                                    \
            case FK_MIN: EACH_PAIR(type, p < q ? p : q);                                                            \
            case FK_MAX: EACH_PAIR(type, p > q ? p : q);                                                            \
            case FK_FMOD: EACH_PAIR(type, type##_remainder(p, q));                                                  \
            case FK_MOD: EACH_PAIR(type, type##_modulus(p, q));                                                     \
            case FK_PRELU: EACH_PAIR(type, is_signed && p < 0 ? (wide)p * (wide)q : (wide)p);                       \
            case FK_BITWISE_AND: EACH_PAIR(type, p &q);                                                             \
            case FK_BITWISE_OR: EACH_PAIR(type, p | q);                                                             \
            case FK_BITWISE_XOR: EACH_PAIR(type, p ^ q);                                                            \
            case FK_SHIFT_LEFT: EACH_PAIR(type, (uint64_t)q >= bits ? 0 : (wide)p << q);                            \
            case FK_SHIFT_RIGHT: EACH_PAIR(type, (uint64_t)q >= bits ? (is_signed && p < 0 ? -1 : 0) : p >> q);                              \
                COMPARISONS(type)                                                                                   \
            default: return 0;                                                                                      \
        }                                                                                                           \
    }

INTEGER_PAIRS(uint8_t, uint32_t, 0)
INTEGER_PAIRS(int8_t, uint32_t, 1)
INTEGER_PAIRS(uint16_t, uint32_t, 0)
INTEGER_PAIRS(int16_t, uint32_t, 1)
INTEGER_PAIRS(uint32_t, uint32_t, 0)
INTEGER_PAIRS(int32_t, uint32_t, 1)
INTEGER_PAIRS(uint64_t, uint64_t, 0)
INTEGER_PAIRS(int64_t, uint64_t, 1)

static int bool_pairs(fk_binary_op op, size_t rank, const int64_t *shape, void *to, const void *left,
                      const int64_t *left_strides, const void *right, const int64_t *right_strides) {
    int64_t place[most_axes] = {0}, left_offset = 0, right_offset = 0, done = 0;
    size_t last = rank - 1;
    int64_t row = shape[last], x_step = left_strides[last], y_step = right_strides[last];
    switch (op) {
        case FK_AND: EACH_TRUTH(uint8_t, p && q);
        case FK_OR: EACH_TRUTH(uint8_t, p || q);
        case FK_XOR: EACH_TRUTH(uint8_t, !p != !q);
        case FK_EQUAL: EACH_TRUTH(uint8_t, !p == !q);
        default: return 0;
    }
}

static int float_pairs(fk_binary_op op, size_t rank, const int64_t *shape, void *to, const void *left,
                       const int64_t *left_strides, const void *right, const int64_t *right_strides) {
    int64_t place[most_axes] = {0}, left_offset = 0, right_offset = 0, done = 0;
    size_t last = rank - 1;
    int64_t row = shape[last], x_step = left_strides[last], y_step = right_strides[last];
    REAL_PAIRS(float, powf, fmodf)
}

static int double_pairs(fk_binary_op op, size_t rank, const int64_t *shape, void *to, const void *left,
                        const int64_t *left_strides, const void *right, const int64_t *right_strides) {
    int64_t place[most_axes] = {0}, left_offset = 0, right_offset = 0, done = 0;
    size_t last = rank - 1;
    int64_t row = shape[last], x_step = left_strides[last], y_step = right_strides[last];
    REAL_PAIRS(double, pow, fmod)
}

int fk_binary(fk_binary_op op, int type, size_t rank, const int64_t *shape, void *to, const void *left,
              const int64_t *left_strides, const void *right, const int64_t *right_strides) {
    for (size_t axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) return 1;
    }
    switch (type) {
        case FK_FLOAT: return float_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_DOUBLE: return double_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_BOOL: return bool_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_UINT8: return uint8_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_INT8: return int8_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_UINT16: return uint16_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_INT16: return int16_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_UINT32: return uint32_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_INT32: return int32_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_UINT64: return uint64_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        case FK_INT64: return int64_t_pairs(op, rank, shape, to, left, left_strides, right, right_strides);
        default: return 0;
    }
}
