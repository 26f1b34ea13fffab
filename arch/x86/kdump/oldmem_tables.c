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

#define TABLE_BITS 9

/* vmcoreinfo tells the root as an address of the kernel's image. */
int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	u64 root, phys_base, five;
	unsigned int i;

	if (kdump_info_number(info, "SYMBOL(swapper_pg_dir)", 16, &root) ||
	    kdump_info_number(info, "NUMBER(phys_base)", 10, &phys_base) ||
	    kdump_info_number(info, "NUMBER(pgtable_l5_enabled)", 10, &five))
		return -EINVAL;
	*tables = (struct kdump_tables){
		.root = root - __START_KERNEL_map + phys_base,
		.levels = five ? 5 : 4,
	};
	for (i = 0; i < tables->levels; i++) {
		tables->shift[i] = PAGE_SHIFT +
				   TABLE_BITS * (tables->levels - 1 - i);
		tables->bits[i] = TABLE_BITS;
	}
	return 0;
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
