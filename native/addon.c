/*
 * The add-on: the kernels that this processor runs, working on memories of JavaScript.
 *
 *   widths        bytes of the vectors there are, the narrowest first
 *   version       of the sources of the kernels
 *   name          of the instructions
 *   groupVectors  most vectors of a group of columns
 *   instantiate(bytes, width, single)   the kernels on the memory of a typed array that begins it
 *   reflectRows(...)                    a step of a Haar unitary, rounded as in every build of the kernels
 *   advise(bytes, length)               asks for large pages for so much memory that a typed array begins
 */
#define NAPI_VERSION 8
#if defined(__linux__)
#define _GNU_SOURCE
#include <sys/mman.h>
#endif
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <node_api.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "reflect.h"
#include "table.h"

extern const struct kernels kernels_16_double, kernels_16_single;
#if defined(__x86_64__)
extern const struct kernels kernels_32_double, kernels_32_single;
#endif
#if defined(WITH_AVX512)
extern const struct kernels kernels_wide_32_double, kernels_wide_32_single, kernels_wide_64_double, kernels_wide_64_single;
#endif

/* Kernels on one memory. */
struct instance {
  const struct kernels *kernels;
  uintptr_t base;
  void *layout;
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define CHECK(call)                                              \
  do {                                                           \
    if ((call) != napi_ok) {                                     \
      napi_throw_error(env, NULL, "the add-on was called wrongly"); \
      return NULL;                                               \
    }                                                            \
  } while (0)

/* The instructions that this processor has: 0 where it has too few. */
enum level { NONE, BASE, AVX2, AVX512 };

#if defined(__x86_64__)
/* Whether all of these bits are set. */
static bool all(unsigned word, unsigned bits) { return (word & bits) == bits; }
#define BIT(n) (1u << (n))

static enum level level_here(void) {
  unsigned a, b, c, d, b7, c7, c81;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !__get_cpuid_count(7, 0, &a, &b7, &c7, &d) || !__get_cpuid(0x80000001, &a, &b, &c81, &d)) return NONE;
  /* FMA, MOVBE, POPCNT, OSXSAVE, AVX and F16C; BMI1, AVX2 and BMI2; LZCNT: what compilers call haswell. */
  if (!all(c, BIT(12) | BIT(22) | BIT(23) | BIT(27) | BIT(28) | BIT(29)) || !all(b7, BIT(3) | BIT(5) | BIT(8)) || !all(c81, BIT(5))) return NONE;
  /* Which registers the operating system keeps. */
  unsigned kept, high;
  __asm__ volatile("xgetbv" : "=a"(kept), "=d"(high) : "c"(0));
  if (!all(kept, 0x6)) return NONE;
#if defined(WITH_AVX512)
  /* AVX-512 F, DQ, CD, BW and VL. */
  if (all(b7, BIT(16) | BIT(17) | BIT(28) | BIT(30) | BIT(31)) && all(kept, 0xe6)) return AVX512;
#endif
  return AVX2;
}
#else
static enum level level_here(void) { return BASE; }
#endif

static const struct kernels *kernels_of(enum level level, int width, bool single) {
#if defined(WITH_AVX512)
  if (level == AVX512 && width == 64) return single ? &kernels_wide_64_single : &kernels_wide_64_double;
  if (level == AVX512 && width == 32) return single ? &kernels_wide_32_single : &kernels_wide_32_double;
#endif
#if defined(__x86_64__)
  if (level >= AVX2 && width == 32) return single ? &kernels_32_single : &kernels_32_double;
#endif
  return level != NONE && width == 16 ? (single ? &kernels_16_single : &kernels_16_double) : NULL;
}

/* Arguments of a call as numbers, and the instance it belongs to. */
static struct instance *arguments(napi_env env, napi_callback_info info, size_t expected, double *values) {
  napi_value list[16];
  size_t count = expected;
  void *data = NULL;
  CHECK(napi_get_cb_info(env, info, &count, list, NULL, &data));
  for (size_t k = 0; k < expected; k++) CHECK(k < count ? napi_get_value_double(env, list[k], &values[k]) : napi_invalid_arg);
  return data;
}

