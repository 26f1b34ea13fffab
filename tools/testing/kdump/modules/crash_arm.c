// SPDX-License-Identifier: GPL-2.0-only
/*
 * What crash_ipi.c needs of arm.
 */
#include "crash.h"

void take_no_interrupt(void)
{
	asm volatile("cpsid aif" : : : "memory");
}
