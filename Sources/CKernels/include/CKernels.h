// Vectorised elementwise kernels of the transformer, forward and backward.
//
// Matrices are row-major and dense unless a stride is given; strides count floats. Every
// function picks its instruction set once, when the program is loaded, and its result depends
// on nothing but its arguments. None allocates, none keeps state.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// --- Linear layers over a repacked weight ---

// Whether the repacked product beats BLAS on this processor.
int kernel_packed_is_fast(void);
// Floats that a repacked weight takes.
long kernel_packed_floats(long inputs, long outputs);
// weight is (outputs, inputs).
void kernel_pack(float *packed, const float *weight, long inputs, long outputs);
// The same of the transposed weight, (inputs, outputs): kernel_packed_floats(outputs, inputs).
void kernel_pack_transposed(float *packed, const float *weight, long inputs, long outputs);
// y (rows, outputs) = x (rows, inputs) weight'. A row's result does not depend on the others.
void kernel_packed_linear(float *y, const float *x, const float *packed, long rows, long inputs,
                          long outputs);

// --- Reductions and accumulation ---

// The sum of squares of x, in double precision.
double kernel_sum_of_squares(const float *x, long count);
// y += x.
void kernel_accumulate(float *y, const float *x, long count);
// out[i] = table[indices[i]], rows of `width`.
void kernel_gather_rows(float *out, const float *table, const int32_t *indices, long rows,
                        long width);
// table[indices[i]] += x[i], rows of `width`, in order of i.
void kernel_scatter_add_rows(float *table, const float *x, const int32_t *indices, long rows,
                             long width);

// --- RMSNorm: y = x / rms(x) * weight ---

// Writes y (rows, width) and the reciprocal root mean square of each row.
void kernel_rms_norm_forward(float *y, float *reciprocal, const float *x, const float *weight,
                             long rows, long width, float epsilon);
// x += residual first, then as above. x is updated in place.
void kernel_add_rms_norm_forward(float *y, float *reciprocal, float *x, const float *residual,
                                 const float *weight, long rows, long width, float epsilon);
// dx += the gradient through the norm; dweight += its weight's gradient.
void kernel_rms_norm_backward(float *dx, float *dweight, const float *dy, const float *x,
                              const float *weight, const float *reciprocal, long rows,
                              long width);

// --- RMSNorm of each of `heads` heads of `width` floats at the start of each row, in place ---

// kept (rows, heads, width) receives the input and reciprocal (rows, heads) its reciprocal root
// mean square, for the gradient; both may be null.
void kernel_head_norm_forward(float *x, float *kept, float *reciprocal, const float *weight,
                              long rows, long stride, long heads, long width, float epsilon);
// Replaces the gradient by the output, in place, by that by the input; dweight += its weight's.
void kernel_head_norm_backward(float *dx, float *dweight, const float *kept,
                               const float *reciprocal, const float *weight, long rows,
                               long stride, long heads, long width);

// --- Biases ---

// y (rows, width) += bias, in every row.
void kernel_add_to_rows(float *y, const float *bias, long rows, long width);
// sums (width) += the sum of x's rows.
void kernel_add_column_sums(float *sums, const float *x, long rows, long width);

// --- Rotary positions, half-split pairs (i, i + width/2), in place ---

// x holds `heads` heads of `width` floats at the start of each row. cosine and sine are tables of
// (positions, width/2). direction is 1 forward, -1 for the gradient.
void kernel_rotary(float *x, long rows, long stride, long heads, long width,
                   const int32_t *positions, const float *cosine, const float *sine,
                   float direction);

// --- SwiGLU: y = silu(gate) * up; gate and up are the halves of one row of 2 * width ---

void kernel_swiglu_forward(float *y, const float *gate_up, long rows, long width);
void kernel_swiglu_backward(float *dgate_up, const float *dy, const float *gate_up, long rows,
                            long width);

// --- Causal attention over one sequence, or over several that begin alike ---
//
// Rows lie in memory as a trunk, then the branches one after the other. A position sees itself and
// what came before it in its branch, and all of the trunk.

typedef struct {
  long trunk;           // positions of the common beginning, or of the only sequence
  long branches;        // continuations of the trunk
  const long *lengths;  // positions of each branch
  long heads;           // query heads
  long kv_heads;        // key and value heads; divides heads
  long head_width;
  long stride;      // floats between two rows of q, of k and of v (one fused matrix)
  long out_stride;  // floats between two rows of the output and of its gradient
} kernel_attention_shape;

