#include "processors.h"
#include "quantized_kernels.h"

// One row. `bits` and `has_residual` are constants wherever it is called.
QK_TEMPLATE void finish_row(const qk_tail *tail, const int32_t *restrict acc, const int8_t *restrict residual,
                            void *restrict to, int bits, int has_residual) {
    // Copies, which no store through `to` can change.
    const int32_t *restrict addend = tail->addend, *restrict first_shift = tail->first_shift;
    const int32_t *restrict scale = tail->scale, *restrict second_round = tail->second_round;
    const int32_t *restrict second_shift = tail->second_shift, *restrict residual_scale = tail->residual_scale;
    const int32_t *restrict left = tail->residual_left, *restrict right = tail->residual_right;
    int32_t lowest = tail->clips_negative ? 0 : bits == 32 ? INT32_MIN : INT16_MIN;
    int64_t channels = tail->channels;
    for (int64_t c = 0; c < channels; c++) {
        int32_t sum = qk_wrapping_add(acc[c], addend[c]);
        if (has_residual) {
            int32_t scaled = qk_wrapping_multiply(residual[c], residual_scale[c]);
            sum = qk_wrapping_add(sum, qk_left(scaled, left[c]) >> right[c]);
        }
        if (bits == 32) {
            ((int32_t *)to)[c] = sum < lowest ? lowest : sum;
            continue;
        }
        int32_t v = qk_clip(sum >> first_shift[c], lowest, INT16_MAX);
        v = (v * scale[c] + second_round[c]) >> second_shift[c];
        if (bits == 8) ((int8_t *)to)[c] = (int8_t)qk_clip(v, INT8_MIN, INT8_MAX);
        else ((int16_t *)to)[c] = (int16_t)qk_clip(v, INT16_MIN, INT16_MAX);
    }
}

#define FINISH(bits)                                                                                                   \
    FOR_EACH_PROCESSOR static void finish##bits(const qk_tail *tail, const int32_t *acc, void *to) {                   \
        finish_row(tail, acc, 0, to, bits, 0);                                                                         \
    }                                                                                                                  \
    FOR_EACH_PROCESSOR static void finish_residual##bits(const qk_tail *tail, const int32_t *acc,                      \
                                                         const int8_t *residual, void *to) {                           \
        finish_row(tail, acc, residual, to, bits, 1);                                                                  \
    }

FINISH(8)
FINISH(16)
FINISH(32)

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
        void *row_to = (char *)to + offset * (tail->bits / 8);
        if (residual) {
            switch (tail->bits) {
                case 8: finish_residual8(tail, acc + offset, residual + offset, row_to); break;
                case 16: finish_residual16(tail, acc + offset, residual + offset, row_to); break;
                default: finish_residual32(tail, acc + offset, residual + offset, row_to); break;
            }
            continue;
        }
        switch (tail->bits) {
            case 8: finish8(tail, acc + offset, row_to); break;
            case 16: finish16(tail, acc + offset, row_to); break;
            default: finish32(tail, acc + offset, row_to); break;
        }
    }
}
