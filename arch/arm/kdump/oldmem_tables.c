// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables of a crashed kernel as arm has them, in the capture kernel: LPAE's
 * three levels. An entry of two levels has 4 bytes, which no filter can read.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/kernel.h>
#include <linux/pgtable.h>

#include <asm/memory.h>

#define ENTRY_VALID	BIT_ULL(0)
/* In an entry of a table of pages, "page"; above, "table", and else "block". */
#define ENTRY_TABLE	BIT_ULL(1)
#define ENTRY_ADDRESS	GENMASK_ULL(39, 12)

/* vmcoreinfo tells the root as an address of the direct map. */
int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	u64 root, offset;

	if (!IS_ENABLED(CONFIG_ARM_LPAE))
		return -EOPNOTSUPP;
	if (kdump_info_number(info, "SYMBOL(swapper_pg_dir)", 16, &root) ||
	    kdump_info_number(info, "NUMBER(PHYS_OFFSET)", 16, &offset))
		return -EINVAL;
	*tables = (struct kdump_tables){
		.root = root - PAGE_OFFSET + offset,
		.levels = 3,
		.shift = { 30, 21, PAGE_SHIFT },
		.bits = { 2, 9, 9 },
	};
	return 0;
}

enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	bool last = shift == PAGE_SHIFT;

	if (!(entry & ENTRY_VALID) || (last && !(entry & ENTRY_TABLE)))
		return KDUMP_ENTRY_NONE;
	*address = entry & ENTRY_ADDRESS;
	if (!last && entry & ENTRY_TABLE)
		return KDUMP_ENTRY_TABLE;
	*address &= ~(BIT_ULL(shift) - 1);
	return KDUMP_ENTRY_LEAF;
}
