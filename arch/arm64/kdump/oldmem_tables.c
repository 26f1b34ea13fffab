// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables of a crashed kernel, in the capture kernel: not read here yet, so
 * no page structs are found by them and no pages are left out of a dump. Sizes
 * of pages and addresses are a matter of configuration and of the CPU.
 */
#include <linux/errno.h>
#include <linux/kdump_arch.h>

int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	return -EOPNOTSUPP;
}

enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	return KDUMP_ENTRY_NONE;
}
