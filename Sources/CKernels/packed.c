#include "CKernels.h"
#include "product.h"

// A linear layer's weight, repacked once so that the product streams it: panels of 32 outputs,
// each (inputs, 32). BLAS would repack it at every call, which for the few rows of a decoding
// step costs nearly as much as multiplying.
enum { PANEL = 2 * LANES };

long kernel_packed_floats(long inputs, long outputs) { return round_up(outputs, PANEL) * inputs; }

int kernel_packed_is_fast(void) {
#if defined(__x86_64__) && defined(__linux__)
  return __builtin_cpu_supports("x86-64-v3") != 0;
#else
  return 0;
#endif
}

void kernel_pack(float *restrict packed, const float *restrict weight, long inputs, long outputs) {
  for (long o = 0; o < outputs; o += PANEL) {
    float *panel = packed + o * inputs;
    for (long j = 0; j < PANEL; j++)
      for (long i = 0; i < inputs; i++)
        panel[i * PANEL + j] = o + j < outputs ? weight[(o + j) * inputs + i] : 0;
  }
}

void kernel_pack_transposed(float *restrict packed, const float *restrict weight, long inputs,
                            long outputs) {
  for (long i = 0; i < inputs; i += PANEL) {
    float *panel = packed + i * outputs;
    long columns = inputs - i < PANEL ? inputs - i : PANEL;
    for (long o = 0; o < outputs; o++) {
      memcpy(panel + o * PANEL, weight + o * inputs + i, (size_t)columns * sizeof(float));
      for (long j = columns; j < PANEL; j++) panel[o * PANEL + j] = 0;
    }
  }
}

// Twelve registers of eight floats hold the larger tile's sums, which leaves four for the factors
// where there are sixteen. Larger tiles spill even where there are 32.
PRODUCT_TILE(tile_6, 6, 1)
PRODUCT_TILE(tile_3, 3, 1)

PRODUCT_TILE(tile_2x2, 2, 2)

// Rows up to which it is the panel's way from memory that counts: it is read in order then, whole
// lines at a time. That takes 32 registers.
enum { FEW_ROWS = 48 };

INLINE long few_rows(void) {
#if defined(__x86_64__) && defined(__linux__)
  return __builtin_cpu_supports("x86-64-v4") ? FEW_ROWS : 0;
#else
  return FEW_ROWS;
#endif
}

INLINE void panel_product(float *restrict y, long ldy, const float *restrict x, long inputs,
                          const float *restrict panel, long rows, long few) {
  long i = 0;
  if (rows <= few) {
    for (; i + 4 <= rows; i += 4)
      product_tile_4x2(y + i * ldy, ldy, x + i * inputs, inputs, 1, panel, PANEL, inputs, 0);
    for (; i + 2 <= rows; i += 2)
      tile_2x2(y + i * ldy, ldy, x + i * inputs, inputs, 1, panel, PANEL, inputs, 0);
  }
  for (; i + 6 <= rows; i += 6)
    for (long half = 0; half < PANEL; half += LANES)
      tile_6(y + i * ldy + half, ldy, x + i * inputs, inputs, 1, panel + half, PANEL, inputs, 0);
  for (; i + 3 <= rows; i += 3)
    for (long half = 0; half < PANEL; half += LANES)
      tile_3(y + i * ldy + half, ldy, x + i * inputs, inputs, 1, panel + half, PANEL, inputs, 0);
  for (; i < rows; i++)
    product_tile_1x2(y + i * ldy, ldy, x + i * inputs, inputs, 1, panel, PANEL, inputs, 0);
}

// Rows that are multiplied by all panels in turn: few, so that their inputs stay in a near cache,
// but more where the panels together do not, as then it is their reading that counts.
enum { STRIP = 48, LONG_STRIP = 192, NEAR_WEIGHTS = 1 << 19 };

// The last panel's product goes through a full-width buffer, of which only what exists is copied.
DISPATCHED
void kernel_packed_linear(float *restrict y, const float *restrict x,
                          const float *restrict packed, long rows, long inputs, long outputs) {
  long strip = inputs * outputs > NEAR_WEIGHTS ? LONG_STRIP : STRIP, few = few_rows();
  for (long start = 0; start < rows; start += strip) {
    long count = rows - start < strip ? rows - start : strip;
    const float *xs = x + start * inputs;
    float *ys = y + start * outputs;
    long o = 0;
    for (; o + PANEL <= outputs; o += PANEL)
      panel_product(ys + o, outputs, xs, inputs, packed + o * inputs, count, few);
    if (o < outputs) {
      float edge[LONG_STRIP * PANEL];
      panel_product(edge, PANEL, xs, inputs, packed + o * inputs, count, few);
      for (long i = 0; i < count; i++)
        memcpy(ys + i * outputs + o, edge + i * PANEL, (size_t)(outputs - o) * sizeof(float));
    }
  }
}
