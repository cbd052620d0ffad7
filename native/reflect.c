/*
 * A[k.., from..] <- (1 - scale v v†) A[k.., from..] on two planes of d x d numbers, as kernels/reflect.ts: nothing is fused, and every number
 * is the same chain of operations, so that a seed gives the same unitary everywhere, bit for bit.
 *
 * Column by column nothing depends on the others: they are taken in blocks.
 */
#include "reflect.h"
#include <stddef.h>

typedef double four __attribute__((vector_size(32)));
typedef double four_at __attribute__((vector_size(32), aligned(8), may_alias));

/* Columns that are taken together: their rows stay in the second-level cache until they are changed. */
#define WIDTH 256
/* Rows whose products are added up at once. */
#define ROWS 4

static inline __attribute__((always_inline)) four load(const double *at) { return *(const four_at *)at; }
static inline __attribute__((always_inline)) void store(double *at, four value) { *(four_at *)at = value; }
static inline __attribute__((always_inline)) four all(double value) { return (four){value, value, value, value}; }

/* Columns j .. end - 1, a multiple of four of them: v† A in `w`, four rows added at a time. */
static void reflect_columns(double *re, double *im, int32_t d, int32_t k, int32_t j, int32_t end, const double *vRe, const double *vIm, double scale, double *wRe, double *wIm) {
  for (int32_t c = j; c < end; c += 4) {
    store(wRe + c, all(0));
    store(wIm + c, all(0));
  }
  int32_t i = k;
  for (; i + ROWS <= d; i += ROWS) {
    const double *r = re + (size_t)i * d, *s = im + (size_t)i * d;
    for (int32_t c = j; c < end; c += 4) {
      four x = load(wRe + c), y = load(wIm + c);
#pragma GCC unroll 4
      for (int n = 0; n < ROWS; n++) {
        const four p = load(r + (size_t)n * d + c), q = load(s + (size_t)n * d + c);
        x += all(vRe[i + n]) * p + all(vIm[i + n]) * q;
        y += all(vRe[i + n]) * q - all(vIm[i + n]) * p;
      }
      store(wRe + c, x);
      store(wIm + c, y);
    }
  }
  for (; i < d; i++) {
    const double *r = re + (size_t)i * d, *s = im + (size_t)i * d;
    for (int32_t c = j; c < end; c += 4) {
      store(wRe + c, load(wRe + c) + (all(vRe[i]) * load(r + c) + all(vIm[i]) * load(s + c)));
      store(wIm + c, load(wIm + c) + (all(vRe[i]) * load(s + c) - all(vIm[i]) * load(r + c)));
    }
  }
  for (i = k; i < d; i++) {
    const four a = all(scale * vRe[i]), b = all(scale * vIm[i]);
    double *r = re + (size_t)i * d, *s = im + (size_t)i * d;
    for (int32_t c = j; c < end; c += 4) {
      const four x = load(wRe + c), y = load(wIm + c);
      store(r + c, load(r + c) - (a * x - b * y));
      store(s + c, load(s + c) - (a * y + b * x));
    }
  }
}

static void reflect_column(double *re, double *im, int32_t d, int32_t k, int32_t j, const double *vRe, const double *vIm, double scale) {
  double wRe = 0, wIm = 0;
  for (int32_t i = k; i < d; i++) {
    const double x = re[(size_t)i * d + j], y = im[(size_t)i * d + j];
    wRe += vRe[i] * x + vIm[i] * y;
    wIm += vRe[i] * y - vIm[i] * x;
  }
  for (int32_t i = k; i < d; i++) {
    const double a = scale * vRe[i], b = scale * vIm[i];
    re[(size_t)i * d + j] -= a * wRe - b * wIm;
    im[(size_t)i * d + j] -= a * wIm + b * wRe;
  }
}

void reflect_rows(double *re, double *im, int32_t d, int32_t k, int32_t from, const double *vRe, const double *vIm, double scale, double *wRe, double *wIm) {
  int32_t j = from;
  for (; j + 4 <= d; j += WIDTH) {
    const int32_t left = (d - j) & ~3;
    reflect_columns(re, im, d, k, j, j + (left < WIDTH ? left : WIDTH), vRe, vIm, scale, wRe, wIm);
  }
  for (j = from + ((d - from) & ~3); j < d; j++) reflect_column(re, im, d, k, j, vRe, vIm, scale);
}
