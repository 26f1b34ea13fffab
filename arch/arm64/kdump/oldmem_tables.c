// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables of a crashed kernel as arm64 has them, in the capture kernel. The
 * crashed one was this build, so pages are as large and entries look the same.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kernel.h>
#include <linux/pgtable.h>

#include <asm/memory.h>
#include <asm/pgtable-hwdef.h>

#define TABLE_BITS	(PAGE_SHIFT - 3)

#define ENTRY_VALID	BIT_ULL(0)
/* In an entry of a table of pages, "page"; above, "table", and else "block". */
#define ENTRY_TABLE	BIT_ULL(1)

/*
 * What the CPU was told, which may be less than what the kernel is built for: the
 * tables have fewer levels then. With pages of 64 KiB they have not, and the CPU
 * was told the end of a root that is as large as ever.
 */
static unsigned int address_bits(u64 t1sz)
{
	return IS_ENABLED(CONFIG_ARM64_64K_PAGES) ? VA_BITS : 64 - t1sz;
}

static bool t1sz_is_possible(u64 t1sz)
{
	return t1sz <= 64 - VA_BITS_MIN && t1sz >= 64 - VA_BITS;
}

/* vmcoreinfo tells the root as an address of the kernel's image. */
int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	u64 root, voffset, t1sz;
	unsigned int bits, i;

	if (kdump_info_number(info, "SYMBOL(swapper_pg_dir)", 16, &root) ||
	    kdump_info_number(info, "NUMBER(kimage_voffset)", 16, &voffset) ||
	    kdump_info_number(info, "NUMBER(TCR_EL1_T1SZ)", 16, &t1sz) ||
	    !t1sz_is_possible(t1sz))
		return -EINVAL;
	bits = address_bits(t1sz);
	*tables = (struct kdump_tables){
		.root = root - voffset,
		.levels = DIV_ROUND_UP(bits - PAGE_SHIFT, TABLE_BITS),
	};
	for (i = 0; i < tables->levels; i++) {
		tables->shift[i] = PAGE_SHIFT +
				   TABLE_BITS * (tables->levels - 1 - i);
		tables->bits[i] = TABLE_BITS;
	}
	tables->bits[0] = bits - tables->shift[0];
	return 0;
}

enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	bool last = shift == PAGE_SHIFT;

	if (!(entry & ENTRY_VALID) || (last && !(entry & ENTRY_TABLE)))
		return KDUMP_ENTRY_NONE;
	*address = __pte_to_phys(__pte(entry));
	if (!last && entry & ENTRY_TABLE)
		return KDUMP_ENTRY_TABLE;
	*address &= ~(BIT_ULL(shift) - 1);
	return KDUMP_ENTRY_LEAF;
}
