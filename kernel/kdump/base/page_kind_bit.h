/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For bases where the type of a page is a bit that is clear, slab is a flag, and
 * hugetlb a destructor of the compound page.
 */
#ifndef _KDUMP_PAGE_KIND_BIT_H
#define _KDUMP_PAGE_KIND_BIT_H

#include <linux/bits.h>
#include <linux/mm.h>

/* Flags that tell a type. */
#define KDUMP_PAGE_TYPE_FLAGS BIT(PG_slab)

#ifdef CONFIG_HUGETLB_PAGE
static inline bool kdump_page_is_hugetlb(const struct page *page)
{
	return kdump_page_flags(page) & BIT(PG_head) &&
	       page[1].compound_dtor == HUGETLB_PAGE_DTOR;
}
#else
static inline bool kdump_page_is_hugetlb(const struct page *page)
{
	return false;
}
#endif

/* The macros of the base have no const. */
static inline enum kdump_page_kind kdump_page_type(struct page *page)
{
	if (PageBuddy(page))
		return KDUMP_PAGE_BUDDY;
	if (PageGuard(page))
		return KDUMP_PAGE_GUARD;
	if (PageOffline(page))
		return KDUMP_PAGE_OFFLINE;
	return KDUMP_PAGE_KERNEL;
}

static __always_inline bool kdump_page_is_plain(const struct page *page)
{
	return !(kdump_page_flags(page) & BIT(PG_slab)) &&
	       !page_has_type((struct page *)page);
}

static inline enum kdump_page_kind kdump_page_kind(const struct page *page)
{
	if (kdump_page_flags(page) & BIT(PG_slab))
		return KDUMP_PAGE_KERNEL;
	if (page_has_type((struct page *)page))
		return kdump_page_type((struct page *)page);
	if (kdump_page_is_hugetlb(page))
		return KDUMP_PAGE_HUGETLB;
	return KDUMP_PAGE_PLAIN;
}

static inline unsigned int kdump_page_order(const struct page *head)
{
	return head[1].compound_order;
}

#endif /* _KDUMP_PAGE_KIND_BIT_H */
