/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flags and types of pages, in an order of its own: no code relies on that of
 * the kernel.
 */
#ifndef _KDUMP_FUZZ_LINUX_PAGE_FLAGS_H
#define _KDUMP_FUZZ_LINUX_PAGE_FLAGS_H

#include <stdbool.h>
#include <linux/mm_types.h>

enum {
	PG_lru, PG_head, PG_reserved, PG_private, PG_private_2, PG_swapbacked,
	PG_swapcache, PG_hwpoison,
};

#define __PG_HWPOISON		(1UL << PG_hwpoison)
#define PAGE_FLAGS_PRIVATE	(1UL << PG_private | 1UL << PG_private_2)

#define PAGE_MAPPING_ANON	1UL
#define PAGE_MAPPING_MOVABLE	2UL
#define PAGE_MAPPING_FLAGS	(PAGE_MAPPING_ANON | PAGE_MAPPING_MOVABLE)

enum {
	PGTY_buddy = 0xf0, PGTY_offline, PGTY_table, PGTY_guard, PGTY_hugetlb,
	PGTY_slab, PGTY_zsmalloc, PGTY_unaccepted,
};

static inline bool page_type_has_type(unsigned int type)
{
	return type >= 0x80000000 && type < 0xff000000;
}

static inline bool PagePoisoned(const struct page *page)
{
	return fuzz_flags(page) == ~0UL;
}

/* Asked for with the names of Linux 7.2 only. */
static inline bool compound_info_has_mask(void)
{
	return true;
}

#endif /* _KDUMP_FUZZ_LINUX_PAGE_FLAGS_H */
