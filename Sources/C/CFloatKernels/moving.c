#include <math.h>
#include <string.h>

#include "float_kernels.h"

// The longest rank that a copy may have: more axes than anybody uses, and checked in Swift.
enum { most_axes = 16 };

#define COPY_ROW(type)                                                        \
    do {                                                                      \
        type *target = (type *)to + to_offset;                                \
        const type *source = (const type *)from + from_offset;                \
        for (int64_t i = 0; i < row; i++) target[i * to_step] = source[i * from_step]; \
    } while (0)

void fk_copy(size_t width, size_t rank, const int64_t *shape, void *to, const int64_t *to_strides, const void *from,
             const int64_t *from_strides) {
    int64_t place[most_axes] = {0};
    for (size_t axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) return;
    }
    size_t last = rank - 1;
    int64_t row = shape[last], to_step = to_strides[last], from_step = from_strides[last];
    int64_t to_offset = 0, from_offset = 0;
    for (;;) {
        if (to_step == 1 && from_step == 1) {
            memcpy((char *)to + to_offset * (int64_t)width, (const char *)from + from_offset * (int64_t)width,
                   (size_t)row * width);
        } else {
            switch (width) {
                case 1: COPY_ROW(uint8_t); break;
                case 2: COPY_ROW(uint16_t); break;
                case 4: COPY_ROW(uint32_t); break;
                default: COPY_ROW(uint64_t); break;
            }
        }
        size_t axis = last;
        for (;;) {
            if (axis == 0) return;
            axis--;
            to_offset += to_strides[axis];
            from_offset += from_strides[axis];
            if (++place[axis] < shape[axis]) break;
            to_offset -= to_strides[axis] * shape[axis];
            from_offset -= from_strides[axis] * shape[axis];
            place[axis] = 0;
        }
    }
}

void fk_fill(size_t width, size_t count, void *to, const void *element) {
    char *target = to;
    for (size_t i = 0; i < count; i++) memcpy(target + i * width, element, width);
}

void fk_gather(size_t outer, size_t axis, size_t bytes, size_t count, const int64_t *indices, void *to,
               const void *from) {
    char *target = to;
    const char *source = from;
    for (size_t o = 0; o < outer; o++) {
        for (size_t i = 0; i < count; i++) {
            memcpy(target, source + (o * axis + (size_t)indices[i]) * bytes, bytes);
            target += bytes;
        }
    }
}

// MARK: Conversion

static float from_half(uint16_t bits) {
    uint32_t sign = (uint32_t)(bits & 0x8000) << 16, exponent = bits >> 10 & 0x1F, fraction = bits & 0x3FF;
    uint32_t result;
    if (exponent == 31) {
        result = sign | 0x7F800000 | fraction << 13;
    } else if (exponent == 0) {
        float value = (float)fraction * 0x1p-24f;
        memcpy(&result, &value, 4);
        result |= sign;
    } else {
        result = sign | (exponent + 112) << 23 | fraction << 13;
    }
    float value;
    memcpy(&value, &result, 4);
    return value;
}

// Rounded to nearest, ties to even.
static uint16_t to_half(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) return (uint16_t)(sign | 0x7E00);
    if (magnitude >= 0x477FF000) return (uint16_t)(sign | 0x7C00);
    if (magnitude < 0x38800000) {
        // A subnormal half: a multiple of 2^-24.
        float scaled;
        memcpy(&scaled, &magnitude, 4);
        return (uint16_t)(sign | (uint32_t)rintf(scaled * 0x1p24f));
    }
    uint32_t rounded = magnitude + 0xFFF + (magnitude >> 13 & 1);
    return (uint16_t)(sign | (rounded - (112u << 23)) >> 13);
}

static float from_brain(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, 4);
    return value;
}

