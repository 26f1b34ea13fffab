// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names that Linux 6.12 calls and other bases do not, and our functions
 * behind them. No logic.
 */
#include <linux/crash_core.h>
#include <linux/crash_reserve.h>
#include <linux/init.h>
#include <linux/sysctl.h>

#include "internal.h"

/* arch/x86/kernel/setup.c: first the size, then the reservation. */
int __init parse_crashkernel(char *cmdline, unsigned long long system_ram,
			     unsigned long long *crash_size,
			     unsigned long long *crash_base,
			     unsigned long long *low_size, bool *high)
{
	return kdump_reserve_parse(cmdline, system_ram) ? 0 : -ENOENT;
}

/* What parse_crashkernel() understood is still known to reserve.c. */
void __init reserve_crashkernel_generic(char *cmdline,
					unsigned long long crash_size,
					unsigned long long crash_base,
					unsigned long long crash_low_size,
					bool high)
{
	kdump_reserve();
}

/* permit.c's sysctls */
int kdump_handle_limit(const struct ctl_table *table, int write, void *buffer,
		       size_t *length, loff_t *position)
{
	return kdump_limit_access(table->data, write, buffer, length, position);
}