static napi_value number(napi_env env, double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}

/* A method that takes so many numbers. */
#define METHOD(name, expected, ...)                                     \
  static napi_value name(napi_env env, napi_callback_info info) {       \
    double a[16];                                                       \
    const struct instance *self = arguments(env, info, expected, a);    \
    if (self == NULL) return NULL;                                      \
    __VA_ARGS__                                                         \
  }

METHOD(call_configure, 2, self->kernels->configure(self->layout, self->base, a[0], (int32_t)a[1]); return NULL;)
METHOD(call_start, 0, self->kernels->start(self->layout); return NULL;)
METHOD(call_fill_trig, 4, self->kernels->fill_trig(self->layout, a[0], (int32_t)a[1], a[2], a[3]); return NULL;)
METHOD(call_forward, 2, return number(env, self->kernels->forward(self->layout, (int32_t)a[0], (int32_t)a[1]));)
METHOD(call_observe, 3, self->kernels->observe(self->layout, a[0], (int32_t)a[1], (int32_t)a[2]); return NULL;)
METHOD(call_backward, 3, return number(env, self->kernels->backward(self->layout, a[0], (int32_t)a[1], (int32_t)a[2]));)
METHOD(call_undo, 1, return number(env, self->kernels->undo(self->layout, a[0]));)

static napi_value call_descend(napi_env env, napi_callback_info info) {
  double a[12];
  const struct instance *self = arguments(env, info, 12, a);
  if (self == NULL) return NULL;
  const double addresses[] = {a[3], a[4], a[5], a[6], a[7], a[10], a[11]};
  const int32_t made = self->kernels->descend(self->layout, (int32_t)a[0], (int32_t)a[1], (int32_t)a[2], addresses, a[8], a[9]);
  return number(env, made);
}

static void release(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  struct instance *self = data;
  free(self->layout);
  free(self);
}

static napi_value instantiate(napi_env env, napi_callback_info info) {
  static const struct {
    const char *name;
    napi_callback call;
  } methods[] = {
      {"configure", call_configure}, {"start", call_start},       {"fillTrig", call_fill_trig}, {"forward", call_forward},
      {"observe", call_observe},     {"backward", call_backward}, {"undo", call_undo},          {"descend", call_descend},
  };
  napi_value list[3];
  size_t count = 3;
  CHECK(napi_get_cb_info(env, info, &count, list, NULL, NULL));
  void *bytes = NULL;
  int32_t width = 0;
  bool single = false;
  CHECK(count == 3 ? napi_ok : napi_invalid_arg);
  CHECK(napi_get_typedarray_info(env, list[0], NULL, NULL, &bytes, NULL, NULL));
  CHECK(napi_get_value_int32(env, list[1], &width));
  CHECK(napi_get_value_bool(env, list[2], &single));
  const struct kernels *kernels = kernels_of(level_here(), width, single);
  CHECK(kernels != NULL && bytes != NULL ? napi_ok : napi_invalid_arg);
  struct instance *self = malloc(sizeof(*self));
  void *layout = calloc(1, kernels->bytes);
  if (self == NULL || layout == NULL) {
    free(self);
    free(layout);
    napi_throw_error(env, NULL, "out of memory");
    return NULL;
  }
  *self = (struct instance){kernels, (uintptr_t)bytes, layout};
  napi_value result;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_wrap(env, result, self, release, NULL, NULL));
  for (size_t k = 0; k < COUNT(methods); k++) {
    napi_value method;
    CHECK(napi_create_function(env, methods[k].name, NAPI_AUTO_LENGTH, methods[k].call, self, &method));
    CHECK(napi_set_named_property(env, result, methods[k].name, method));
  }
  /* The memory lives as long as the kernels on it. */
  CHECK(napi_set_named_property(env, result, "memory", list[0]));
  return result;
}

