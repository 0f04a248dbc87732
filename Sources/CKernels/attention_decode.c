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
SCORE_BLOCKS(score_eight, 8)
SCORE_BLOCKS(score_four, 4)
SCORE_BLOCKS(score_one, 1)

// A query's scores against one segment, padded to whole blocks.
INLINE void segment_scores(float *restrict scores, const float *restrict q, long width,
                           kernel_cache_segment segment) {
  long t = 0;
  for (; segment.length - t > 7 * LANES; t += 8 * LANES)
    score_eight(scores + t, q, segment.keys + t * width, width);
  for (; segment.length - t > 3 * LANES; t += 4 * LANES)
    score_four(scores + t, q, segment.keys + t * width, width);
  for (; t < segment.length; t += LANES)
    score_one(scores + t, q, segment.keys + t * width, width);
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

DISPATCHED
void kernel_attention_decode(float *restrict out, const float *restrict q, long group,
                             long head_width, kernel_cache_segment first,
                             kernel_cache_segment second, float *restrict scratch) {
  long offset = round_up(first.length, LANES);
  long row = offset + round_up(second.length, LANES);
  float scale = 1.0f / __builtin_sqrtf((float)head_width);
  for (long g = 0; g < group; g++) {
    float *a = scratch + g * row, *b = a + offset, *o = out + g * head_width;
    segment_scores(a, q + g * head_width, head_width, first);
    segment_scores(b, q + g * head_width, head_width, second);
    float maximum = maximum_of(a, first.length, first.length ? a[0] : b[0]);
    maximum = maximum_of(b, second.length, maximum);
    float sum = exponentiate_row(a, first.length, maximum, scale);
    sum += exponentiate_row(b, second.length, maximum, scale);
    for (long d = 0; d < head_width; d++) o[d] = 0;
    add_values(o, a, first.values, first.length, head_width);
    add_values(o, b, second.values, second.length, head_width);
    float inverse = 1.0f / sum;
    for (long d = 0; d < head_width; d++) o[d] *= inverse;
  }
}
