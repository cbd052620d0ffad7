/*
 * The most fused products and sums of doubles that one core makes, in GFLOP/s: many independent sums in registers, in the widest vectors there are.
 */
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX2__)
#define BYTES 32
#else
#define BYTES 16
#endif
#define SUMS 12
#define TERMS 1000000
#define TURNS 40

typedef double vector __attribute__((vector_size(BYTES)));

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void) {
  double best = 0;
  for (int turn = 0; turn < TURNS; turn++) {
    vector sum[SUMS];
    for (int k = 0; k < SUMS; k++) sum[k] = (vector){(double)k};
    const vector factor = (vector){0.999} + 0.5, term = (vector){1e-9} + 1e-9;
    const double start = seconds();
    for (int t = 0; t < TERMS; t++) {
#pragma GCC unroll 12
      for (int k = 0; k < SUMS; k++) sum[k] = sum[k] * factor + term;
    }
    const double rate = (double)TERMS * SUMS * 2 * (BYTES / 8) / (seconds() - start) / 1e9;
    volatile double kept = 0;
    for (int k = 0; k < SUMS; k++) kept += sum[k][0];
    if (rate > best) best = rate;
  }
  printf("%.2f\n", best);
  return 0;
}
