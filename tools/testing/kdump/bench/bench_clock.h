/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clock of the benchmarks, the lines in which they report, and what has to
 * be so many instructions.
 *
 * Under "qemu -icount shift=0" the time stamp counter counts guest
 * instructions, of all CPUs together, and so does arm64's counter, in steps of
 * 16. Nothing sets them back, so that what was read before a crash compares with
 * what is read in the capture kernel.
 */
#ifndef _KDUMP_BENCH_CLOCK_H
#define _KDUMP_BENCH_CLOCK_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __x86_64__
static inline uint64_t clock_now(void)
{
	return __builtin_ia32_rdtsc();
}

/*
 * Eight bytes an instruction, as copy_to_user() does it on a processor without
 * fast short strings (-cpu max,-erms,-fsrm): the least that a reader whose
 * copy is done by the kernel can cost. User space may use wider registers.
 */
static inline void copy_words(void *to, const void *from, size_t size)
{
	size_t words = size / 8;

	asm volatile("rep movsq"
		     : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

/* Two instructions a turn. */
static inline void count_down(uint64_t left)
{
	asm volatile("1: dec %0\n\t"
		     "jnz 1b"
		     : "+r"(left) : : "cc");
}
#elif defined(__aarch64__)
static inline uint64_t clock_now(void)
{
	uint64_t ticks, frequency;

	asm volatile("isb\n\t"
		     "mrs %0, cntvct_el0\n\t"
		     "mrs %1, cntfrq_el0"
		     : "=r"(ticks), "=r"(frequency) : : "memory");
	return ticks * 1000000000 / frequency;
}

/* As the reader does it: 64 bytes in ten instructions. */
static inline void copy_words(void *to, const void *from, size_t size)
{
	asm volatile("1: ldp x4, x5, [%1], #16\n\t"
		     "ldp x6, x7, [%1], #16\n\t"
		     "ldp x8, x9, [%1], #16\n\t"
		     "ldp x10, x11, [%1], #16\n\t"
		     "stp x4, x5, [%0], #16\n\t"
		     "stp x6, x7, [%0], #16\n\t"
		     "stp x8, x9, [%0], #16\n\t"
		     "stp x10, x11, [%0], #16\n\t"
		     "subs %2, %2, #64\n\t"
		     "b.hi 1b"
		     : "+r"(to), "+r"(from), "+r"(size)
		     : : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "cc",
			 "memory");
}

/* Two instructions a turn. */
static inline void count_down(uint64_t left)
{
	asm volatile("1: subs %0, %0, #1\n\t"
		     "b.ne 1b"
		     : "+r"(left) : : "cc");
}
#else
#error "no clock of this architecture is known that a crash does not set back"
#endif

/*
 * What the host looks for: that @amount of something cost @cost. bench_results.py
 * divides.
 */
__attribute__((format(printf, 3, 4)))
static inline void clock_report(uint64_t cost, uint64_t amount,
				const char *figure, ...)
{
	va_list arguments;

	fputs("guest: bench ", stdout);
	va_start(arguments, figure);
	vprintf(figure, arguments);
	va_end(arguments);
	printf(" %llu %llu\n", (unsigned long long)cost,
	       (unsigned long long)amount);
	fflush(stdout);
}

#endif /* _KDUMP_BENCH_CLOCK_H */
