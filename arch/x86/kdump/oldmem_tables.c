// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables of a crashed kernel as x86 has them, in the capture kernel.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kdump_arch.h>

#include <asm/page_types.h>
#include <asm/pgtable_types.h>

#include "oldmem_width.h"

int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	return oldmem_tables(info, tables);
}

enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	if (!(entry & _PAGE_PRESENT))
		return KDUMP_ENTRY_NONE;
	*address = entry & PTE_PFN_MASK;
	if (shift != PAGE_SHIFT && !(entry & _PAGE_PSE))
		return KDUMP_ENTRY_TABLE;
	/* In a large entry, a bit of the address says how it is cached. */
	*address &= ~(BIT_ULL(shift) - 1);
	return KDUMP_ENTRY_LEAF;
}
