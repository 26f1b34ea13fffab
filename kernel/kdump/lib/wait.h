/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A wait that ends whatever the clock does. Pure.
 */
#ifndef _KDUMP_WAIT_H
#define _KDUMP_WAIT_H

#include <linux/types.h>

/**
 * struct kdump_wait - a wait that runs
 * @start: when it began, in ticks of the clock
 * @limit: ticks after which it is over
 * @turns_max: after so many turns it is over, too
 * @still_max: or after so many in a row at which the clock said the same
 * @last: what the clock said last
 * @still: how often in a row it has said that
 * @turns: how often it was asked
 */
struct kdump_wait {
	u64 start;
	u64 limit;
	unsigned int turns_max;
	unsigned int still_max;
	u64 last;
	unsigned int still;
	unsigned int turns;
};

/* A clock that says the same so often in a row has stopped. */
#define KDUMP_WAIT_STILL_MAX 1000

/*
 * The most turns of a wait of one second. A turn reads the clock after all
 * instructions before it, which takes 25 ticks of a TSC on any CPU that there is:
 * the second has room. A Xeon of 2.1 GHz was measured to take 60 ns a turn, so
 * there a clock that goes on, but far too slowly, costs 6 seconds.
 */
#define KDUMP_WAIT_TURNS_A_SECOND 100000000U

bool kdump_wait_over(struct kdump_wait *wait, u64 now);

#endif /* _KDUMP_WAIT_H */
