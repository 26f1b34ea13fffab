/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What profile.c finds only in some configurations.
 */
#ifndef _KDUMP_X86_PROFILE_CONFIG_H
#define _KDUMP_X86_PROFILE_CONFIG_H

#include <linux/types.h>

#include <asm/timer.h>

#ifdef CONFIG_X86_IO_APIC
/* Returns false if it would not have been checked anyway. */
static inline bool kdump_x86_skip_timer_check(void)
{
	bool skipped = no_timer_check;

	no_timer_check = 1;
	return !skipped;
}
#else
static inline bool kdump_x86_skip_timer_check(void)
{
	return false;
}
#endif

#endif /* _KDUMP_X86_PROFILE_CONFIG_H */
