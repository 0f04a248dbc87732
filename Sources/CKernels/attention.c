#include "CKernels.h"
#include "product.h"
#include "vector.h"
#include <math.h>

// Attention is computed a block of 16 queries at a time against all keys up to the block's end
// (Dao et al. 2022 tile the keys too; the sequences here are short enough that a block's scores
// stay in the first-level cache). The backward pass recomputes the probabilities from log_sum.
//
// The keys of a trunk are transposed once; each branch puts its own behind them in turn, so that
// a query finds all that it sees in one matrix (head_width, padded).
enum { BLOCK = LANES };

long kernel_attention_scratch(long length, long head_width) {
  long padded = round_up(length, BLOCK);
  return padded * head_width * 4 + 2 * BLOCK * padded;
}

// The columns from `first` on of out (width, padded) = x (length, width) transposed, then zeros
// to the next whole block.
INLINE void transpose(float *restrict out, const float *restrict x, long first, long length,
                      long width, long stride, long padded) {
  long end = first + length, filled = round_up(end, BLOCK);
  for (long d = 0; d < width; d++) {
    float *row = out + d * padded;
    for (long t = 0; t < length; t++) row[first + t] = x[t * stride + d];
    for (long t = end; t < filled; t++) row[t] = 0;
  }
}

INLINE long longest_sequence(const kernel_attention_shape *shape) {
  long longest = 0;
  for (long b = 0; b < shape->branches; b++)
    longest = shape->lengths[b] > longest ? shape->lengths[b] : longest;
  return shape->trunk + longest;
}

