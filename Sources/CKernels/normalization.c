#include "CKernels.h"
#include "vector.h"

INLINE float reciprocal_rms(const float *x, long width, float epsilon) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0;
  for (long j = 0; j < width; j++) sum += x[j] * x[j];
  return 1.0f / __builtin_sqrtf(sum / (float)width + epsilon);
}

DISPATCHED
void kernel_rms_norm_forward(float *restrict y, float *restrict reciprocal,
                             const float *restrict x, const float *restrict weight, long rows,
                             long width, float epsilon) {
  for (long i = 0; i < rows; i++) {
    const float *row = x + i * width;
    float scale = reciprocal_rms(row, width, epsilon);
    reciprocal[i] = scale;
    for (long j = 0; j < width; j++) y[i * width + j] = row[j] * scale * weight[j];
  }
}

DISPATCHED
void kernel_add_rms_norm_forward(float *restrict y, float *restrict reciprocal,
                                 float *restrict x, const float *restrict residual,
                                 const float *restrict weight, long rows, long width,
                                 float epsilon) {
  for (long i = 0; i < rows; i++) {
    float *row = x + i * width;
    for (long j = 0; j < width; j++) row[j] += residual[i * width + j];
    float scale = reciprocal_rms(row, width, epsilon);
    reciprocal[i] = scale;
    for (long j = 0; j < width; j++) y[i * width + j] = row[j] * scale * weight[j];
  }
}

// With n = x * r: dx = r * (dy * w - n * mean(dy * w * n)), dw = sum over rows of dy * n.
DISPATCHED
void kernel_rms_norm_backward(float *restrict dx, float *restrict dweight,
                              const float *restrict dy, const float *restrict x,
                              const float *restrict weight, const float *restrict reciprocal,
                              long rows, long width) {
  for (long i = 0; i < rows; i++) {
#pragma clang fp reassociate(on) contract(fast)
    const float *xi = x + i * width, *dyi = dy + i * width;
    float *dxi = dx + i * width;
    float r = reciprocal[i], dot = 0;
    for (long j = 0; j < width; j++) dot += dyi[j] * weight[j] * xi[j];
    float shared = dot * r * r * r / (float)width;
    for (long j = 0; j < width; j++) {
      dxi[j] += r * dyi[j] * weight[j] - shared * xi[j];
      dweight[j] += dyi[j] * xi[j] * r;
    }
  }
}
