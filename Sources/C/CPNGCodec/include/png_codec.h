// PNG in and out in single calls. libpng reports errors with longjmp, which must not
// cross Swift frames: every setjmp and longjmp stays inside png_codec.c.
#ifndef PNG_CODEC_H
#define PNG_CODEC_H

#include <stddef.h>
#include <stdint.h>

enum { PNG_CODEC_MESSAGE_SIZE = 200 };

// For png_codec_decode. 16-bit gray is clipped at 255, not cut to its high byte.
enum { PNG_CODEC_CLIPS_GRAY16 = 1 };
// Data that ends within the picture gives the rows so far, the rest black.
enum { PNG_CODEC_ALLOWS_CUT = 2 };

typedef struct {
    uint32_t width;
    uint32_t height;
    // Bytes of the image data once inflated, over all passes, filter bytes left out.
    uint64_t raw_size;
} png_codec_header;

// Reads the header chunk. Returns 0, or -1 with a text in `message`.
int png_codec_read_header(const uint8_t *data, size_t size, png_codec_header *header,
                          char message[PNG_CODEC_MESSAGE_SIZE]);

// Decodes to interleaved RGB, 8 bits a channel. `pixels` holds `capacity` bytes, which must be
// width * height * 3 of the header. Returns 0, or -1 with a text in `message`.
int png_codec_decode(const uint8_t *data, size_t size, unsigned flags, uint8_t *pixels, size_t capacity,
                     char message[PNG_CODEC_MESSAGE_SIZE]);

// Encodes interleaved RGB, 8 bits a channel. `*encoded` is to be freed with png_codec_free.
// Returns 0, or -1 with a text in `message`.
int png_codec_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t **encoded, size_t *size,
                     char message[PNG_CODEC_MESSAGE_SIZE]);

void png_codec_free(uint8_t *encoded);

#endif
