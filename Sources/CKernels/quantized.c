#include "CKernels.h"
#include "vector.h"

// The block formats of GGUF. A block starts at any address, so its numbers are copied out.

INLINE float half_at(const uint8_t *bytes) {
  uint16_t half;
  memcpy(&half, bytes, 2);
  float value;
  kernel_half_to_float(&value, &half, 1);
  return value;
}

void kernel_dequantize_q8_0(float *restrict out, const uint8_t *restrict in, long blocks) {
  for (long b = 0; b < blocks; b++, in += 34, out += 32) {
    float d = half_at(in);
    for (int j = 0; j < 32; j++) out[j] = d * (float)(int8_t)in[2 + j];
  }
}

void kernel_dequantize_q4_0(float *restrict out, const uint8_t *restrict in, long blocks) {
  for (long b = 0; b < blocks; b++, in += 18, out += 32) {
    float d = half_at(in);
    for (int j = 0; j < 16; j++) {
      out[j] = d * (float)((in[2 + j] & 15) - 8);
      out[j + 16] = d * (float)((in[2 + j] >> 4) - 8);
    }
  }
}

void kernel_dequantize_q4_1(float *restrict out, const uint8_t *restrict in, long blocks) {
#pragma clang fp contract(off)
  for (long b = 0; b < blocks; b++, in += 20, out += 32) {
    float d = half_at(in), m = half_at(in + 2);
    for (int j = 0; j < 16; j++) {
      out[j] = d * (float)(in[4 + j] & 15) + m;
      out[j + 16] = d * (float)(in[4 + j] >> 4) + m;
    }
  }
}

// Eight scales and eight minima of six bits each, in twelve bytes: the low four bits of the last
// four pairs are in the last four bytes, their high two bits above those of the first four pairs.
INLINE void scale_and_minimum(const uint8_t *packed, int j, float *scale, float *minimum) {
  int s = j < 4 ? packed[j] & 63 : (packed[j + 4] & 15) | (packed[j - 4] >> 6) << 4;
  int m = j < 4 ? packed[j + 4] & 63 : (packed[j + 4] >> 4) | (packed[j] >> 6) << 4;
  *scale = (float)s;
  *minimum = (float)m;
}

void kernel_dequantize_q4_k(float *restrict out, const uint8_t *restrict in, long blocks) {
#pragma clang fp contract(off)
  for (long b = 0; b < blocks; b++, in += 144, out += 256) {
    float d = half_at(in), dmin = half_at(in + 2);
    for (int j = 0; j < 8; j++) {
      float scale, minimum;
      scale_and_minimum(in + 4, j, &scale, &minimum);
      const uint8_t *q = in + 16 + j / 2 * 32;
      int shift = j % 2 * 4;
      for (int l = 0; l < 32; l++)
        out[j * 32 + l] = d * scale * (float)((q[l] >> shift) & 15) - dmin * minimum;
    }
  }
}

void kernel_dequantize_q6_k(float *restrict out, const uint8_t *restrict in, long blocks) {
  for (long b = 0; b < blocks; b++, in += 210, out += 256) {
    float d = half_at(in + 208);
    for (int half = 0; half < 2; half++) {
      const uint8_t *low = in + half * 64, *high = in + 128 + half * 32;
      const int8_t *scales = (const int8_t *)in + 192 + half * 8;
      for (int part = 0; part < 4; part++)
        for (int l = 0; l < 32; l++) {
          int q = (low[l + part % 2 * 32] >> (part / 2 * 4)) & 15;
          q |= ((high[l] >> (part * 2)) & 3) << 4;
          out[half * 128 + part * 32 + l] = d * (float)scales[part * 2 + l / 16] * (float)(q - 32);
        }
    }
  }
}
