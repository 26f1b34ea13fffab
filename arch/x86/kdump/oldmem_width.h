/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What reading old memory depends on the size of a word for.
 */
#ifndef _KDUMP_X86_OLDMEM_WIDTH_H
#define _KDUMP_X86_OLDMEM_WIDTH_H

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include <asm/memtype.h>
#include <asm/page_types.h>
#include <asm/pgtable_types.h>

#ifdef CONFIG_X86_64
/* Copies words. */
#define REP_MOVS "rep movsq"

static inline void __iomem *oldmem_map_cached(const struct kdump_range *range)
{
	return ioremap_cache(range->start, kdump_range_size(range));
}

#define OLDMEM_TABLE_BITS 9

/* vmcoreinfo tells the root as an address of the kernel's image. */
static inline int oldmem_tables(const struct kdump_info *info,
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
				   OLDMEM_TABLE_BITS * (tables->levels - 1 - i);
		tables->bits[i] = OLDMEM_TABLE_BITS;
	}
	return 0;
}
#else
#define REP_MOVS "rep movsl"

/* What ioremap_cache() would do, and iounmap() undoes. */
static inline int oldmem_fill_area(struct vm_struct *area,
				   const struct kdump_range *range)
{
	unsigned long at = (unsigned long)area->addr;
	enum page_cache_mode mode;
	int error;

	area->phys_addr = range->start;
	error = memtype_reserve(range->start, range->end,
				_PAGE_CACHE_MODE_WB, &mode);
	if (error)
		return error;
	error = mode == _PAGE_CACHE_MODE_WB ? 0 : -EBUSY;
	if (!error)
		error = ioremap_page_range(at, at + kdump_range_size(range),
					   range->start, PAGE_KERNEL);
	if (error)
		memtype_free(range->start, range->end);
	return error;
}

/* ioremap_cache() rounds by a mask of 32 bits: what is above 4 GiB it maps from 0 on. */
static inline void __iomem *oldmem_map_cached(const struct kdump_range *range)
{
	size_t size = kdump_range_size(range);
	struct vm_struct *area;

	if (range->end <= SZ_4G)
		return ioremap_cache(range->start, size);
	area = get_vm_area(size, VM_IOREMAP);
	if (!area)
		return NULL;
	if (!oldmem_fill_area(area, range))
		return (__force void __iomem *)area->addr;
	free_vm_area(area);
	return NULL;
}

/* The root of three levels has four entries; an entry of two levels has 4 bytes. */
static inline int oldmem_tables(const struct kdump_info *info,
				struct kdump_tables *tables)
{
	u64 root;

	if (!IS_ENABLED(CONFIG_X86_PAE))
		return -EOPNOTSUPP;
	if (kdump_info_number(info, "SYMBOL(swapper_pg_dir)", 16, &root))
		return -EINVAL;
	*tables = (struct kdump_tables){
		.root = root - PAGE_OFFSET,
		.levels = 3,
		.shift = { 30, 21, PAGE_SHIFT },
		.bits = { 2, 9, 9 },
	};
	return 0;
}
#endif

#endif /* _KDUMP_X86_OLDMEM_WIDTH_H */
