/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clock of the benchmarks, and the lines in which they report.
 *
 * Under "qemu -icount shift=0" the time stamp counter counts guest
 * instructions, of all CPUs together. Nothing sets it back, so that what was
 * read before a crash compares with what is read in the capture kernel.
 */
#ifndef _KDUMP_BENCH_CLOCK_H
#define _KDUMP_BENCH_CLOCK_H

#include <stdint.h>
#include <stdio.h>

static inline uint64_t clock_now(void)
{
	return __builtin_ia32_rdtsc();
}

/*
 * What the host looks for: that @amount of something cost @cost. results.py
 * divides.
 */
static inline void clock_report(const char *figure, uint64_t cost,
				uint64_t amount)
{
	printf("guest: bench %s %llu %llu\n", figure, (unsigned long long)cost,
	       (unsigned long long)amount);
	fflush(stdout);
}

#endif /* _KDUMP_BENCH_CLOCK_H */
