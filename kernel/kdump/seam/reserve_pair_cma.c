// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a base calls that has one function for the sizes of crashkernel=, one for
 * the reservation, and one for memory that is lent to user space. No logic.
 */
#include <linux/crash_core.h>
#include <linux/crash_reserve.h>
#include <linux/init.h>

#include "reserve/reserve.h"
#include "seam/seam.h"

/**
 * parse_crashkernel - what the command line asks for
 * @cmdline: the command line, which stays
 * @system_ram: bytes of RAM
 * @crash_size: set to the bytes to reserve; 0 for none
 * @crash_base: set to where; 0 for anywhere
 * @low_size: NULL, or set to the bytes of low memory that are asked for
 * @cma_size: NULL, or set to 0: reserve.c lends memory to user space by itself
 * @high: NULL, or set if memory above low memory comes first
 *
 * arch/<arch>/kernel/setup.c or mm/init.c, before it reserves. Where that code
 * reserves by itself, this is all that it asks. At boot, once.
 *
 * Return: 0; %-ENOENT if nothing is to be reserved.
 */
int __init parse_crashkernel(char *cmdline, unsigned long long system_ram,
			     unsigned long long *crash_size,
			     unsigned long long *crash_base,
			     unsigned long long *low_size,
			     unsigned long long *cma_size, bool *high)
{
	if (cma_size)
		*cma_size = 0;
	return kdump_seam_parse(cmdline, system_ram, crash_size, crash_base,
				low_size, high);
}

/**
 * reserve_crashkernel_generic - reserve what parse_crashkernel() understood
 * @crash_size: not looked at, nor is the rest: reserve.c still knows all of it
 * @crash_base: not looked at
 * @crash_low_size: not looked at
 * @high: not looked at
 *
 * At boot, once, while memblock is the allocator.
 */
void __init reserve_crashkernel_generic(unsigned long long crash_size,
					unsigned long long crash_base,
					unsigned long long crash_low_size,
					bool high)
{
	kdump_reserve();
}

/**
 * reserve_crashkernel_cma - lend memory to user space
 * @cma_size: 0: kdump_reserve() has done it
 *
 * At boot, once, while memblock is the allocator.
 */
void __init reserve_crashkernel_cma(unsigned long long cma_size)
{
}
