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
