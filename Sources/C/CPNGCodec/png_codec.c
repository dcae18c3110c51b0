#include "png_codec.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
    const uint8_t *data;
    size_t size;
    size_t position;
} source;

typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
} sink;

// libpng never returns from here: the longjmp ends in the function that called setjmp.
static void on_error(png_structp png, png_const_charp text) {
    char *message = png_get_error_ptr(png);
    if (message) snprintf(message, PNG_CODEC_MESSAGE_SIZE, "%s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void read_bytes(png_structp png, png_bytep out, size_t count) {
    source *from = png_get_io_ptr(png);
    if (count > from->size - from->position) png_error(png, "the file ends too early");
    memcpy(out, from->data + from->position, count);
    from->position += count;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
    sink *to = png_get_io_ptr(png);
    if (count > to->capacity - to->size) {
        size_t capacity = to->capacity * 2 + count;
        uint8_t *larger = realloc(to->bytes, capacity);
        if (!larger) png_error(png, "out of memory");
        to->bytes = larger;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->size, bytes, count);
    to->size += count;
}

static void flush_bytes(png_structp png) { (void)png; }

static png_structp open_reader(source *from, png_infop *info, char *message) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
    if (!png) return NULL;
    *info = png_create_info_struct(png);
    if (!*info) {
        png_destroy_read_struct(&png, NULL, NULL);
        return NULL;
    }
    png_set_read_fn(png, from, read_bytes);
    // The caller bounds the number of pixels; libpng's own bound of a million a side would refuse strips.
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    return png;
}

int png_codec_read_header(const uint8_t *data, size_t size, png_codec_header *header, char *message) {
    source from = {data, size, 0};
    png_infop info = NULL;
    snprintf(message, PNG_CODEC_MESSAGE_SIZE, "out of memory");
    png_structp png = open_reader(&from, &info, message);
    if (!png) return -1;
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return -1;
    }
    png_read_info(png, info);
    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    header->raw_size = (uint64_t)png_get_rowbytes(png, info) * header->height;
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

// Spreads a row of one-byte gray values or palette indices over three channels, from the end
// so that it can be done in place.
static void spread(uint8_t *row, size_t width, const png_color *palette) {
    for (size_t x = width; x-- > 0;) {
        uint8_t value = row[x];
        png_color color = palette ? palette[value] : (png_color){value, value, value};
        row[3 * x] = color.red;
        row[3 * x + 1] = color.green;
        row[3 * x + 2] = color.blue;
    }
}

// 16-bit gray clipped to 255, not scaled: Pillow's conversion of mode "I;16".
static void clip16(uint8_t *row, size_t width) {
    for (size_t x = 0; x < width; x++) row[x] = row[2 * x] ? 255 : row[2 * x + 1];
}

// Whether the rows hold 16-bit gray, to be clipped.
static int keeps_gray16(png_structp png, png_infop info, unsigned flags) {
    return flags & PNG_CODEC_CLIPS_GRAY16 && png_get_color_type(png, info) == PNG_COLOR_TYPE_GRAY &&
           png_get_bit_depth(png, info) == 16;
}

// Makes RGB of the rows as libpng has read them.
static void finish_rows(png_structp png, png_infop info, unsigned flags, uint8_t *pixels) {
    size_t width = png_get_image_width(png, info);
    size_t height = png_get_image_height(png, info);
    int type = png_get_color_type(png, info);
    if (type & PNG_COLOR_MASK_COLOR && type != PNG_COLOR_TYPE_PALETTE) return;

    // Indices beyond the palette are black.
    png_color table[256];
    memset(table, 0, sizeof table);
    if (type == PNG_COLOR_TYPE_PALETTE) {
        png_colorp entries = NULL;
        int count = 0;
        png_get_PLTE(png, info, &entries, &count);
        if (entries && count > 0) memcpy(table, entries, sizeof(png_color) * (size_t)(count > 256 ? 256 : count));
    }
    for (size_t y = 0; y < height; y++) {
        uint8_t *row = pixels + y * width * 3;
        if (keeps_gray16(png, info, flags)) clip16(row, width);
        spread(row, width, type == PNG_COLOR_TYPE_PALETTE ? table : NULL);
    }
}

int png_codec_decode(const uint8_t *data, size_t size, unsigned flags, uint8_t *pixels, size_t capacity,
                     char *message) {
    source from = {data, size, 0};
    png_infop info = NULL;
    snprintf(message, PNG_CODEC_MESSAGE_SIZE, "out of memory");
    png_structp png = open_reader(&from, &info, message);
    if (!png) return -1;
    // Set between setjmp and longjmp, so it must not live in a register.
    volatile int rows_began = 0;
    if (setjmp(png_jmpbuf(png))) {
        if (rows_began && flags & PNG_CODEC_ALLOWS_CUT) {
            finish_rows(png, info, flags, pixels);
            png_destroy_read_struct(&png, &info, NULL);
            return 0;
        }
        png_destroy_read_struct(&png, &info, NULL);
        return -1;
    }
    // libpng asks for a piece of this size at once and gets nothing if it is not all there.
    if (flags & PNG_CODEC_ALLOWS_CUT) png_set_compression_buffer_size(png, 64);
    png_read_info(png, info);
    size_t width = png_get_image_width(png, info);
    size_t height = png_get_image_height(png, info);
    int depth = png_get_bit_depth(png, info);
    int type = png_get_color_type(png, info);
    if (width == 0 || height == 0 || capacity / 3 / width < height) png_error(png, "the image does not fit its buffer");

    // Transparency is dropped, never blended, as Pillow's convert("RGB") does.
    int keeps16 = keeps_gray16(png, info, flags);
    if (depth == 16 && !keeps16) png_set_strip_16(png);
    if (type & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
    if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (type == PNG_COLOR_TYPE_PALETTE && depth < 8) png_set_packing(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);

    size_t stride = width * 3;
    if (png_get_rowbytes(png, info) > stride && !keeps16) png_error(png, "unexpected row size");
    // Two bytes of 16-bit gray fit into the three of RGB.
    if (keeps16 && png_get_rowbytes(png, info) != width * 2) png_error(png, "unexpected row size");
    if (flags & PNG_CODEC_ALLOWS_CUT) memset(pixels, 0, stride * height);
    rows_began = 1;
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++) png_read_row(png, pixels + y * stride, NULL);
    }
    png_read_end(png, NULL);
    finish_rows(png, info, flags, pixels);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

int png_codec_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t **encoded, size_t *size,
                     char *message) {
    sink *to = calloc(1, sizeof *to);
    snprintf(message, PNG_CODEC_MESSAGE_SIZE, "out of memory");
    if (!to) return -1;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        free(to);
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(to->bytes);
        free(to);
        return -1;
    }
    png_set_write_fn(png, to, write_bytes, flush_bytes);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    // Speed before size: zlib's default takes ten times as long for a fifth less. Photographs hold no repetitions that are
    // worth a search, drawings and gaps mostly runs.
    png_set_compression_level(png, 1);
    png_set_compression_strategy(png, Z_RLE);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_write_info(png, info);
    for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * width * 3);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    *encoded = to->bytes;
    *size = to->size;
    free(to);
    return 0;
}

void png_codec_free(uint8_t *encoded) { free(encoded); }
