#include "CKernels.h"
#include "vector.h"

DISPATCHED
void kernel_adamw(float *restrict parameter, float *restrict moment1, float *restrict moment2,
                  const float *restrict gradient, long count, kernel_adamw_step step) {
  float rate = step.learning_rate / step.correction1;
  float root = 1.0f / __builtin_sqrtf(step.correction2);
  float keep = 1.0f - step.learning_rate * step.weight_decay;
  for (long i = 0; i < count; i++) {
    float g = gradient[i] * step.gradient_scale;
    float m = step.beta1 * moment1[i] + (1.0f - step.beta1) * g;
    float v = step.beta2 * moment2[i] + (1.0f - step.beta2) * g * g;
    moment1[i] = m;
    moment2[i] = v;
    parameter[i] =
        parameter[i] * keep - rate * m / (__builtin_elementwise_sqrt(v) * root + step.epsilon);
  }
}
