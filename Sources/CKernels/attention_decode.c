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

// Scores of `group` queries against one segment, padded to whole blocks.
INLINE void segment_scores(float *restrict scores, long row, const float *restrict q, long group,
                           long width, kernel_cache_segment segment) {
  for (long t = 0; t < segment.length; t += LANES) {
    const float *block = segment.keys + t * width;
    for (long g = 0; g < group; g++) {
      lanes even = {0}, odd = {0};
      long d = 0;
      for (; d + 2 <= width; d += 2) {
        even += q[g * width + d] * *(const lanes *)(block + d * LANES);
        odd += q[g * width + d + 1] * *(const lanes *)(block + (d + 1) * LANES);
      }
      if (d < width) even += q[g * width + d] * *(const lanes *)(block + d * LANES);
      *(lanes *)(scores + g * row + t) = even + odd;
    }
  }
}

INLINE float maximum_of(const float *x, long count, float start) {
#pragma clang fp reassociate(on)
  for (long t = 0; t < count; t++) start = x[t] > start ? x[t] : start;
  return start;
}

INLINE float exponentiate(float *x, long count, float maximum, float scale) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (long t = 0; t < count; t++) {
    float e = fast_exp((x[t] - maximum) * scale);
    x[t] = e;
    sum += e;
  }
  return sum;
}

INLINE void add_values(float *restrict out, const float *restrict weights,
                       const float *restrict values, long count, long width) {
  long d = 0;
  for (; d + 2 * LANES <= width; d += 2 * LANES) {
    lanes a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0};
    long t = 0;
    for (; t + 2 <= count; t += 2) {
      const float *row = values + t * width + d;
      a0 += weights[t] * *(const lanes *)row;
      a1 += weights[t] * *(const lanes *)(row + LANES);
      b0 += weights[t + 1] * *(const lanes *)(row + width);
      b1 += weights[t + 1] * *(const lanes *)(row + width + LANES);
    }
    if (t < count) {
      a0 += weights[t] * *(const lanes *)(values + t * width + d);
      a1 += weights[t] * *(const lanes *)(values + t * width + d + LANES);
    }
    *(lanes *)(out + d) += a0 + b0;
    *(lanes *)(out + d + LANES) += a1 + b1;
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
  segment_scores(scratch, row, q, group, head_width, first);
  segment_scores(scratch + offset, row, q, group, head_width, second);
  for (long g = 0; g < group; g++) {
    float *a = scratch + g * row, *b = a + offset, *o = out + g * head_width;
    float maximum = maximum_of(a, first.length, first.length ? a[0] : b[0]);
    maximum = maximum_of(b, second.length, maximum);
    float sum = exponentiate(a, first.length, maximum, scale);
    sum += exponentiate(b, second.length, maximum, scale);
    for (long d = 0; d < head_width; d++) o[d] = 0;
    add_values(o, a, first.values, first.length, head_width);
    add_values(o, b, second.values, second.length, head_width);
    float inverse = 1.0f / sum;
    for (long d = 0; d < head_width; d++) o[d] *= inverse;
  }
}
