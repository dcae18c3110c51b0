#include "planes.h"

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

FOR_EACH_PROCESSOR
void planes_split(const uint8_t *restrict rgb, size_t count, uint8_t *restrict planes) {
    for (size_t i = 0; i < count; i++) {
        planes[i] = rgb[3 * i];
        planes[count + i] = rgb[3 * i + 1];
        planes[2 * count + i] = rgb[3 * i + 2];
    }
}

FOR_EACH_PROCESSOR
void planes_split_float(const uint8_t *restrict rgb, size_t count, float *restrict planes) {
    for (size_t i = 0; i < count; i++) {
        planes[i] = rgb[3 * i];
        planes[count + i] = rgb[3 * i + 1];
        planes[2 * count + i] = rgb[3 * i + 2];
    }
}

FOR_EACH_PROCESSOR
size_t planes_luma_full(const uint8_t *restrict planes, size_t count, uint8_t *restrict luma, uint8_t *restrict ties) {
    const uint8_t *red = planes, *green = planes + count, *blue = planes + 2 * count;
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t thousandths = 299 * red[i] + 587 * green[i] + 114 * blue[i] + 500;
        // There is no vector division: a product in single precision is off by at most one, which the rest shows.
        int32_t value = (int32_t)((float)thousandths * 0.001f);
        int32_t rest = thousandths - value * 1000;
        value += (rest >= 1000) - (rest < 0);
        uint8_t tie = rest == 0 || rest == 1000;
        luma[i] = (uint8_t)value;
        ties[i] = tie;
        sum += tie;
    }
    return sum;
}

FOR_EACH_PROCESSOR
void planes_luma_video(const uint8_t *restrict planes, size_t count, uint8_t *restrict luma) {
    const uint8_t *red = planes, *green = planes + count, *blue = planes + 2 * count;
    for (size_t i = 0; i < count; i++) {
        int32_t sum = 269484 * red[i] + 528482 * green[i] + 102760 * blue[i];
        luma[i] = (uint8_t)((sum + (1 << 19) + (16 << 20)) >> 20);
    }
}
