// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a base calls by a hook, because its arm64 code reserves by itself.
 */
#include <linux/crash_core.h>
#include <linux/init.h>
#include <linux/kdump_port.h>
#include <linux/memblock.h>

/**
 * kdump_reserve_crashkernel - reserve what the command line asks for
 *
 * arch/arm64/mm/init.c, by its hook. At boot, once, while memblock is the
 * allocator.
 */
void __init kdump_reserve_crashkernel(void)
{
	kdump_profile_apply();
	if (kdump_reserve_parse(boot_command_line, memblock_phys_mem_size()))
		kdump_reserve();
}