INLINE long positions_of(const kernel_attention_shape *shape) {
  long sum = shape->trunk;
  for (long b = 0; b < shape->branches; b++) sum += shape->lengths[b];
  return sum;
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

// c (rows, width) = a (rows, before + own) times the rows of `trunk` and then of `branch`.
INLINE void product_with_rows(float *restrict c, long ldc, const float *restrict a, long padded,
                              const float *restrict trunk, long before,
                              const float *restrict branch, long own, long stride, long rows,
                              long width) {
  if (before) product(c, ldc, a, padded, 1, trunk, stride, rows, width, before, 0);
  product(c, ldc, a + before, padded, 1, branch, stride, rows, width, own, before > 0);
}

// One head's output for the `length` queries that see the `before` positions of the trunk and
// those of their own sequence. `v` is the trunk's values, `own` the first of the sequence's.
INLINE void attend(float *restrict out, float *restrict log_sum, const float *restrict q,
                   const float *restrict keys, const float *restrict v, long before,
                   const float *restrict own, long length, const kernel_attention_shape *shape,
                   long padded, float *restrict scores) {
  long width = shape->head_width, stride = shape->stride, out_stride = shape->out_stride;
  float scale = 1.0f / __builtin_sqrtf((float)width);
  for (long start = 0; start < length; start += BLOCK) {
    long rows = length - start < BLOCK ? length - start : BLOCK, seen = before + start + rows;
    product(scores, padded, q + start * stride, stride, 1, keys, padded, rows,
            round_up(seen, BLOCK), width, 0);
    for (long r = 0; r < rows; r++)
      log_sum[start + r] =
          causal_softmax(scores + r * padded, before + start + r + 1, seen, scale);
    product_with_rows(out + start * out_stride, out_stride, scores, padded, v, before, own,
                      start + rows, stride, rows, width);
  }
}

DISPATCHED
void kernel_attention_forward(float *restrict out, float *restrict log_sum,
                              const float *restrict q, const float *restrict k,
                              const float *restrict v, kernel_attention_shape shape,
                              float *restrict scratch) {
  long width = shape.head_width, stride = shape.stride, trunk = shape.trunk;
  long padded = round_up(longest_sequence(&shape), BLOCK), positions = positions_of(&shape);
  long group = shape.heads / shape.kv_heads;
  float *keys = scratch, *scores = scratch + width * padded;
  for (long kv = 0; kv < shape.kv_heads; kv++) {
    const float *kh = k + kv * width, *vh = v + kv * width;
    transpose(keys, kh, 0, trunk, width, stride, padded);
    for (long h = kv * group; h < (kv + 1) * group; h++)
      attend(out + h * width, log_sum + h * positions, q + h * width, keys, vh, 0, vh, trunk,
             &shape, padded, scores);
    for (long b = 0, first = trunk; b < shape.branches; first += shape.lengths[b++]) {
      long length = shape.lengths[b];
      transpose(keys, kh + first * stride, trunk, length, width, stride, padded);
      for (long h = kv * group; h < (kv + 1) * group; h++)
        attend(out + first * shape.out_stride + h * width, log_sum + h * positions + first,
               q + first * stride + h * width, keys, vh, trunk, vh + first * stride, length,
               &shape, padded, scores);
    }
  }
}

// What the backward pass of one key-value head works on.
typedef struct {
  const float *keys, *values;  // transposed: (width, padded)
  float *by_key, *by_value;    // gradients (padded, width): the trunk's, then a sequence's own
  float *p, *ds;               // a block's probabilities, and the gradient by its scores
  long padded;
} head_scratch;

// With P the probabilities and D = rowsum(dO * O): dV = P'dO, dS = P * (dO V' - D) / sqrt(d),
// dQ = dS K, dK = dS' Q. Arguments as for `attend`; k is the trunk's keys, own the sequence's.
INLINE void attend_backward(float *restrict dq, const float *restrict dout,
                            const float *restrict out, const float *restrict log_sum,
                            const float *restrict q, const float *restrict k, long before,
                            const float *restrict own, long length,
                            const kernel_attention_shape *shape, const head_scratch *scratch) {
  long width = shape->head_width, stride = shape->stride, out_stride = shape->out_stride;
  long padded = scratch->padded;
  float scale = 1.0f / __builtin_sqrtf((float)width);
  for (long start = 0; start < length; start += BLOCK) {
    long rows = length - start < BLOCK ? length - start : BLOCK, seen = before + start + rows;
    long columns = round_up(seen, BLOCK);
    const float *qb = q + start * stride, *dob = dout + start * out_stride;
    product(scratch->p, padded, qb, stride, 1, scratch->keys, padded, rows, columns, width, 0);
    product(scratch->ds, padded, dob, out_stride, 1, scratch->values, padded, rows, columns,
            width, 0);
    for (long r = 0; r < rows; r++) {
#pragma clang fp reassociate(on) contract(fast)
      long valid = before + start + r + 1;
      float *p = scratch->p + r * padded, *ds = scratch->ds + r * padded;
      const float *o = out + (start + r) * out_stride, *d = dob + r * out_stride;
      float total = log_sum[start + r], dot = 0;
      for (long j = 0; j < width; j++) dot += o[j] * d[j];
      for (long t = 0; t < valid; t += LANES) {
        lanes e = *(lanes *)(p + t) * scale - total;
        exponentiate_lanes(&e);
        if (valid - t < LANES) keep_lanes(&e, valid - t);
        *(lanes *)(p + t) = e;
        *(lanes *)(ds + t) = e * (*(lanes *)(ds + t) - dot) * scale;
      }
      for (long t = round_up(valid, LANES); t < seen; t++) p[t] = ds[t] = 0;
    }
    product_with_rows(dq + start * stride, stride, scratch->ds, padded, k, before, own,
                      start + rows, stride, rows, width);
    product(scratch->by_key, width, scratch->ds, 1, padded, qb, stride, seen, width, rows, 1);
    product(scratch->by_value, width, scratch->p, 1, padded, dob, out_stride, seen, width, rows,
            1);
  }
}

// Copies gradients (length, width) to rows of the fused matrix.
INLINE void store_rows(float *restrict out, const float *restrict x, long length, long width,
                       long stride) {
  for (long t = 0; t < length; t++)
    memcpy(out + t * stride, x + t * width, (size_t)width * sizeof(float));
}

DISPATCHED
void kernel_attention_backward(float *restrict dq, float *restrict dk, float *restrict dv,
                               const float *restrict dout, const float *restrict out,
                               const float *restrict log_sum, const float *restrict q,
                               const float *restrict k, const float *restrict v,
                               kernel_attention_shape shape, float *restrict scratch) {
  long width = shape.head_width, stride = shape.stride, trunk = shape.trunk;
  long padded = round_up(longest_sequence(&shape), BLOCK), positions = positions_of(&shape);
  long group = shape.heads / shape.kv_heads;
  float *keys = scratch, *values = keys + width * padded, *by_key = values + width * padded;
  float *by_value = by_key + width * padded, *p = by_value + width * padded;
  head_scratch head = {keys, values, by_key, by_value, p, p + BLOCK * padded, padded};
  for (long kv = 0; kv < shape.kv_heads; kv++) {
    const float *kh = k + kv * width, *vh = v + kv * width;
    transpose(keys, kh, 0, trunk, width, stride, padded);
    transpose(values, vh, 0, trunk, width, stride, padded);
    memset(by_key, 0, (size_t)(2 * width * padded) * sizeof(float));
    for (long h = kv * group; h < (kv + 1) * group; h++)
      attend_backward(dq + h * width, dout + h * width, out + h * width, log_sum + h * positions,
                      q + h * width, kh, 0, kh, trunk, &shape, &head);
    for (long b = 0, first = trunk; b < shape.branches; first += shape.lengths[b++]) {
      long length = shape.lengths[b], row = first * stride, out_row = first * shape.out_stride;
      transpose(keys, kh + row, trunk, length, width, stride, padded);
      transpose(values, vh + row, trunk, length, width, stride, padded);
      memset(by_key + trunk * width, 0, (size_t)(length * width) * sizeof(float));
      memset(by_value + trunk * width, 0, (size_t)(length * width) * sizeof(float));
      for (long h = kv * group; h < (kv + 1) * group; h++)
        attend_backward(dq + row + h * width, dout + out_row + h * width,
                        out + out_row + h * width, log_sum + h * positions + first,
                        q + row + h * width, kh, trunk, kh + row, length, &shape, &head);
      store_rows(dk + row + kv * width, by_key + trunk * width, length, width, stride);
      store_rows(dv + row + kv * width, by_value + trunk * width, length, width, stride);
    }
    store_rows(dk + kv * width, by_key, trunk, width, stride);
    store_rows(dv + kv * width, by_value, trunk, width, stride);
  }
}
