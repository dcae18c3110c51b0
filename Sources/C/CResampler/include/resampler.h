// Weighted sums of 8-bit pixels in 22-bit fixed point: the two inner loops of antialiased
// resampling. In C for one instruction that Swift's SIMD types do not offer, pmaddwd, which
// multiplies and adds pairs of 16-bit numbers.
//
// A weight w is given in two halves, w = high * 2048 + low with 0 <= low < 2048, so that both
// fit 16 bits (colours are in planes.h). The sums wrap around modulo 2^32; the whole sum fits, so it comes out exact.
#ifndef RESAMPLER_H
#define RESAMPLER_H

#include <stddef.h>
#include <stdint.h>

// The weights of two neighbouring taps. The second is 0 where the number of taps is odd.
typedef struct {
    int16_t high[2];
    int16_t low[2];
} resampler_weight_pair;

// The taps of one output pixel or row: `count` source pixels from `first`,
// and `(count + 1) / 2` weight pairs from `pair` on.
typedef struct {
    size_t first;
    size_t count;
    size_t pair;
} resampler_taps;

// One row: out[i] = clip((sum of weights * row pixels + 2^21) >> 22) for `count` output pixels of
// interleaved RGB. `row` must be readable one byte past its last pixel, `out` writable one byte
// past its last.
void resampler_horizontal(const uint8_t *row, const resampler_taps *taps, const resampler_weight_pair *pairs,
                          size_t count, uint8_t *out);

// One output row of `bytes` bytes from `count` source rows that lie `stride` bytes apart.
void resampler_vertical(const uint8_t *rows, size_t stride, size_t count, const resampler_weight_pair *pairs,
                        size_t bytes, uint8_t *out);

// The two source pixels of an output column of bilinear interpolation, and their weights of 11 bits.
typedef struct {
    size_t first;
    size_t second;
    int32_t first_weight;
    int32_t second_weight;
} resampler_bilinear_column;

// One row, horizontally: (sum of the two weighted pixels) >> 4 for `count` output pixels of interleaved RGB, which
// is at most 255 * 2048 / 16 = 32640. The row has `bytes` bytes.
void resampler_bilinear_horizontal(const uint8_t *row, size_t bytes, const resampler_bilinear_column *columns,
                                   size_t count, int16_t *out);

// Two such rows, vertically: ((w0 * upper >> 16) + (w1 * lower >> 16) + 2) >> 2, with weights of 11 bits.
void resampler_bilinear_vertical(const int16_t *upper, const int16_t *lower, int16_t upper_weight,
                                 int16_t lower_weight, size_t count, uint8_t *out);

#endif
