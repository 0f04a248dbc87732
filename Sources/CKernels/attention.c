#include "CKernels.h"
#include "product.h"
#include "vector.h"
#include <math.h>

// Attention is computed a block of 16 queries at a time against all keys up to the block's end
// (Dao et al. 2022 tile the keys too; the sequences here are short enough that a block's scores
// stay in the first-level cache). The backward pass recomputes the probabilities from log_sum.
enum { BLOCK = LANES };

long kernel_attention_scratch(long length, long head_width) {
  long padded = round_up(length, BLOCK);
  return padded * head_width * 4 + 2 * BLOCK * padded;
}

// out (width, padded) = x (length, width) transposed, the padding zero.
INLINE void transpose(float *restrict out, const float *restrict x, long length, long width,
                      long stride, long padded) {
  for (long d = 0; d < width; d++) {
    for (long t = 0; t < length; t++) out[d * padded + t] = x[t * stride + d];
    for (long t = length; t < padded; t++) out[d * padded + t] = 0;
  }
}

// Causal softmax of one row of scores, of which `valid` are visible; the rest, up to the block's
// end at `count`, become 0. Returns the log of the sum of exponentials.
INLINE float causal_softmax(float *restrict scores, long valid, long count, float scale) {
  float maximum = maximum_of(scores, valid, scores[0]);
  float sum = exponentiate_row(scores, valid, maximum, scale);
  float inverse = 1.0f / sum;
  long end = round_up(valid, LANES);
  for (long t = 0; t < end; t += LANES) *(lanes *)(scores + t) *= inverse;
  for (long t = end; t < count; t++) scores[t] = 0;
  return maximum * scale + logf(sum);
}

DISPATCHED
void kernel_attention_forward(float *restrict out, float *restrict log_sum,
                              const float *restrict q, const float *restrict k,
                              const float *restrict v, kernel_attention_shape shape,
                              float *restrict scratch) {
  long length = shape.length, width = shape.head_width, stride = shape.stride;
  long padded = round_up(length, BLOCK), group = shape.heads / shape.kv_heads;
  float scale = 1.0f / __builtin_sqrtf((float)width);
  float *keys = scratch, *scores = scratch + width * padded;
  for (long kv = 0; kv < shape.kv_heads; kv++) {
    const float *vh = v + kv * width;
    transpose(keys, k + kv * width, length, width, stride, padded);
    for (long h = kv * group; h < (kv + 1) * group; h++) {
      const float *qh = q + h * width;
      for (long start = 0; start < length; start += BLOCK) {
        long rows = length - start < BLOCK ? length - start : BLOCK, seen = start + rows;
        product(scores, padded, qh + start * stride, stride, 1, keys, padded, rows,
                start + BLOCK, width, 0);
        for (long r = 0; r < rows; r++)
          log_sum[h * length + start + r] =
              causal_softmax(scores + r * padded, start + r + 1, seen, scale);
        product(out + start * shape.out_stride + h * width, shape.out_stride, scores, padded, 1,
                vh, stride, rows, width, seen, 0);
      }
    }
  }
}

// With P the probabilities and D = rowsum(dO * O): dV = P'dO, dS = P * (dO V' - D) / sqrt(d),
// dQ = dS K, dK = dS' Q.
DISPATCHED
void kernel_attention_backward(float *restrict dq, float *restrict dk, float *restrict dv,
                               const float *restrict dout, const float *restrict out,
                               const float *restrict log_sum, const float *restrict q,
                               const float *restrict k, const float *restrict v,
                               kernel_attention_shape shape, float *restrict scratch) {
  long length = shape.length, width = shape.head_width, stride = shape.stride;
  long padded = round_up(length, BLOCK), group = shape.heads / shape.kv_heads;
  float scale = 1.0f / __builtin_sqrtf((float)width);
  float *keys = scratch, *values = keys + width * padded;
  float *key_gradient = values + width * padded;
  float *value_gradient = key_gradient + width * padded;
  float *p = value_gradient + width * padded, *ds = p + BLOCK * padded;
  for (long kv = 0; kv < shape.kv_heads; kv++) {
    const float *kh = k + kv * width;
    transpose(keys, kh, length, width, stride, padded);
    transpose(values, v + kv * width, length, width, stride, padded);
    memset(key_gradient, 0, (size_t)(2 * width * padded) * sizeof(float));
    for (long h = kv * group; h < (kv + 1) * group; h++) {
      const float *qh = q + h * width, *oh = out + h * width, *doh = dout + h * width;
      for (long start = 0; start < length; start += BLOCK) {
        long rows = length - start < BLOCK ? length - start : BLOCK, seen = start + rows;
        const float *qb = qh + start * stride, *dob = doh + start * shape.out_stride;
        product(p, padded, qb, stride, 1, keys, padded, rows, start + BLOCK, width, 0);
        product(ds, padded, dob, shape.out_stride, 1, values, padded, rows, start + BLOCK, width,
                0);
        for (long r = 0; r < rows; r++) {
#pragma clang fp reassociate(on) contract(fast)
          long valid = start + r + 1;
          float *pr = p + r * padded, *dsr = ds + r * padded;
          const float *o = oh + (start + r) * shape.out_stride, *d = dob + r * shape.out_stride;
          float total = log_sum[h * length + start + r], dot = 0;
          for (long j = 0; j < width; j++) dot += o[j] * d[j];
          for (long t = 0; t < valid; t += LANES) {
            lanes e = *(lanes *)(pr + t) * scale - total;
            exponentiate_lanes(&e);
            if (valid - t < LANES) keep_lanes(&e, valid - t);
            *(lanes *)(pr + t) = e;
            *(lanes *)(dsr + t) = e * (*(lanes *)(dsr + t) - dot) * scale;
          }
        }
        product(dq + start * stride + h * width, stride, ds, padded, 1, kh, stride, rows, width,
                seen, 0);
        product(key_gradient, width, ds, 1, padded, qb, stride, seen, width, rows, 1);
        product(value_gradient, width, p, 1, padded, dob, shape.out_stride, seen, width, rows, 1);
      }
    }
    for (long t = 0; t < length; t++) {
      memcpy(dk + t * stride + kv * width, key_gradient + t * width,
             (size_t)width * sizeof(float));
      memcpy(dv + t * stride + kv * width, value_gradient + t * width,
             (size_t)width * sizeof(float));
    }
  }
}
