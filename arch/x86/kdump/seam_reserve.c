// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a base calls by a hook, because its x86 code reserves by itself.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_core.h>
#include <linux/init.h>
#include <linux/kdump_port.h>
#include <linux/memblock.h>
#include <linux/printk.h>

#include <asm/setup.h>
#include <xen/xen.h>

/**
 * kdump_reserve_crashkernel - reserve what the command line asks for
 *
 * arch/x86/kernel/setup.c, by its hook. At boot, once, while memblock is the
 * allocator.
 */
void __init kdump_reserve_crashkernel(void)
{
	kdump_profile_apply();
	if (!kdump_reserve_parse(boot_command_line, memblock_phys_mem_size()))
		return;
	if (xen_pv_domain())
		pr_notice("%s\n", kdump_reservation_text());
	else
		kdump_reserve();
}
