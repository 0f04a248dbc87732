// Small matrix products held in registers: the shapes of attention, where BLAS spends more on
// packing than on multiplying.
#pragma once
#include "vector.h"

// ROWS x (COLUMNS * 16) of c at once; a(i, p) is a[i * ai + p * ap].
#define PRODUCT_TILE(NAME, ROWS, COLUMNS)                                                       \
  INLINE void NAME(float *restrict c, long ldc, const float *restrict a, long ai, long ap,      \
                   const float *restrict b, long ldb, long inner, int accumulate) {             \
    lanes sum[ROWS][COLUMNS];                                                                   \
    _Pragma("unroll") for (int i = 0; i < ROWS; i++)                                            \
        _Pragma("unroll") for (int j = 0; j < COLUMNS; j++) sum[i][j] =                         \
            accumulate ? *(const lanes *)(c + i * ldc + j * LANES) : (lanes){0};                \
    for (long p = 0; p < inner; p++) {                                                          \
      _Pragma("unroll") for (int j = 0; j < COLUMNS; j++) {                                     \
        lanes right = *(const lanes *)(b + p * ldb + j * LANES);                                \
        _Pragma("unroll") for (int i = 0; i < ROWS; i++) sum[i][j] += a[i * ai + p * ap] * right; \
      }                                                                                         \
    }                                                                                           \
    _Pragma("unroll") for (int i = 0; i < ROWS; i++)                                            \
        _Pragma("unroll") for (int j = 0; j < COLUMNS; j++)                                     \
            *(lanes *)(c + i * ldc + j * LANES) = sum[i][j];                                    \
  }

PRODUCT_TILE(product_tile_8x2, 8, 2)
PRODUCT_TILE(product_tile_8x1, 8, 1)
PRODUCT_TILE(product_tile_4x2, 4, 2)
PRODUCT_TILE(product_tile_4x1, 4, 1)
PRODUCT_TILE(product_tile_1x2, 1, 2)
PRODUCT_TILE(product_tile_1x1, 1, 1)

// c (rows, columns) = a b, or c += a b. b and c are row-major; a has any strides. Sums run over
// `inner` in order, whatever the shape, so a row's result does not depend on its neighbours.
INLINE void product(float *restrict c, long ldc, const float *restrict a, long ai, long ap,
                    const float *restrict b, long ldb, long rows, long columns, long inner,
                    int accumulate) {
  long j = 0;
  for (; j + 2 * LANES <= columns; j += 2 * LANES) {
    long i = 0;
    for (; i + 8 <= rows; i += 8)
      product_tile_8x2(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
    for (; i + 4 <= rows; i += 4)
      product_tile_4x2(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
    for (; i < rows; i++)
      product_tile_1x2(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
  }
  for (; j + LANES <= columns; j += LANES) {
    long i = 0;
    for (; i + 8 <= rows; i += 8)
      product_tile_8x1(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
    for (; i + 4 <= rows; i += 4)
      product_tile_4x1(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
    for (; i < rows; i++)
      product_tile_1x1(c + i * ldc + j, ldc, a + i * ai, ai, ap, b + j, ldb, inner, accumulate);
  }
  if (j == columns) return;
  for (long i = 0; i < rows; i++)
    for (long n = j; n < columns; n++) {
      float sum = accumulate ? c[i * ldc + n] : 0;
      for (long p = 0; p < inner; p++) sum += a[i * ai + p * ap] * b[p * ldb + n];
      c[i * ldc + n] = sum;
    }
}
