// How inner loops are compiled for several processors, of which the program picks one as it starts.
#ifndef QK_PROCESSORS_H
#define QK_PROCESSORS_H

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#define QK_HAS_AVX512 1
#include <immintrin.h>
#else
#define FOR_EACH_PROCESSOR
#define QK_HAS_AVX512 0
#endif

#include <stdint.h>

// Written once with types as parameters, and inlined where these are constants.
#define QK_TEMPLATE __attribute__((always_inline)) static inline

static inline int32_t qk_clip(int32_t value, int32_t low, int32_t high) {
    value = value < low ? low : value;
    return value > high ? high : value;
}

// Sums and products that wrap around at 32 bits.
static inline int32_t qk_wrapping_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
static inline int32_t qk_wrapping_multiply(int32_t a, int32_t b) { return (int32_t)((uint32_t)a * (uint32_t)b); }
static inline int32_t qk_left(int32_t a, int32_t shift) { return (int32_t)((uint32_t)a << shift); }

#endif
