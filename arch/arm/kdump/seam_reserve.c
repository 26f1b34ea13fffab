// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a base calls by a hook, because its arm code reserves by itself.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/init.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/memblock.h>
#include <linux/pfn.h>
#include <linux/printk.h>

#include <asm/memory.h>

/**
 * kdump_reserve_crashkernel - reserve what the command line asks for
 *
 * arch/arm/kernel/setup.c, by its hook. At boot, once, while memblock is the
 * allocator. Some boards have RAM at addresses that do not exist with translation
 * off, and a second place for it: a new kernel would start there, and all that is
 * said of an image here would be wrong.
 */
void __init kdump_reserve_crashkernel(void)
{
	kdump_profile_apply();
	/* As the classic code: of lowmem, where a reservation has to be. */
	if (!kdump_reserve_parse(boot_command_line,
				 PFN_PHYS((u64)max_low_pfn - min_low_pfn)))
		return;
	if (arm_has_idmap_alias())
		pr_err("nothing is reserved: this board's RAM is elsewhere while a kernel starts\n");
	else
		kdump_reserve();
}
