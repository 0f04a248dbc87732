// What the kernels share: dispatch, a vector type, and exponential and logarithm by polynomial.
#pragma once
#include <stdint.h>
#include <string.h>

// Compiles a function for three instruction sets, chosen at load time. Elsewhere the target's
// baseline (NEON on arm64) serves.
#if defined(__x86_64__) && defined(__linux__)
#define DISPATCHED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DISPATCHED
#endif

#define INLINE static inline __attribute__((always_inline))

// Sixteen floats, loaded from any float's address; narrower machines split it.
#define LANES 16
typedef float lanes __attribute__((vector_size(64), aligned(4)));

INLINE long round_up(long value, long step) { return (value + step - 1) / step * step; }

// e^x to about 1 ulp of float for x in [-87, 88], clamped outside (Cephes' expf polynomial).
INLINE float fast_exp(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float shifter = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  float shifted = x * 1.44269504088896341f + shifter;
  float n = shifted - shifter;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  uint32_t bits;
  memcpy(&bits, &shifted, 4);
  bits = (bits << 23) + 0x3f800000u;  // the integer sits in the low bits of `shifted`
  float scale;
  memcpy(&scale, &bits, 4);
  return p * scale;
}

typedef int32_t integer_lanes __attribute__((vector_size(64), aligned(4)));

// Replaces each lane by its fast_exp. (Vectors travel by address: passing them by value would
// depend on the instruction set.)
INLINE void exponentiate_lanes(lanes *value) {
  const lanes shifter = (lanes){0} + 12582912.0f;
  lanes x = __builtin_elementwise_max(*value, (lanes){0} - 87.0f);
  x = __builtin_elementwise_min(x, (lanes){0} + 88.0f);
  lanes shifted = x * 1.44269504088896341f + shifter;
  lanes n = shifted - shifter;
  lanes r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  lanes p = (lanes){0} + 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  integer_lanes bits = ((integer_lanes)shifted << 23) + 0x3f800000;
  *value = p * (lanes)bits;
}

// Zeroes the lanes from `valid` on.
INLINE void keep_lanes(lanes *value, long valid) {
  const integer_lanes index = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  *value = (lanes)((integer_lanes)*value & (index < (int32_t)valid));
}

INLINE float sum_lanes(const lanes *value) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (int i = 0; i < LANES; i++) sum += (*value)[i];
  return sum;
}

INLINE float maximum_of(const float *x, long count, float start) {
#pragma clang fp reassociate(on)
  for (long t = 0; t < count; t++) start = x[t] > start ? x[t] : start;
  return start;
}

// Replaces x by exp((x - maximum) * scale) and returns the sum. x has room for whole lanes; what
// is beyond `count` becomes 0.
INLINE float exponentiate_row(float *x, long count, float maximum, float scale) {
  lanes total = {0};
  for (long t = 0; t < count; t += LANES) {
    lanes e = (*(lanes *)(x + t) - maximum) * scale;
    exponentiate_lanes(&e);
    if (count - t < LANES) keep_lanes(&e, count - t);
    *(lanes *)(x + t) = e;
    total += e;
  }
  return sum_lanes(&total);
}
