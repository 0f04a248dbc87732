#include "CKernels.h"
#include "vector.h"

DISPATCHED
void kernel_rotary(float *restrict x, long rows, long stride, long heads, long width,
                   const int32_t *restrict positions, const float *restrict cosine,
                   const float *restrict sine, float direction) {
  long half = width / 2;
  for (long i = 0; i < rows; i++) {
    const float *c = cosine + (long)positions[i] * half, *s = sine + (long)positions[i] * half;
    for (long h = 0; h < heads; h++) {
      float *restrict a = x + i * stride + h * width;
      float *restrict b = a + half;
      for (long j = 0; j < half; j++) {
        float sj = direction * s[j], aj = a[j], bj = b[j];
        a[j] = aj * c[j] - bj * sj;
        b[j] = bj * c[j] + aj * sj;
      }
    }
  }
}
