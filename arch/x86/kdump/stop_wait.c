// SPDX-License-Identifier: GPL-2.0-only
/*
 * When to stop waiting for CPUs that do not stop. Pure.
 *
 * This wait trusts no clock: a hypervisor or the cause of the crash may have slowed
 * it down, set it back or stopped it since the base's own wait, which needs one
 * that moves.
 *
 * Context: crash path.
 */
#include "stop_wait.h"

/**
 * kdump_x86_wait_over - is it time to go on?
 * @wait: the wait, with @start, @limit and else zeroes at first; updated
 * @now: what the clock says; before @wait->start only if it was set back
 *
 * Return: true if the time is over or the clock cannot tell.
 */
bool kdump_x86_wait_over(struct kdump_x86_wait *wait, u64 now)
{
	wait->still = now == wait->last ? wait->still + 1 : 0;
	wait->last = now;
	return now - wait->start >= wait->limit ||
	       wait->still >= KDUMP_X86_WAIT_STILL_MAX ||
	       ++wait->turns >= KDUMP_X86_WAIT_TURNS_MAX;
}
