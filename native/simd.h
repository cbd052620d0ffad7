/*
 * The vectors of the kernels, VECTOR_BYTES wide: what kernels/simd.ts has for WebAssembly. A product and a sum are one instruction, rounded
 * once, as in the relaxed build there. SINGLE is 0 for double precision and 1 for single.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

typedef uintptr_t usize;
typedef int32_t i32;
typedef uint32_t u32;
typedef int64_t i64;
typedef float f32;
typedef double f64;

#if SINGLE
typedef f32 real;
#define REAL_SHIFT 2
#else
typedef f64 real;
#define REAL_SHIFT 3
#endif

#if VECTOR_BYTES == 64
#define VECTOR_SHIFT 6
#elif VECTOR_BYTES == 32
#define VECTOR_SHIFT 5
#else
#define VECTOR_SHIFT 4
#endif
#define ROW_SHIFT (VECTOR_SHIFT + 1)
#define RESULT_SHIFT (SINGLE ? VECTOR_SHIFT + 1 : VECTOR_SHIFT)

#define ALWAYS static inline __attribute__((always_inline))

/* A vector of columns, and the same anywhere in memory. */
typedef real v128 __attribute__((vector_size(VECTOR_BYTES)));
typedef real v128_at __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));
typedef f64 v_doubles __attribute__((vector_size(VECTOR_BYTES)));
typedef f64 v_doubles_at __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));

ALWAYS v128 v_load(usize at, usize offset) { return *(const v128_at *)(at + offset); }
ALWAYS void v_store(usize at, v128 value, usize offset) { *(v128_at *)(at + offset) = value; }
ALWAYS v128 lineLoad(usize at) { return v_load(at, 0); }
ALWAYS v128 mul(v128 a, v128 b) { return a * b; }
ALWAYS v128 add(v128 a, v128 b) { return a + b; }
ALWAYS v128 subtract(v128 a, v128 b) { return a - b; }
ALWAYS v128 divide(v128 a, v128 b) { return a / b; }
/* Not the functions of the C library. */
#define fma v_fma
#define fnma v_fnma
ALWAYS v128 zero(void) { return (v128){0}; }
ALWAYS v128 splatReal(real value) { return value - (v128){0}; }
ALWAYS v128 splat(f64 value) { return splatReal((real)value); }
/* The sign bit of every lane; and lanes with their sign changed where `bits` has one. */
typedef i64 v_bits __attribute__((vector_size(VECTOR_BYTES)));
ALWAYS v128 signBits(v128 a) { return (v128)((v_bits)a & (v_bits)splatReal((real)-0.0)); }
ALWAYS v128 flip(v128 a, v128 bits) { return (v128)((v_bits)a ^ (v_bits)bits); }
ALWAYS v128 splatAt(usize at) { return splatReal(*(const real *)at); }

/* fma: a b + c; fnma: c - a b. */
#if defined(__x86_64__) && VECTOR_BYTES == 64
#define X86(name, suffix) (v128) _mm512_##name##_##suffix(a, b, c)
#elif defined(__x86_64__) && VECTOR_BYTES == 32
#define X86(name, suffix) (v128) _mm256_##name##_##suffix(a, b, c)
#elif defined(__x86_64__)
#define X86(name, suffix) (v128) _mm_##name##_##suffix(a, b, c)
#endif
#if defined(__x86_64__) && SINGLE
ALWAYS v128 fma(v128 a, v128 b, v128 c) { return X86(fmadd, ps); }
ALWAYS v128 fnma(v128 a, v128 b, v128 c) { return X86(fnmadd, ps); }
#elif defined(__x86_64__)
ALWAYS v128 fma(v128 a, v128 b, v128 c) { return X86(fmadd, pd); }
ALWAYS v128 fnma(v128 a, v128 b, v128 c) { return X86(fnmadd, pd); }
#elif SINGLE
ALWAYS v128 fma(v128 a, v128 b, v128 c) { return (v128)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b); }
ALWAYS v128 fnma(v128 a, v128 b, v128 c) { return (v128)vfmsq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b); }
#else
ALWAYS v128 fma(v128 a, v128 b, v128 c) { return (v128)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b); }
ALWAYS v128 fnma(v128 a, v128 b, v128 c) { return (v128)vfmsq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b); }
#endif

