/*
 * A[k.., from..] <- (1 - scale v v†) A[k.., from..] on two planes of d x d numbers, as kernels/reflect.ts: nothing is fused, and every number
 * is the same chain of operations, so that a seed gives the same unitary everywhere, bit for bit.
 */
#include "reflect.h"
#include <string.h>

void reflect_rows(double *restrict re, double *restrict im, int32_t d, int32_t k, int32_t from, const double *restrict vRe, const double *restrict vIm, double scale, double *restrict wRe, double *restrict wIm) {
  memset(wRe + from, 0, (size_t)(d - from) * sizeof(double));
  memset(wIm + from, 0, (size_t)(d - from) * sizeof(double));
  for (int32_t i = k; i < d; i++) {
    const double a = vRe[i];
    const double b = vIm[i];
    const double *r = re + (size_t)i * d;
    const double *s = im + (size_t)i * d;
    for (int32_t j = from; j < d; j++) {
      wRe[j] += a * r[j] + b * s[j];
      wIm[j] += a * s[j] - b * r[j];
    }
  }
  for (int32_t i = k; i < d; i++) {
    const double a = scale * vRe[i];
    const double b = scale * vIm[i];
    double *r = re + (size_t)i * d;
    double *s = im + (size_t)i * d;
    for (int32_t j = from; j < d; j++) {
      r[j] -= a * wRe[j] - b * wIm[j];
      s[j] -= a * wIm[j] + b * wRe[j];
    }
  }
}
