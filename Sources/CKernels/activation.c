#include "CKernels.h"
#include "vector.h"

DISPATCHED
void kernel_swiglu_forward(float *restrict y, const float *restrict gate_up, long rows,
                           long width) {
  for (long i = 0; i < rows; i++) {
    const float *g = gate_up + i * 2 * width, *u = g + width;
    float *yi = y + i * width;
    for (long j = 0; j < width; j++) yi[j] = g[j] * u[j] / (1.0f + fast_exp(-g[j]));
  }
}

// With s = sigmoid(g): d silu(g)/dg = s * (1 + g * (1 - s)).
DISPATCHED
void kernel_swiglu_backward(float *restrict dgate_up, const float *restrict dy,
                            const float *restrict gate_up, long rows, long width) {
  for (long i = 0; i < rows; i++) {
    const float *g = gate_up + i * 2 * width, *u = g + width, *dyi = dy + i * width;
    float *dg = dgate_up + i * 2 * width, *du = dg + width;
    for (long j = 0; j < width; j++) {
      float s = 1.0f / (1.0f + fast_exp(-g[j]));
      du[j] = dyi[j] * g[j] * s;
      dg[j] = dyi[j] * u[j] * s * (1.0f + g[j] * (1.0f - s));
    }
  }
}
