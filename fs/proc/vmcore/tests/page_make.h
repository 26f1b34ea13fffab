/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page structs as the kernel would have them, in memory of a test.
 */
#ifndef _VMCORE_PAGE_MAKE_H
#define _VMCORE_PAGE_MAKE_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/string.h>

#include "base/page_words.h"

/* Where the crashed kernel had the struct of pfn 0. */
#define PAGE_MAKE_BASE 0x40000000ULL

static inline u64 page_make_at(u64 pfn)
{
	return PAGE_MAKE_BASE + pfn * sizeof(struct page);
}

/* Not mapped, without a type. */
static inline void page_make(struct page *page, unsigned long flags, int count)
{
	memset(page, 0, sizeof(*page));
	kdump_page_flags(page) = flags;
	page->page_type = -1U;
	atomic_set(&page->_refcount, count);
}

static inline void page_make_mapped(struct page *page, unsigned long flags,
				    unsigned long mapping)
{
	page_make(page, flags, 1);
	page->mapping = (void *)mapping;
	atomic_set(&page->_mapcount, 0);
}

/* How the tails of a compound page name its head, which is at @head. */
static inline unsigned long page_make_link(u64 head, unsigned int order)
{
	return (kdump_link_is_mask() ? -(sizeof(struct page) << order) : head) |
	       1;
}

/* page_make_type(): buddy, guard, table, offline. */
#ifdef KDUMP_LACKS_PAGE_TYPE_VALUE
#define PAGE_MAKE_HAS_UNACCEPTED false
#define page_make_type(page, name) ((page)->page_type &= ~PG_##name)

static inline void page_make_order(struct page *head, unsigned int order)
{
	head[1].compound_order = order;
}

static inline void page_make_slab(struct page *page)
{
	page_make(page, BIT(PG_slab), 1);
}

static inline void page_make_unaccepted(struct page *page)
{
}

#ifdef CONFIG_HUGETLB_PAGE
#define PAGE_MAKE_HAS_HUGETLB true

static inline void page_make_hugetlb(struct page *head)
{
	head[1].compound_dtor = HUGETLB_PAGE_DTOR;
}
#else
#define PAGE_MAKE_HAS_HUGETLB false

static inline void page_make_hugetlb(struct page *head)
{
}
#endif
#else
#define PAGE_MAKE_HAS_UNACCEPTED true
#define page_make_type(page, name) \
	((page)->page_type = (unsigned int)PGTY_##name << 24)
#define PAGE_MAKE_HAS_HUGETLB true

static inline void page_make_order(struct page *head, unsigned int order)
{
	kdump_page_flags(&head[1]) = order;
}

static inline void page_make_slab(struct page *page)
{
	page_make(page, 0, 1);
	page_make_type(page, slab);
}

static inline void page_make_unaccepted(struct page *page)
{
	page_make(page, 0, 0);
	page_make_type(page, unaccepted);
}

static inline void page_make_hugetlb(struct page *head)
{
	page_make_type(head, hugetlb);
}
#endif

static inline void page_make_buddy(struct page *page, unsigned int order)
{
	page_make(page, 0, 0);
	page_make_type(page, buddy);
	page->private = order;
}

/* A compound page whose head is there already; @pages has all of it. */
static inline void page_make_compound(struct page *pages, u64 pfn,
				      unsigned int order)
{
	unsigned int i;

	kdump_page_flags(pages) |= BIT(PG_head);
	for (i = 1; i < 1U << order; i++) {
		page_make(&pages[i], 0, 0);
		kdump_page_link(&pages[i]) =
			page_make_link(page_make_at(pfn), order);
	}
	page_make_order(pages, order);
}

#endif /* _VMCORE_PAGE_MAKE_H */
