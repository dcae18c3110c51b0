// From interleaved RGB to planes, and from planes to luma. In C for target_clones: the compiler makes a version of
// each loop for AVX2 and one for any processor, and the loader picks.
#ifndef PLANES_H
#define PLANES_H

#include <stddef.h>
#include <stdint.h>

// `count` pixels of interleaved RGB to three planes, which lie one after the other in `planes`.
void planes_split(const uint8_t *rgb, size_t count, uint8_t *planes);
void planes_split_float(const uint8_t *rgb, size_t count, float *planes);

// BT.601 luma in full range: (299 R + 587 G + 114 B + 500) / 1000, rounded down. `ties[i]` is 1 where nothing was cut
// off, which is where the exact luma ends in one half, and 0 elsewhere. Gives the number of ties.
size_t planes_luma_full(const uint8_t *planes, size_t count, uint8_t *luma, uint8_t *ties);

// BT.601 luma in video range: (269484 R + 528482 G + 102760 B + 2^19 + 16 * 2^20) >> 20.
void planes_luma_video(const uint8_t *planes, size_t count, uint8_t *luma);

#endif
