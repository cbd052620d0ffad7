/*
 * Threads that wait for each other: for a short time by looking, then by sleeping until the last of them wakes the others.
 */
#include <setjmp.h>
#include <time.h>
#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#endif

/* Looks at the others' progress before a thread sleeps. */
#define SPIN 2000

/* Where a thread goes on that has waited for too long. */
static _Thread_local jmp_buf *given_up;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Sleeps for up to a millisecond, or until woken, while a word has a value. */
static void sleep_while(i32 *word, i32 value) {
#if defined(__linux__)
  struct timespec millisecond = {0, 1000000};
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &millisecond, NULL, 0);
#elif defined(_WIN32)
  (void)word, (void)value;
  Sleep(0);
#else
  (void)word, (void)value;
  struct timespec moment = {0, 20000};
  nanosleep(&moment, NULL);
#endif
}

static void wake_all(i32 *word) {
#if defined(__linux__)
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
#else
  (void)word;
#endif
}

static f64 milliseconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return 1e3 * (f64)now.tv_sec + 1e-6 * (f64)now.tv_nsec;
}

static void wait_for_all(struct layout *L) {
  i32 *counters = (i32 *)L->meeting;
  i32 turn = __atomic_load_n(counters + 1, __ATOMIC_SEQ_CST);
  if (__atomic_fetch_add(counters, 1, __ATOMIC_SEQ_CST) == L->threads - 1) {
    __atomic_store_n(counters, 0, __ATOMIC_SEQ_CST);
    __atomic_fetch_add(counters + 1, 1, __ATOMIC_SEQ_CST);
    wake_all(counters + 1);
    return;
  }
  for (i32 k = 0; k < SPIN; k++) {
    if (__atomic_load_n(counters + 1, __ATOMIC_ACQUIRE) != turn) return;
    pause_briefly();
  }
  for (f64 begun = milliseconds(); __atomic_load_n(counters + 1, __ATOMIC_SEQ_CST) == turn;) {
    /* Give up rather than wait for ever for a thread that has died. */
    if (milliseconds() - begun > L->patience) longjmp(*given_up, 1);
    sleep_while(counters + 1, turn);
  }
}

static void meet(struct layout *L) {
  if (L->threads > 1) wait_for_all(L);
}
