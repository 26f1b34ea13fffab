/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For bases where the type of a page is a value, and one of them is hugetlb's.
 */
#ifndef _KDUMP_PAGE_KIND_VALUE_H
#define _KDUMP_PAGE_KIND_VALUE_H

#include <linux/mm.h>

#define KDUMP_PAGE_TYPE_SHIFT 24

/* No flag tells a type. */
#define KDUMP_PAGE_TYPE_FLAGS 0

static __always_inline bool kdump_page_is_plain(const struct page *page)
{
	return !page_type_has_type(page->page_type);
}

static inline enum kdump_page_kind kdump_page_kind(const struct page *page)
{
	if (kdump_page_is_plain(page))
		return KDUMP_PAGE_PLAIN;
	switch (page->page_type >> KDUMP_PAGE_TYPE_SHIFT) {
	case PGTY_buddy:
		return KDUMP_PAGE_BUDDY;
	case PGTY_guard:
		return KDUMP_PAGE_GUARD;
	case PGTY_unaccepted:
		return KDUMP_PAGE_UNACCEPTED;
	case PGTY_offline:
		return KDUMP_PAGE_OFFLINE;
	case PGTY_hugetlb:
		return KDUMP_PAGE_HUGETLB;
	}
	return KDUMP_PAGE_KERNEL;
}

static inline unsigned int kdump_page_order(const struct page *head)
{
	return compound_order((struct page *)head);
}

#endif /* _KDUMP_PAGE_KIND_VALUE_H */
