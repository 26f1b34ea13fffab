// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables of a crashed kernel as riscv has them, in the capture kernel:
 * Sv39, Sv48 and Sv57, which have 9 bits for each of 3, 4 or 5 levels.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kernel.h>
#include <linux/pgtable.h>

#define TABLE_BITS	9

#define ENTRY_PFN	GENMASK_ULL(53, 10)
#define ENTRY_PFN_SHIFT	10

/* vmcoreinfo tells the root as an address of the kernel's image. */
int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	u64 root, offset, bits;
	unsigned int i;

	if (kdump_info_number(info, "SYMBOL(swapper_pg_dir)", 16, &root) ||
	    kdump_info_number(info, "NUMBER(va_kernel_pa_offset)", 16,
			      &offset) ||
	    kdump_info_number(info, "NUMBER(VA_BITS)", 10, &bits) ||
	    (bits != VA_BITS_SV39 && bits != VA_BITS_SV48 &&
	     bits != VA_BITS_SV57))
		return -EINVAL;
	*tables = (struct kdump_tables){
		.root = root - offset,
		.levels = (bits - PAGE_SHIFT) / TABLE_BITS,
	};
	for (i = 0; i < tables->levels; i++) {
		tables->shift[i] = PAGE_SHIFT +
				   TABLE_BITS * (tables->levels - 1 - i);
		tables->bits[i] = TABLE_BITS;
	}
	return 0;
}

/*
 * One of 16 entries that map 64 KiB together says so, and not which page of them
 * it maps. Page structs are mapped by larger ones, so none is understood here.
 */
enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	bool last = shift == PAGE_SHIFT;

	if (!(entry & _PAGE_PRESENT) || entry & _PAGE_NAPOT)
		return KDUMP_ENTRY_NONE;
	*address = (entry & ENTRY_PFN) >> ENTRY_PFN_SHIFT << PAGE_SHIFT;
	if (!(entry & _PAGE_LEAF))
		return last ? KDUMP_ENTRY_NONE : KDUMP_ENTRY_TABLE;
	*address &= ~(BIT_ULL(shift) - 1);
	return KDUMP_ENTRY_LEAF;
}
