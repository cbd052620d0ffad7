/*
 * The kernels for one width of vectors and one precision, exported as a table of functions. Compiled once for each.
 */
#include "simd.h"
#include "kernels.h"
#include "meeting.h"
#include "dense.h"
#include "table.h"

/* Runs a statement that gives up where a thread does not come. */
#define UNLESS_GIVEN_UP(statement)          \
  jmp_buf here;                             \
  given_up = &here;                         \
  if (setjmp(here) != 0) return NAN_ADDRESS; \
  statement

static struct layout *of(void *instance) { return instance; }

static void run_configure(void *instance, uintptr_t base, f64 description, i32 thread) {
  struct layout *L = of(instance);
  L->base = base;
  configure(L, base + (usize)description, thread);
}

static void run_start(void *instance) { start(of(instance)); }

static void run_fill_trig(void *instance, f64 theta, i32 parameters, f64 factors, f64 which) {
  struct layout *L = of(instance);
  fillTrig(L, L->base + (usize)theta, parameters, L->base + (usize)factors, L->base + (usize)which);
}

static f64 run_forward(void *instance, i32 first, i32 end) {
  struct layout *L = of(instance);
  UNLESS_GIVEN_UP(return (f64)(forward(L, first, end) - L->base));
}

static void run_observe(void *instance, f64 psi, i32 first, i32 end) {
  struct layout *L = of(instance);
  observe(L, L->base + (usize)psi, first, end);
}

static f64 run_backward(void *instance, f64 psi, i32 first, i32 end) {
  struct layout *L = of(instance);
  UNLESS_GIVEN_UP(backward(L, L->base + (usize)psi, first, end));
  return 0;
}

static f64 run_undo(void *instance, f64 psi) {
  struct layout *L = of(instance);
  return (f64)(undo(L, L->base + (usize)psi) - L->base);
}

static i32 run_descend(void *instance, i32 steps, i32 columns, i32 parameters, const f64 *addresses, f64 eta, f64 bound) {
  struct layout *L = of(instance);
  const usize base = L->base;
  const usize offsets = addresses[4] == 0 ? 0 : base + (usize)addresses[4];
  return descend(L, steps, columns, parameters, base + (usize)addresses[0], base + (usize)addresses[1], base + (usize)addresses[2],
                 base + (usize)addresses[3], offsets, eta, bound, base + (usize)addresses[5], base + (usize)addresses[6]);
}

const struct kernels TABLE = {KERNELS_VERSION, sizeof(struct layout), run_configure, run_start,    run_fill_trig, run_forward,
                              run_observe,           run_backward,  run_undo,     run_descend};
