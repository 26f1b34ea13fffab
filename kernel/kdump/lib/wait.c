// SPDX-License-Identifier: GPL-2.0-only
/*
 * When to stop waiting for what does not come. Pure.
 *
 * This wait trusts no clock: a hypervisor or the cause of the crash may have slowed
 * it down, set it back or stopped it.
 *
 * Context: crash path.
 */
#include "lib/wait.h"

/**
 * kdump_wait_over - is it time to go on?
 * @wait: the wait, with @start, the limits, and else zeroes at first; updated
 * @now: what the clock says; before @wait->start only if it was set back
 *
 * Return: true if the time is over or the clock cannot tell.
 */
bool kdump_wait_over(struct kdump_wait *wait, u64 now)
{
	wait->still = now == wait->last ? wait->still + 1 : 0;
	wait->last = now;
	return now - wait->start >= wait->limit ||
	       wait->still >= wait->still_max ||
	       ++wait->turns >= wait->turns_max;
}
