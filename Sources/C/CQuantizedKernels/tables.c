#include "processors.h"
#include "quantized_kernels.h"

#if QK_HAS_AVX512

// The table as two halves of 128 entries: the low seven bits choose within a half, the sign between them.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))
static int64_t look_up_vectors(int64_t count, const int8_t *from, const int8_t *table, int8_t *to) {
    __m512i negative_low = _mm512_loadu_si512(table), negative_high = _mm512_loadu_si512(table + 64);
    __m512i positive_low = _mm512_loadu_si512(table + 128), positive_high = _mm512_loadu_si512(table + 192);
    int64_t i = 0;
    for (; i + 64 <= count; i += 64) {
        __m512i places = _mm512_loadu_si512(from + i);
        __m512i positive = _mm512_permutex2var_epi8(positive_low, places, positive_high);
        __m512i negative = _mm512_permutex2var_epi8(negative_low, places, negative_high);
        _mm512_storeu_si512(to + i, _mm512_mask_blend_epi8(_mm512_movepi8_mask(places), positive, negative));
    }
    return i;
}

#endif

void qk_look_up8(int64_t count, const int8_t *from, const int8_t *table, int8_t *to) {
    int64_t i = 0;
#if QK_HAS_AVX512
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vl")) {
        i = look_up_vectors(count, from, table, to);
    }
#endif
    for (; i < count; i++) to[i] = table[from[i] + 128];
}

void qk_look_up16(int64_t count, const int16_t *from, const int16_t *table, int16_t *to) {
    for (int64_t i = 0; i < count; i++) to[i] = table[from[i] + 32768];
}
