#include "CKernels.h"
#include "vector.h"
#include <math.h>

INLINE float row_maximum(const float *x, long width) {
#pragma clang fp reassociate(on)
  float best = x[0];
  for (long j = 1; j < width; j++) best = x[j] > best ? x[j] : best;
  return best;
}

// Replaces x by exp((x - maximum) * scale) and returns the sum.
INLINE float exponentiate(float *x, long width, float maximum, float scale) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (long j = 0; j < width; j++) {
    float e = fast_exp((x[j] - maximum) * scale);
    x[j] = e;
    sum += e;
  }
  return sum;
}

// The same, and the sum of e * z with z = (x - maximum) * scale, from which a row's entropy
// follows as log(sum) - moment / sum.
INLINE float exponentiate_with_moment(float *x, long width, float maximum, float scale,
                                      float *moment) {
#pragma clang fp reassociate(on)
  float sum = 0, weighted = 0;
  for (long j = 0; j < width; j++) {
    float z = (x[j] - maximum) * scale;
    float e = fast_exp(z);
    x[j] = e;
    sum += e;
    weighted += e * z;
  }
  *moment = weighted;
  return sum;
}

DISPATCHED
void kernel_softmax_rows(float *restrict logits, float *restrict log_probability,
                         float *restrict entropy, const int32_t *restrict targets, long rows,
                         long width, long stride, float inverse_temperature) {
  for (long i = 0; i < rows; i++) {
    float *x = logits + i * stride, moment = 0;
    float maximum = row_maximum(x, width);
    float chosen = (x[targets[i]] - maximum) * inverse_temperature;
    float sum = entropy ? exponentiate_with_moment(x, width, maximum, inverse_temperature, &moment)
                        : exponentiate(x, width, maximum, inverse_temperature);
    float log_sum = logf(sum), scale = 1.0f / sum;
    log_probability[i] = chosen - log_sum;
    if (entropy) entropy[i] = log_sum - moment * scale;
    for (long j = 0; j < width; j++) x[j] *= scale;
  }
}

// d log p_t / dz_j = [j = t] - p_j;  dH / dz_j = -p_j * (log p_j + H).
DISPATCHED
void kernel_softmax_backward_rows(float *restrict probabilities,
                                  const float *restrict by_log_probability,
                                  const float *restrict by_entropy,
                                  const float *restrict entropy,
                                  const int32_t *restrict targets, long rows, long width,
                                  long stride, float inverse_temperature) {
  for (long i = 0; i < rows; i++) {
    float *p = probabilities + i * stride;
    float a = by_log_probability[i] * inverse_temperature;
    if (by_entropy && by_entropy[i] != 0) {
      float b = by_entropy[i] * inverse_temperature;
      for (long j = 0; j < width; j++) {
        float logarithm = p[j] > 0 ? logf(p[j]) : 0;
        p[j] = -p[j] * (a + b * (logarithm + entropy[i]));
      }
    } else {
      for (long j = 0; j < width; j++) p[j] *= -a;
    }
    p[targets[i]] += a;
  }
}

DISPATCHED
void kernel_sample_rows(float *restrict logits, const float *restrict uniform,
                        int32_t *restrict tokens, float *restrict log_probability,
                        float *restrict entropy, long rows, long width, long stride,
                        float inverse_temperature) {
  for (long i = 0; i < rows; i++) {
    float *x = logits + i * stride, moment = 0;
    float maximum = row_maximum(x, width);
    int greedy = inverse_temperature == 0;
    long token = 0;
    if (greedy)
      while (token < width - 1 && !(x[token] == maximum)) token++;
    float sum = exponentiate_with_moment(x, width, maximum, greedy ? 1 : inverse_temperature,
                                         &moment);
    if (!greedy) {
      float threshold = uniform[i] * sum, running = x[0];
      while (token < width - 1 && !(running > threshold)) running += x[++token];
      // Rounding may leave the threshold above the last partial sum: take a possible token.
      while (token > 0 && x[token] <= 0) token--;
    }
    float log_sum = logf(sum);
    tokens[i] = (int32_t)token;
    log_probability[i] = logf(x[token]) - log_sum;
    entropy[i] = log_sum - moment / sum;
  }
}
