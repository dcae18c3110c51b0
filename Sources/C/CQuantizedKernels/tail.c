#include "processors.h"
#include "quantized_kernels.h"

static inline int32_t residual_at(const qk_tail *tail, int64_t channel, int8_t residual) {
    int32_t scaled = qk_wrapping_multiply(residual, tail->residual_scale[channel]);
    return qk_left(scaled, tail->residual_left[channel]) >> tail->residual_right[channel];
}

static inline int32_t scaled_at(const qk_tail *tail, int64_t channel, int32_t acc) {
    int32_t v = qk_clip(acc >> tail->first_shift[channel], tail->clips_negative ? 0 : INT16_MIN, INT16_MAX);
    return (v * tail->scale[channel] + tail->second_round[channel]) >> tail->second_shift[channel];
}

FOR_EACH_PROCESSOR
static void finish8(const qk_tail *tail, const int32_t *restrict acc, const int8_t *restrict residual,
                    int8_t *restrict to) {
    if (residual) {
        for (int64_t c = 0; c < tail->channels; c++) {
            int32_t sum = qk_wrapping_add(acc[c], tail->addend[c]);
            sum = qk_wrapping_add(sum, residual_at(tail, c, residual[c]));
            to[c] = (int8_t)qk_clip(scaled_at(tail, c, sum), INT8_MIN, INT8_MAX);
        }
    } else {
        for (int64_t c = 0; c < tail->channels; c++) {
            int32_t sum = qk_wrapping_add(acc[c], tail->addend[c]);
            to[c] = (int8_t)qk_clip(scaled_at(tail, c, sum), INT8_MIN, INT8_MAX);
        }
    }
}

FOR_EACH_PROCESSOR
static void finish16(const qk_tail *tail, const int32_t *restrict acc, const int8_t *restrict residual,
                     int16_t *restrict to) {
    for (int64_t c = 0; c < tail->channels; c++) {
        int32_t sum = qk_wrapping_add(acc[c], tail->addend[c]);
        if (residual) sum = qk_wrapping_add(sum, residual_at(tail, c, residual[c]));
        to[c] = (int16_t)qk_clip(scaled_at(tail, c, sum), INT16_MIN, INT16_MAX);
    }
}

static void finish32(const qk_tail *tail, const int32_t *restrict acc, const int8_t *restrict residual,
                     int32_t *restrict to) {
    for (int64_t c = 0; c < tail->channels; c++) {
        int32_t sum = qk_wrapping_add(acc[c], tail->addend[c]);
        if (residual) sum = qk_wrapping_add(sum, residual_at(tail, c, residual[c]));
        to[c] = tail->clips_negative && sum < 0 ? 0 : sum;
    }
}

#if QK_HAS_AVX512

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"), always_inline)) static inline

// 16 channels, after the first step.
AVX512 __m256i first_step(const qk_tail *tail, int64_t c, __mmask16 mask, const int32_t *acc, const int8_t *residual) {
    __m512i sum = _mm512_add_epi32(_mm512_maskz_loadu_epi32(mask, acc), _mm512_maskz_loadu_epi32(mask, tail->addend + c));
    if (residual) {
        __m512i r = _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(mask, residual));
        r = _mm512_mullo_epi32(r, _mm512_maskz_loadu_epi32(mask, tail->residual_scale + c));
        r = _mm512_sllv_epi32(r, _mm512_maskz_loadu_epi32(mask, tail->residual_left + c));
        r = _mm512_srav_epi32(r, _mm512_maskz_loadu_epi32(mask, tail->residual_right + c));
        sum = _mm512_add_epi32(sum, r);
    }
    return _mm512_cvtsepi32_epi16(_mm512_srav_epi32(sum, _mm512_maskz_loadu_epi32(mask, tail->first_shift + c)));
}

// 32 channels, of which those in the mask are there.
AVX512 void finish_some(const qk_tail *tail, int64_t c, __mmask32 mask, const int32_t *acc, const int8_t *residual,
                        int8_t *to) {
    __m256i low = first_step(tail, c, (__mmask16)mask, acc, residual);
    __m256i high = first_step(tail, c + 16, (__mmask16)(mask >> 16), acc + 16, residual ? residual + 16 : 0);
    __m512i v = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    if (tail->clips_negative) v = _mm512_max_epi16(v, _mm512_setzero_si512());
    v = _mm512_mulhi_epi16(v, _mm512_maskz_loadu_epi16(mask, tail->short_scale + c));
    v = _mm512_add_epi16(v, _mm512_maskz_loadu_epi16(mask, tail->short_round + c));
    v = _mm512_srav_epi16(v, _mm512_maskz_loadu_epi16(mask, tail->short_shift + c));
    _mm256_mask_storeu_epi8(to, mask, _mm512_cvtsepi16_epi8(v));
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
static void finish_short(const qk_tail *tail, int64_t rows, const int32_t *acc, const int8_t *residual, int8_t *to) {
    int64_t channels = tail->channels, whole = channels / 32 * 32;
    __mmask32 rest = (__mmask32)((1u << (channels - whole)) - 1);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t c = 0; c < whole; c += 32) {
            finish_some(tail, c, 0xffffffffu, acc + c, residual ? residual + c : 0, to + c);
        }
        if (rest) finish_some(tail, whole, rest, acc + whole, residual ? residual + whole : 0, to + whole);
        acc += channels, to += channels;
        if (residual) residual += channels;
    }
}

static int has_short_step(const qk_tail *tail) {
    return tail->short_scale && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq");
}

#endif

void qk_finish(const qk_tail *tail, int64_t rows, const int32_t *acc, const int8_t *residual, void *to) {
#if QK_HAS_AVX512
    if (has_short_step(tail)) {
        finish_short(tail, rows, acc, residual, to);
        return;
    }
#endif
    for (int64_t row = 0; row < rows; row++) {
        int64_t offset = row * tail->channels;
        const int8_t *added = residual ? residual + offset : 0;
        switch (tail->bits) {
            case 8: finish8(tail, acc + offset, added, (int8_t *)to + offset); break;
            case 16: finish16(tail, acc + offset, added, (int16_t *)to + offset); break;
            default: finish32(tail, acc + offset, added, (int32_t *)to + offset); break;
        }
    }
}
