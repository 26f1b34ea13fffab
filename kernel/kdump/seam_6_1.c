// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names that Linux 6.1 calls and other bases do not, and our functions
 * under them. No logic.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_core.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/sysctl.h>

#include <asm/setup.h>
#include <xen/xen.h>

#include "load/load.h"
#include "reserve/reserve.h"

/* arch/x86/kernel/setup.c, by its hook */
void __init kdump_reserve_crashkernel(void)
{
	if (!kdump_reserve_parse(boot_command_line, memblock_phys_mem_size()))
		return;
	if (xen_pv_domain())
		pr_notice("%s\n", kdump_reservation_text());
	else
		kdump_reserve();
}

/* load/sysctl.c's sysctls */
int kdump_handle_limit(struct ctl_table *table, int write, void *buffer,
		       size_t *length, loff_t *position)
{
	return kdump_limit_access(table->data, write, buffer, length, position);
}
