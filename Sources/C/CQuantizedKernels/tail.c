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

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))

// A tail's parameters for 16 channels, of which those in the mask are there.
typedef struct {
    __mmask16 mask;
    __m512i addend, first_shift, residual_scale, residual_left, residual_right;
    __m256i scale, round, shift, lowest;
} column;

AVX512 static inline column load_column(const qk_tail *tail, int64_t c, __mmask16 mask, int has_residual) {
    column column = {.mask = mask,
                     .addend = _mm512_maskz_loadu_epi32(mask, tail->addend + c),
                     .first_shift = _mm512_maskz_loadu_epi32(mask, tail->first_shift + c),
                     .scale = _mm256_maskz_loadu_epi16(mask, tail->short_scale + c),
                     .round = _mm256_maskz_loadu_epi16(mask, tail->short_round + c),
                     .shift = _mm256_maskz_loadu_epi16(mask, tail->short_shift + c),
                     .lowest = _mm256_set1_epi16(tail->clips_negative ? 0 : INT16_MIN)};
    if (has_residual) {
        column.residual_scale = _mm512_maskz_loadu_epi32(mask, tail->residual_scale + c);
        column.residual_left = _mm512_maskz_loadu_epi32(mask, tail->residual_left + c);
        column.residual_right = _mm512_maskz_loadu_epi32(mask, tail->residual_right + c);
    }
    return column;
}

// Both steps.
AVX512 __attribute__((always_inline)) static inline __m128i finish_sums(const column *column, __m512i sums) {
    __m256i v = _mm512_cvtsepi32_epi16(_mm512_srav_epi32(sums, column->first_shift));
    v = _mm256_mulhi_epi16(_mm256_max_epi16(v, column->lowest), column->scale);
    return _mm256_cvtsepi16_epi8(_mm256_srav_epi16(_mm256_add_epi16(v, column->round), column->shift));
}

// One column of all rows after the other, so that its parameters stay in registers: a row's part of it is one line of
// the cache. Storing under a mask is slow, and only done where channels are left over.
AVX512 __attribute__((always_inline)) static inline void finish_column(const column *column, int64_t rows,
                                                                       int64_t step, const int32_t *acc,
                                                                       const int8_t *residual, int8_t *to, int is_whole) {
    for (int64_t row = 0; row < rows; row++, acc += step, to += step) {
        __m512i sums = _mm512_add_epi32(_mm512_maskz_loadu_epi32(column->mask, acc), column->addend);
        if (residual) {
            __m512i r = _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(column->mask, residual));
            r = _mm512_sllv_epi32(_mm512_mullo_epi32(r, column->residual_scale), column->residual_left);
            sums = _mm512_add_epi32(sums, _mm512_srav_epi32(r, column->residual_right));
            residual += step;
        }
        if (is_whole) _mm_storeu_si128((__m128i *)to, finish_sums(column, sums));
        else _mm_mask_storeu_epi8(to, column->mask, finish_sums(column, sums));
    }
}

AVX512 static void finish_short(const qk_tail *tail, int64_t rows, const int32_t *acc, const int8_t *residual,
                                int8_t *to) {
    int64_t channels = tail->channels;
    for (int64_t c = 0; c < channels; c += 16) {
        int is_whole = channels - c >= 16;
        __mmask16 mask = is_whole ? 0xffff : (__mmask16)((1u << (channels - c)) - 1);
        column column = load_column(tail, c, mask, residual != 0);
        if (!is_whole) finish_column(&column, rows, channels, acc + c, residual ? residual + c : 0, to + c, 0);
        else if (residual) finish_column(&column, rows, channels, acc + c, residual + c, to + c, 1);
        else finish_column(&column, rows, channels, acc + c, 0, to + c, 1);
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
