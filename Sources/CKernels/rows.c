#include "CKernels.h"
#include "vector.h"

DISPATCHED
void kernel_add_to_rows(float *restrict y, const float *restrict bias, long rows, long width) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < width; j++) y[i * width + j] += bias[j];
}

DISPATCHED
void kernel_add_column_sums(float *restrict sums, const float *restrict x, long rows,
                            long width) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < width; j++) sums[j] += x[i * width + j];
}
