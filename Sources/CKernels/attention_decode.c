#include "CKernels.h"
#include "vector.h"

long kernel_cache_floats(long length, long head_width) {
  return round_up(length, LANES) * head_width;
}

void kernel_cache_store(float *restrict keys, float *restrict values, const float *restrict k,
                        const float *restrict v, long position, long head_width) {
  float *block = keys + position / LANES * LANES * head_width + position % LANES;
  for (long d = 0; d < head_width; d++) block[d * LANES] = k[d];
  memcpy(values + position * head_width, v, (size_t)head_width * sizeof(float));
}

// Caches of many sequences outgrow the near caches, and each head's part is too short for the
// processor to see a pattern: what comes next is asked for by name.
INLINE void prefetch(const float *x, long count) {
  for (long i = 0; i < count; i += LANES) __builtin_prefetch(x + i, 0, 2);
}

// Blocks of 16 positions' scores at once, held in registers.
#define SCORE_BLOCKS(NAME, BLOCKS)                                                        \
  INLINE void NAME(float *restrict scores, const float *restrict q,                       \
                   const float *restrict keys, long width) {                              \
    lanes sum[BLOCKS];                                                                    \
    _Pragma("unroll") for (int b = 0; b < BLOCKS; b++) sum[b] = (lanes){0};               \
    for (long d = 0; d < width; d++)                                                      \
      _Pragma("unroll") for (int b = 0; b < BLOCKS; b++) sum[b] +=                        \
          q[d] * *(const lanes *)(keys + (b * width + d) * LANES);                        \
    _Pragma("unroll") for (int b = 0; b < BLOCKS; b++) *(lanes *)(scores + b * LANES) = sum[b]; \
  }
SCORE_BLOCKS(score_four, 4)
SCORE_BLOCKS(score_one, 1)

// A query's scores against one segment, padded to whole blocks. Meanwhile the same positions'
// values are fetched, if there are any given.
INLINE void segment_scores(float *restrict scores, const float *restrict q, long width,
                           kernel_cache_segment segment, const float *values) {
  long t = 0;
  for (; segment.length - t > 3 * LANES; t += 4 * LANES) {
    if (values) prefetch(values + t * width, 4 * LANES * width);
    score_four(scores + t, q, segment.keys + t * width, width);
  }
  for (; t < segment.length; t += LANES) {
    if (values) prefetch(values + t * width, LANES * width);
    score_one(scores + t, q, segment.keys + t * width, width);
  }
}

// out += weights (count) · values (count, width).
INLINE void add_values(float *restrict out, const float *restrict weights,
                       const float *restrict values, long count, long width) {
  long d = 0;
  for (; d + 2 * LANES <= width; d += 2 * LANES) {
    lanes sum[4][2];
    _Pragma("unroll") for (int u = 0; u < 4; u++) sum[u][0] = sum[u][1] = (lanes){0};
    long t = 0;
    for (; t + 4 <= count; t += 4)
      _Pragma("unroll") for (int u = 0; u < 4; u++) {
        const float *row = values + (t + u) * width + d;
        sum[u][0] += weights[t + u] * *(const lanes *)row;
        sum[u][1] += weights[t + u] * *(const lanes *)(row + LANES);
      }
    for (; t < count; t++) {
      const float *row = values + t * width + d;
      sum[0][0] += weights[t] * *(const lanes *)row;
      sum[0][1] += weights[t] * *(const lanes *)(row + LANES);
    }
    *(lanes *)(out + d) += (sum[0][0] + sum[1][0]) + (sum[2][0] + sum[3][0]);
    *(lanes *)(out + d + LANES) += (sum[0][1] + sum[1][1]) + (sum[2][1] + sum[3][1]);
  }
  for (; d < width; d++)
    for (long t = 0; t < count; t++) out[d] += weights[t] * values[t * width + d];
}

INLINE kernel_cache_segment head_of(kernel_cache_segment segment, long head) {
  segment.keys += head * segment.head_stride;
  segment.values += head * segment.head_stride;
  return segment;
}

DISPATCHED
void kernel_attention_decode(float *restrict out, const float *restrict q, long kv_heads,
                             long group, long head_width, kernel_cache_segment first,
                             kernel_cache_segment second, float *restrict scratch) {
  long offset = round_up(first.length, LANES);
  float scale = 1.0f / __builtin_sqrtf((float)head_width);
  float *a = scratch, *b = scratch + offset;
  for (long head = 0; head < kv_heads; head++) {
    kernel_cache_segment x = head_of(first, head), y = head_of(second, head);
    for (long g = 0; g < group; g++, q += head_width, out += head_width) {
      segment_scores(a, q, head_width, x, g ? 0 : x.values);
      segment_scores(b, q, head_width, y, g ? 0 : y.values);
      float maximum = maximum_of(a, x.length, x.length ? a[0] : b[0]);
      maximum = maximum_of(b, y.length, maximum);
      float sum = exponentiate_row(a, x.length, maximum, scale);
      sum += exponentiate_row(b, y.length, maximum, scale);
      if (g + 1 == group && head + 1 < kv_heads) {
        prefetch(x.keys + first.head_stride, offset * head_width);
        prefetch(y.keys + second.head_stride, round_up(y.length, LANES) * head_width);
      }
      for (long d = 0; d < head_width; d++) out[d] = 0;
      add_values(out, a, x.values, x.length, head_width);
      add_values(out, b, y.values, y.length, head_width);
      float inverse = 1.0f / sum;
      for (long d = 0; d < head_width; d++) out[d] *= inverse;
    }
  }
}