/* reflectRows(bytes, re, im, d, k, from, vRe, vIm, scale, wRe, wIm) */
static napi_value call_reflect(napi_env env, napi_callback_info info) {
  napi_value list[11];
  size_t count = 11;
  CHECK(napi_get_cb_info(env, info, &count, list, NULL, NULL));
  CHECK(count == 11 ? napi_ok : napi_invalid_arg);
  void *bytes = NULL;
  CHECK(napi_get_typedarray_info(env, list[0], NULL, NULL, &bytes, NULL, NULL));
  double a[11];
  for (size_t k = 1; k < 11; k++) CHECK(napi_get_value_double(env, list[k], &a[k]));
  const uintptr_t base = (uintptr_t)bytes;
#define PLANE(k) (double *)(base + (uintptr_t)a[k])
  reflect_rows(PLANE(1), PLANE(2), (int32_t)a[3], (int32_t)a[4], (int32_t)a[5], PLANE(6), PLANE(7), a[8], PLANE(9), PLANE(10));
  return NULL;
}

/* Bytes of the pages that memory is asked for in. */
#define PAGE 4096

/*
 * advise(bytes, length): large pages for so much memory, which the typed array begins, where the system has them. Matrices are read as fast
 * again: fetching ahead ends at the end of a page.
 */
static napi_value call_advise(napi_env env, napi_callback_info info) {
  napi_value list[2];
  size_t count = 2;
  void *bytes = NULL;
  double length = 0;
  CHECK(napi_get_cb_info(env, info, &count, list, NULL, NULL));
  CHECK(count == 2 ? napi_ok : napi_invalid_arg);
  CHECK(napi_get_typedarray_info(env, list[0], NULL, NULL, &bytes, NULL, NULL));
  CHECK(napi_get_value_double(env, list[1], &length));
#if defined(__linux__)
  const uintptr_t first = ((uintptr_t)bytes + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  const uintptr_t end = ((uintptr_t)bytes + (uintptr_t)length) & ~(uintptr_t)(PAGE - 1);
  /* A system without them says so, and goes on as before. */
  if (end > first) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#endif
  return NULL;
}

NAPI_MODULE_INIT() {
  static const char *const names[] = {"", "NEON", "AVX2", "AVX-512"};
  const enum level level = level_here();
  napi_value widths, name, version, function;
  CHECK(napi_create_array(env, &widths));
  uint32_t count = 0;
  for (int width = 16; width <= 64; width *= 2) {
    if (kernels_of(level, width, false) != NULL) CHECK(napi_set_element(env, widths, count++, number(env, width)));
  }
  CHECK(napi_set_named_property(env, exports, "widths", widths));
  CHECK(napi_create_string_utf8(env, kernels_16_double.version, NAPI_AUTO_LENGTH, &version));
  CHECK(napi_set_named_property(env, exports, "version", version));
  CHECK(napi_create_string_utf8(env, names[level], NAPI_AUTO_LENGTH, &name));
  CHECK(napi_set_named_property(env, exports, "name", name));
  CHECK(napi_set_named_property(env, exports, "groupVectors", number(env, level == BASE ? 5 : 3)));
  CHECK(napi_create_function(env, "instantiate", NAPI_AUTO_LENGTH, instantiate, NULL, &function));
  CHECK(napi_set_named_property(env, exports, "instantiate", function));
  CHECK(napi_create_function(env, "reflectRows", NAPI_AUTO_LENGTH, call_reflect, NULL, &function));
  CHECK(napi_set_named_property(env, exports, "reflectRows", function));
  CHECK(napi_create_function(env, "advise", NAPI_AUTO_LENGTH, call_advise, NULL, &function));
  CHECK(napi_set_named_property(env, exports, "advise", function));
  return exports;
}
