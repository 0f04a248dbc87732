#include "CKernels.h"
#include "vector.h"

// RMSNorm of every head by itself, on rows that hold other things too.

DISPATCHED
void kernel_head_norm_forward(float *restrict x, float *restrict kept, float *restrict reciprocal,
                              const float *restrict weight, long rows, long stride, long heads,
                              long width, float epsilon) {
  for (long i = 0; i < rows; i++)
    for (long h = 0; h < heads; h++) {
#pragma clang fp reassociate(on) contract(fast)
      float *head = x + i * stride + h * width, sum = 0;
      for (long j = 0; j < width; j++) sum += head[j] * head[j];
      float scale = 1.0f / __builtin_sqrtf(sum / (float)width + epsilon);
      if (kept) {
        memcpy(kept + (i * heads + h) * width, head, (size_t)width * sizeof(float));
        reciprocal[i * heads + h] = scale;
      }
      for (long j = 0; j < width; j++) head[j] *= scale * weight[j];
    }
}

DISPATCHED
void kernel_head_norm_backward(float *restrict dx, float *restrict dweight,
                               const float *restrict kept, const float *restrict reciprocal,
                               const float *restrict weight, long rows, long stride, long heads,
                               long width) {
  for (long i = 0; i < rows; i++)
    for (long h = 0; h < heads; h++) {
#pragma clang fp reassociate(on) contract(fast)
      float *d = dx + i * stride + h * width;
      const float *x = kept + (i * heads + h) * width;
      float r = reciprocal[i * heads + h], dot = 0;
      for (long j = 0; j < width; j++) dot += d[j] * weight[j] * x[j];
      float shared = dot * r * r * r / (float)width;
      for (long j = 0; j < width; j++) {
        dweight[j] += d[j] * x[j] * r;
        d[j] = r * d[j] * weight[j] - shared * x[j];
      }
    }
}