/* Results are double in both precisions. */
ALWAYS v128 v_f64x2_add(v128 a, v128 b) { return (v128)((v_doubles)a + (v_doubles)b); }

ALWAYS void storeDoubles(usize at, v_doubles value, bool added) {
  v_doubles_at *to = (v_doubles_at *)at;
  if (added) value += *to;
  *to = value;
}

ALWAYS void storeResult(usize at, v128 value, bool added) {
#if SINGLE
  enum { half = VECTOR_BYTES / 8 };
  v_doubles low, high;
  for (int k = 0; k < half; k++) {
    low[k] = value[k];
    high[k] = value[k + half];
  }
  storeDoubles(at, low, added);
  storeDoubles(at + VECTOR_BYTES, high, added);
#else
  storeDoubles(at, value, added);
#endif
}

/* -1 where the parity of the mask's set bits is odd, otherwise 1. */
ALWAYS f64 signOf(i32 mask) { return 1 - ((__builtin_popcount((u32)mask) & 1) << 1); }

/* Two doubles, which angles are reduced in; nothing here is fused. */
typedef f64 pair __attribute__((vector_size(16)));
typedef i64 pair_bits __attribute__((vector_size(16)));

ALWAYS pair f64x2(f64 a, f64 b) { return (pair){a, b}; }
ALWAYS pair p_f64x2_splat(f64 value) { return (pair){value, value}; }
ALWAYS pair p_f64x2_add(pair a, pair b) { return a + b; }
ALWAYS pair p_f64x2_sub(pair a, pair b) { return a - b; }
ALWAYS pair p_f64x2_mul(pair a, pair b) { return a * b; }
ALWAYS pair p_i64x2_splat(i64 value) { return (pair)(pair_bits){value, value}; }
ALWAYS pair p_i64x2_add(pair a, pair b) { return (pair)((pair_bits)a + (pair_bits)b); }
ALWAYS pair p_i64x2_neg(pair a) { return (pair) - (pair_bits)a; }
ALWAYS pair p_i64x2_shl(pair a, i32 bits) { return (pair)((pair_bits)a << bits); }
ALWAYS pair p_v128_and(pair a, pair b) { return (pair)((pair_bits)a & (pair_bits)b); }
ALWAYS pair p_v128_xor(pair a, pair b) { return (pair)((pair_bits)a ^ (pair_bits)b); }
ALWAYS pair p_v128_bitselect(pair a, pair b, pair mask) {
  return (pair)(((pair_bits)a & (pair_bits)mask) | ((pair_bits)b & ~(pair_bits)mask));
}

ALWAYS void storePair(usize at, pair value) {
  ((real *)at)[0] = (real)value[0];
  ((real *)at)[1] = (real)value[1];
}

#define load_i32(at, offset) (*(const i32 *)((at) + (offset)))
#define load_u32(at, offset) (*(const u32 *)((at) + (offset)))
#define load_f64(at, offset) (*(const f64 *)((at) + (offset)))
#define store_i32(at, value, offset) (*(i32 *)((at) + (offset)) = (value))
#define store_f64(at, value, offset) (*(f64 *)((at) + (offset)) = (value))
#define v_memory_fill(at, value, bytes) memset((void *)(at), value, bytes)
#define v_memory_copy(to, from, bytes) memcpy((void *)(to), (const void *)(from), bytes)
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define abs(a) __builtin_fabs(a)
#define popcnt(a) __builtin_popcount((u32)(a))
#define clz(a) __builtin_clz((u32)(a))
