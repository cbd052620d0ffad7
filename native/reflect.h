/* A reflection of a block of a matrix; see reflect.c. */
#ifndef QNTK_REFLECT_H
#define QNTK_REFLECT_H

#include <stdint.h>

void reflect_rows(double *re, double *im, int32_t d, int32_t k, int32_t from, const double *vRe, const double *vIm, double scale, double *wRe, double *wIm);

#endif