// Floats of scratch that forward and backward need where a trunk and its longest branch have
// `length` positions together.
long kernel_attention_scratch(long length, long head_width);
// out (positions, heads * head_width); log_sum (heads, positions) keeps each row's log of the sum
// of exponentials for the gradient.
void kernel_attention_forward(float *out, float *log_sum, const float *q, const float *k,
                              const float *v, kernel_attention_shape shape, float *scratch);
// Writes dq, dk and dv, which have the stride of q, k and v.
void kernel_attention_backward(float *dq, float *dk, float *dv, const float *dout,
                               const float *out, const float *log_sum, const float *q,
                               const float *k, const float *v, kernel_attention_shape shape,
                               float *scratch);

// --- Cached attention of one new position ---
//
// A cache segment of one key-value head stores keys in blocks of 16 positions, each
// (head_width, 16), so that scores are computed across positions, and values as
// (position, head_width).

typedef struct {
  const float *keys;
  const float *values;
  long length;
  long head_stride;  // floats between two key-value heads, in keys and in values
} kernel_cache_segment;

// Floats that one segment's keys (and, separately, its values) take for `length` positions.
long kernel_cache_floats(long length, long head_width);
// Stores one position's key and value.
void kernel_cache_store(float *keys, float *values, const float *k, const float *v,
                        long position, long head_width);
// For each of `kv_heads` heads of both segments, `group` query heads of q (kv_heads, group,
// head_width) attend to it; either segment may be empty, not both. scratch holds as many floats as
// both lengths rounded up to 16 each.
void kernel_attention_decode(float *out, const float *q, long kv_heads, long group,
                             long head_width, kernel_cache_segment first,
                             kernel_cache_segment second, float *scratch);

// --- Softmax, losses and sampling over rows of logits ---

// For each row: log p(target), and the entropy in nats when `entropy` is not null, under
// softmax(logits * inverse_temperature). logits are overwritten with the probabilities.
void kernel_softmax_rows(float *logits, float *log_probability, float *entropy,
                         const int32_t *targets, long rows, long width, long stride,
                         float inverse_temperature);
// Turns probabilities into the gradient of the loss by the logits, in place, given per row the
// loss's derivative by log p(target) and by the entropy.
void kernel_softmax_backward_rows(float *probabilities, const float *by_log_probability,
                                  const float *by_entropy, const float *entropy,
                                  const int32_t *targets, long rows, long width, long stride,
                                  float inverse_temperature);
// Draws one token a row by inverting the cumulative distribution at uniform[row] in [0, 1).
// logits are overwritten. inverse_temperature 0 takes the most probable token (the first of
// equals) and reports its log-probability at temperature 1.
void kernel_sample_rows(float *logits, const float *uniform, int32_t *tokens,
                        float *log_probability, float *entropy, long rows, long width,
                        long stride, float inverse_temperature);

// --- AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) ---

typedef struct {
  float learning_rate, beta1, beta2, epsilon, weight_decay;
  float correction1, correction2;  // 1 - beta^step
  float gradient_scale;            // multiplies the gradient first (clipping)
} kernel_adamw_step;
void kernel_adamw(float *parameter, float *moment1, float *moment2, const float *gradient,
                  long count, kernel_adamw_step step);

// --- 16-bit storage ---

void kernel_half_to_float(float *out, const uint16_t *in, long count);
// Rounds to nearest, ties to even; too large becomes infinity.
void kernel_float_to_half(uint16_t *out, const float *in, long count);
void kernel_bfloat_to_float(float *out, const uint16_t *in, long count);
void kernel_float_to_bfloat(uint16_t *out, const float *in, long count);

// --- Quantised storage: blocks of 32 numbers (q8_0, q4_0, q4_1) or 256 (q4_k, q6_k) ---

void kernel_dequantize_q8_0(float *out, const uint8_t *in, long blocks);
void kernel_dequantize_q4_0(float *out, const uint8_t *in, long blocks);
void kernel_dequantize_q4_1(float *out, const uint8_t *in, long blocks);
void kernel_dequantize_q4_k(float *out, const uint8_t *in, long blocks);
void kernel_dequantize_q6_k(float *out, const uint8_t *in, long blocks);

#ifdef __cplusplus
}
#endif
