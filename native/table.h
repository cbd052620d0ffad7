/*
 * What one build of the kernels offers. Addresses are bytes from the beginning of the memory, as WebAssembly counts them.
 */
#ifndef QNTK_TABLE_H
#define QNTK_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* Returned in place of an address by a thread that has waited for another one for too long. */
#define NAN_ADDRESS (-1.0)

struct kernels {
  /* Of the sources. */
  const char *version;
  /* Bytes of an instance, which are to be zero before it is configured. */
  size_t bytes;
  void (*configure)(void *instance, uintptr_t base, double description, int32_t thread);
  void (*start)(void *instance);
  void (*fill_trig)(void *instance, double theta, int32_t parameters, double factors, double which);
  double (*forward)(void *instance, int32_t first, int32_t end);
  void (*observe)(void *instance, double psi, int32_t first, int32_t end);
  double (*backward)(void *instance, double psi, int32_t first, int32_t end);
  double (*undo)(void *instance, double psi);
  int32_t (*descend)(void *instance, int32_t steps, int32_t columns, int32_t parameters, const double *addresses, double eta, double bound);
};

#endif
