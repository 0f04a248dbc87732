#include "CKernels.h"
#include "vector.h"

DISPATCHED
double kernel_sum_of_squares(const float *x, long count) {
#pragma clang fp reassociate(on) contract(fast)
  double sum = 0;
  for (long i = 0; i < count; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

DISPATCHED
void kernel_accumulate(float *restrict y, const float *restrict x, long count) {
  for (long i = 0; i < count; i++) y[i] += x[i];
}

void kernel_gather_rows(float *restrict out, const float *restrict table, const int32_t *indices,
                        long rows, long width) {
  for (long i = 0; i < rows; i++)
    memcpy(out + i * width, table + (long)indices[i] * width, (size_t)width * sizeof(float));
}

DISPATCHED
void kernel_scatter_add_rows(float *restrict table, const float *restrict x,
                             const int32_t *indices, long rows, long width) {
  for (long i = 0; i < rows; i++) {
    float *restrict row = table + (long)indices[i] * width;
    const float *restrict from = x + i * width;
    for (long j = 0; j < width; j++) row[j] += from[j];
  }
}