static uint16_t to_brain(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    if ((bits & 0x7FFFFFFF) > 0x7F800000) return 0x7FC0;
    return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

static int64_t cut(double value) {
    if (value != value) return 0;
    if (value >= 0x1p63) return INT64_MAX;
    if (value <= -0x1p63) return INT64_MIN;
    return (int64_t)value;
}

static uint64_t cut_unsigned(double value) {
    if (value != value) return 0;
    if (value >= 0x1p64) return UINT64_MAX;
    if (value <= -0x1p63) return 0;
    return value < 0 ? (uint64_t)(int64_t)value : (uint64_t)value;
}

#define SAME(x) (x)
#define TRUTH(x) ((x) != 0)
#define TO_HALF(x) to_half((float)(x))
#define TO_BRAIN(x) to_brain((float)(x))
#define CUT(x) cut((double)(x))
#define CUT_UNSIGNED(x) cut_unsigned((double)(x))

#define LOOP(target, source, load, store)                                                               \
    do {                                                                                                \
        const source *x = from;                                                                         \
        target *y = to;                                                                                 \
        for (size_t i = 0; i < count; i++) y[i] = (target)store(load(x[i]));                            \
    } while (0)

#define TARGETS(source, load, narrow, narrow_unsigned)                  \
    switch (to_type) {                                                  \
        case FK_FLOAT: LOOP(float, source, load, SAME); break;          \
        case FK_DOUBLE: LOOP(double, source, load, SAME); break;        \
        case FK_UINT8: LOOP(uint8_t, source, load, narrow); break;      \
        case FK_INT8: LOOP(int8_t, source, load, narrow); break;        \
        case FK_UINT16: LOOP(uint16_t, source, load, narrow); break;    \
        case FK_INT16: LOOP(int16_t, source, load, narrow); break;      \
        case FK_INT32: LOOP(int32_t, source, load, narrow); break;      \
        case FK_INT64: LOOP(int64_t, source, load, narrow); break;      \
        case FK_UINT32: LOOP(uint32_t, source, load, narrow); break;    \
        case FK_UINT64: LOOP(uint64_t, source, load, narrow_unsigned); break; \
        case FK_BOOL: LOOP(uint8_t, source, load, TRUTH); break;        \
        case FK_FLOAT16: LOOP(uint16_t, source, load, TO_HALF); break;  \
        case FK_BFLOAT16: LOOP(uint16_t, source, load, TO_BRAIN); break; \
    }

void fk_convert(int to_type, void *to, int from_type, const void *from, size_t count) {
    switch (from_type) {
        case FK_FLOAT: TARGETS(float, SAME, CUT, CUT_UNSIGNED); break;
        case FK_DOUBLE: TARGETS(double, SAME, CUT, CUT_UNSIGNED); break;
        case FK_UINT8: TARGETS(uint8_t, SAME, SAME, SAME); break;
        case FK_BOOL: TARGETS(uint8_t, TRUTH, SAME, SAME); break;
        case FK_INT8: TARGETS(int8_t, SAME, SAME, SAME); break;
        case FK_UINT16: TARGETS(uint16_t, SAME, SAME, SAME); break;
        case FK_INT16: TARGETS(int16_t, SAME, SAME, SAME); break;
        case FK_INT32: TARGETS(int32_t, SAME, SAME, SAME); break;
        case FK_INT64: TARGETS(int64_t, SAME, SAME, SAME); break;
        case FK_UINT32: TARGETS(uint32_t, SAME, SAME, SAME); break;
        case FK_UINT64: TARGETS(uint64_t, SAME, SAME, SAME); break;
        case FK_FLOAT16: TARGETS(uint16_t, from_half, CUT, CUT_UNSIGNED); break;
        case FK_BFLOAT16: TARGETS(uint16_t, from_brain, CUT, CUT_UNSIGNED); break;
    }
}

// MARK: Choice

#define CHOOSE_ROW(type)                                                                                        \
    do {                                                                                                        \
        const type *x = (const type *)left + offsets[1], *y = (const type *)right + offsets[2];                 \
        type *target = (type *)to + done;                                                                       \
        for (int64_t i = 0; i < row; i++) target[i] = c[i * c_step] ? x[i * x_step] : y[i * y_step];            \
    } while (0)

void fk_where(size_t width, size_t rank, const int64_t *shape, void *to, const uint8_t *condition,
              const int64_t *condition_strides, const void *left, const int64_t *left_strides, const void *right,
              const int64_t *right_strides) {
    for (size_t axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) return;
    }
    const int64_t *strides[3] = {condition_strides, left_strides, right_strides};
    int64_t place[most_axes] = {0}, offsets[3] = {0}, done = 0;
    size_t last = rank - 1;
    int64_t row = shape[last], c_step = condition_strides[last], x_step = left_strides[last],
            y_step = right_strides[last];
    for (;;) {
        const uint8_t *c = condition + offsets[0];
        switch (width) {
            case 1: CHOOSE_ROW(uint8_t); break;
            case 2: CHOOSE_ROW(uint16_t); break;
            case 4: CHOOSE_ROW(uint32_t); break;
            default: CHOOSE_ROW(uint64_t); break;
        }
        done += row;
        size_t axis = last;
        for (;;) {
            if (axis == 0) return;
            axis--;
            for (int i = 0; i < 3; i++) offsets[i] += strides[i][axis];
            if (++place[axis] < shape[axis]) break;
            for (int i = 0; i < 3; i++) offsets[i] -= strides[i][axis] * shape[axis];
            place[axis] = 0;
        }
    }
}
