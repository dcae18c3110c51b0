#include "resampler.h"

#include <string.h>

static const int half = 1 << 21;
static const int precision = 22;

// MARK: One byte at a time: for what is left over, and where there is no SSE2.

static uint8_t weighted(const uint8_t *bytes, size_t stride, size_t count, const resampler_weight_pair *pairs) {
    uint32_t sum = (uint32_t)half;
    for (size_t tap = 0; tap < count; tap++) {
        const resampler_weight_pair *weight = pairs + tap / 2;
        sum += (uint32_t)(bytes[tap * stride] * (weight->high[tap & 1] * 2048 + weight->low[tap & 1]));
    }
    int32_t value = (int32_t)sum >> precision;
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

#if !defined(__SSE2__)

void resampler_horizontal(const uint8_t *row, const resampler_taps *taps, const resampler_weight_pair *pairs,
                          size_t count, uint8_t *out) {
    for (size_t i = 0; i < count * 3; i++) {
        const resampler_taps *of = taps + i / 3;
        out[i] = weighted(row + of->first * 3 + i % 3, 3, of->count, pairs + of->pair);
    }
}

void resampler_vertical(const uint8_t *rows, size_t stride, size_t count, const resampler_weight_pair *pairs,
                        size_t bytes, uint8_t *out) {
    for (size_t x = 0; x < bytes; x++) out[x] = weighted(rows + x, stride, count, pairs);
}

#else

#include <emmintrin.h>

static inline __m128i load4(const uint8_t *bytes) {
    int32_t word;
    memcpy(&word, bytes, 4);
    return _mm_cvtsi32_si128(word);
}

static inline __m128i load8(const uint8_t *bytes) { return _mm_loadl_epi64((const __m128i *)bytes); }

// The sum of both halves, rounded and shifted down.
static inline __m128i combine(__m128i high, __m128i low) {
    __m128i sum = _mm_add_epi32(_mm_slli_epi32(high, 11), low);
    return _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(half)), precision);
}

// MARK: Rows

void resampler_horizontal(const uint8_t *row, const resampler_taps *taps, const resampler_weight_pair *pairs,
                          size_t count, uint8_t *out) {
    const __m128i zero = _mm_setzero_si128();
    for (size_t i = 0; i < count; i++) {
        const uint8_t *pixel = row + taps[i].first * 3;
        const resampler_weight_pair *weight = pairs + taps[i].pair;
        __m128i high = zero, low = zero;
        // Two pixels at a time: lanes R, G, B, and a fourth that nobody looks at.
        for (size_t pair = 0; pair < taps[i].count / 2; pair++, pixel += 6, weight++) {
            __m128i both = _mm_unpacklo_epi8(_mm_unpacklo_epi8(load4(pixel), load4(pixel + 3)), zero);
            __m128i weights = _mm_loadl_epi64((const __m128i *)weight);
            high = _mm_add_epi32(high, _mm_madd_epi16(both, _mm_shuffle_epi32(weights, 0x00)));
            low = _mm_add_epi32(low, _mm_madd_epi16(both, _mm_shuffle_epi32(weights, 0x55)));
        }
        if (taps[i].count & 1) {
            __m128i both = _mm_unpacklo_epi8(_mm_unpacklo_epi8(load4(pixel), zero), zero);
            __m128i weights = _mm_loadl_epi64((const __m128i *)weight);
            high = _mm_add_epi32(high, _mm_madd_epi16(both, _mm_shuffle_epi32(weights, 0x00)));
            low = _mm_add_epi32(low, _mm_madd_epi16(both, _mm_shuffle_epi32(weights, 0x55)));
        }
        __m128i words = _mm_packs_epi32(combine(high, low), zero);
        int32_t bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, zero));
        memcpy(out + i * 3, &bytes, 4);
    }
}

// MARK: Columns

// Eight bytes of an output row.
static inline __m128i column8(const uint8_t *rows, size_t stride, size_t count, const resampler_weight_pair *weight) {
    const __m128i zero = _mm_setzero_si128();
    __m128i high0 = zero, high1 = zero, low0 = zero, low1 = zero;
    for (size_t tap = 0; tap < count; tap += 2, rows += 2 * stride, weight++) {
        __m128i second = tap + 1 < count ? load8(rows + stride) : zero;
        __m128i both = _mm_unpacklo_epi8(load8(rows), second);
        __m128i left = _mm_unpacklo_epi8(both, zero), right = _mm_unpackhi_epi8(both, zero);
        __m128i weights = _mm_loadl_epi64((const __m128i *)weight);
        __m128i high = _mm_shuffle_epi32(weights, 0x00), low = _mm_shuffle_epi32(weights, 0x55);
        high0 = _mm_add_epi32(high0, _mm_madd_epi16(left, high));
        high1 = _mm_add_epi32(high1, _mm_madd_epi16(right, high));
        low0 = _mm_add_epi32(low0, _mm_madd_epi16(left, low));
        low1 = _mm_add_epi32(low1, _mm_madd_epi16(right, low));
    }
    return _mm_packus_epi16(_mm_packs_epi32(combine(high0, low0), combine(high1, low1)), zero);
}

void resampler_vertical(const uint8_t *rows, size_t stride, size_t count, const resampler_weight_pair *pairs,
                        size_t bytes, uint8_t *out) {
    size_t x = 0;
    for (; x + 8 <= bytes; x += 8) {
        _mm_storel_epi64((__m128i *)(out + x), column8(rows + x, stride, count, pairs));
    }
    for (; x < bytes; x++) out[x] = weighted(rows + x, stride, count, pairs);
}

#endif

// MARK: Bilinear

void resampler_bilinear_horizontal(const uint8_t *row, size_t bytes, const resampler_bilinear_column *columns,
                                   size_t count, int16_t *out) {
    for (size_t i = 0; i < count; i++, out += 3) {
        const uint8_t *first = row + columns[i].first * 3, *second = row + columns[i].second * 3;
        int32_t left = columns[i].first_weight, right = columns[i].second_weight;
#if defined(__SSE2__)
        // Four bytes are read for three, and four results written; the next column overwrites the fourth.
        if (columns[i].second * 3 + 4 <= bytes && i + 1 < count) {
            const __m128i zero = _mm_setzero_si128();
            __m128i both = _mm_unpacklo_epi8(_mm_unpacklo_epi8(load4(first), load4(second)), zero);
            __m128i sums = _mm_madd_epi16(both, _mm_set1_epi32((int32_t)((uint32_t)right << 16 | (uint32_t)left)));
            _mm_storel_epi64((__m128i *)out, _mm_packs_epi32(_mm_srai_epi32(sums, 4), zero));
            continue;
        }
#endif
        out[0] = (int16_t)((first[0] * left + second[0] * right) >> 4);
        out[1] = (int16_t)((first[1] * left + second[1] * right) >> 4);
        out[2] = (int16_t)((first[2] * left + second[2] * right) >> 4);
    }
}

void resampler_bilinear_vertical(const int16_t *upper, const int16_t *lower, int16_t upper_weight,
                                 int16_t lower_weight, size_t count, uint8_t *out) {
    for (size_t i = 0; i < count; i++) {
        int32_t sum = (upper[i] * upper_weight >> 16) + (lower[i] * lower_weight >> 16);
        out[i] = (uint8_t)((sum + 2) >> 2);
    }
}
