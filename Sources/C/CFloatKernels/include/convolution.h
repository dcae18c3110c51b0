// Convolutions and matrix products by oneDNN.
#ifndef CONVOLUTION_H
#define CONVOLUTION_H

#include <stddef.h>
#include <stdint.h>

// A function applied to every element of the result.
typedef enum {
    FK_ACTIVATION_NONE,
    FK_ACTIVATION_RELU,
    FK_ACTIVATION_CLIP,          // alpha...beta
    FK_ACTIVATION_SIGMOID,
    FK_ACTIVATION_SWISH,         // x * sigmoid(alpha x)
    FK_ACTIVATION_HARD_SWISH,
    FK_ACTIVATION_HARD_SIGMOID,  // clip(alpha x + beta, 0, 1)
    FK_ACTIVATION_GELU_ERF,
    FK_ACTIVATION_GELU_TANH,
    FK_ACTIVATION_LEAKY_RELU,    // alpha
    FK_ACTIVATION_TANH
} fk_activation;

typedef enum { FK_ADD_NOTHING, FK_ADD_BEFORE_ACTIVATION, FK_ADD_AFTER_ACTIVATION } fk_addition;

// Images are [batch, pixels..., channels], weights [out_channels, in_channels / groups, kernel...], dense.
typedef struct {
    int axes;  // 1...3
    int64_t batch, in_channels, out_channels, groups;
    int64_t input[3], output[3], kernel[3], strides[3], dilations[3], pads_begin[3], pads_end[3];
    int has_bias;
    fk_activation activation;
    float alpha, beta;
    float factor;  // times what the activation gives
    fk_addition addition;  // of another image as large as the result
} fk_convolution_form;

typedef struct fk_convolution fk_convolution;

// Null, with a reason, if oneDNN cannot do it.
fk_convolution *fk_convolution_create(const fk_convolution_form *form, const char **problem);
void fk_convolution_destroy(fk_convolution *convolution);
size_t fk_convolution_packed_bytes(const fk_convolution *convolution);
size_t fk_convolution_scratch_bytes(const fk_convolution *convolution);
// Reorders weights into `packed`, which is 64-byte aligned. Returns 0 if it fails, as the next two.
int fk_convolution_pack(fk_convolution *convolution, const float *weights, void *packed);
// `bias` and `added` may be null if the form has none; `scratch` is 64-byte aligned. Not for two threads at once.
int fk_convolution_run(fk_convolution *convolution, const float *from, const void *packed, const float *bias,
                       const float *added, float *to, void *scratch);

// to = alpha * left * right + beta * to, row-major; leading dimensions in elements.
int fk_sgemm(int transpose_left, int transpose_right, int64_t m, int64_t n, int64_t k, float alpha, const float *left,
             int64_t left_leading, const float *right, int64_t right_leading, float beta, float *to,
             int64_t to_leading);

// A function of every element, on all threads. Returns 0 if oneDNN fails.
int fk_activate(fk_activation activation, float alpha, float beta, size_t count, const float *from, float *to);

// Why oneDNN cannot be used; null if it can.
const char *fk_library_problem(void);
// How many threads oneDNN's OpenMP uses for calls from this thread. Returns 0 if it is built on something else.
int fk_set_threads(int count);

#endif
