/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A wait that ends whatever the clock does. Pure.
 */
#ifndef _KDUMP_X86_STOP_WAIT_H
#define _KDUMP_X86_STOP_WAIT_H

#include <linux/types.h>

/**
 * struct kdump_x86_wait - a wait that runs
 * @start: when it began, in ticks of the clock
 * @limit: ticks after which it is over
 * @last: what the clock said last
 * @still: how often in a row it has said that
 * @turns: how often it was asked
 */
struct kdump_x86_wait {
	u64 start;
	u64 limit;
	u64 last;
	unsigned int still;
	unsigned int turns;
};

/* A clock that says the same so often in a row has stopped. */
#define KDUMP_X86_WAIT_STILL_MAX 1000

/*
 * The most turns of any wait. A turn reads the TSC after all instructions before
 * it, which takes 25 ticks on any CPU that there is: the second that CPUs are
 * given has room. A Xeon of 2.1 GHz was measured to take 60 ns a turn, so there
 * a clock that goes on, but far too slowly, costs 6 seconds.
 */
#define KDUMP_X86_WAIT_TURNS_MAX 100000000

bool kdump_x86_wait_over(struct kdump_x86_wait *wait, u64 now);

#endif /* _KDUMP_X86_STOP_WAIT_H */
