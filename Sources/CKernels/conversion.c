#include "CKernels.h"
#include "vector.h"

// IEEE binary16 by integer arithmetic alone, so that no processor feature is needed.

DISPATCHED
void kernel_half_to_float(float *restrict out, const uint16_t *restrict in, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t h = in[i], sign = (h & 0x8000u) << 16, magnitude = h & 0x7fffu;
    uint32_t normal = (magnitude << 13) + 0x38000000u;
    uint32_t special = (magnitude << 13) | 0x7f800000u;
    float tiny = (float)(int32_t)magnitude * 0x1p-24f;  // zero and subnormals
    uint32_t small;
    memcpy(&small, &tiny, 4);
    uint32_t bits = magnitude < 0x0400u ? small : magnitude >= 0x7c00u ? special : normal;
    bits |= sign;
    memcpy(out + i, &bits, 4);
  }
}

DISPATCHED
void kernel_float_to_half(uint16_t *restrict out, const float *restrict in, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, in + i, 4);
    uint32_t sign = (bits >> 16) & 0x8000u, magnitude = bits & 0x7fffffffu;
    uint32_t normal = (magnitude - 0x38000000u + 0x0fffu + ((magnitude >> 13) & 1u)) >> 13;
    // Adding 0.5 moves a subnormal's bits to the end of the significand, rounded by hardware.
    float value;
    memcpy(&value, &magnitude, 4);
    float shifted = value + 0.5f;
    uint32_t small;
    memcpy(&small, &shifted, 4);
    small -= 0x3f000000u;
    uint32_t half = magnitude < 0x38800000u ? small : normal;
    half = magnitude >= 0x477ff000u ? 0x7c00u : half;
    half = magnitude > 0x7f800000u ? 0x7e00u : half;
    out[i] = (uint16_t)(half | sign);
  }
}

DISPATCHED
void kernel_bfloat_to_float(float *restrict out, const uint16_t *restrict in, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)in[i] << 16;
    memcpy(out + i, &bits, 4);
  }
}

DISPATCHED
void kernel_float_to_bfloat(uint16_t *restrict out, const float *restrict in, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, in + i, 4);
    uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    uint32_t quiet = (bits >> 16) | 0x40u;
    out[i] = (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
  }
}
