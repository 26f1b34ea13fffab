/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words of a copy of a page struct that bases name differently, and how a tail
 * names its head. Pure.
 */
#ifndef _KDUMP_PAGE_WORDS_H
#define _KDUMP_PAGE_WORDS_H

#include <linux/log2.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/types.h>

/* The flags of a page; can be assigned to. */
#ifdef KDUMP_LACKS_MEMDESC_FLAGS
#define kdump_page_flags(page) ((page)->flags)
#else
#define kdump_page_flags(page) ((page)->flags.f)
#endif

/*
 * The word of a tail that leads to its head, bit 0 set; can be assigned to.
 * Other pages have something else there, bit 0 clear.
 */
#ifdef KDUMP_LACKS_COMPOUND_INFO
#define kdump_page_link(page) ((page)->compound_head)

static inline bool kdump_link_is_mask(void)
{
	return false;
}
#else
#define kdump_page_link(page) ((page)->compound_info)

static inline bool kdump_link_is_mask(void)
{
	return compound_info_has_mask();
}
#endif

/*
 * Where the head of the tail at @at is. The link is its address; or a mask, which
 * takes the low bits off that of the tail, as heads are at multiples of their size.
 * 0 if it is neither.
 */
static inline u64 kdump_link_head(unsigned long link, u64 at)
{
	if (!kdump_link_is_mask())
		return link - 1;
	return is_power_of_2(1 - link) ? at & link : 0;
}

/* Of four pages in a row: bits that any of them has, or all. */
static __always_inline unsigned long kdump_four_any_flags(const struct page *page)
{
	return kdump_page_flags(&page[0]) | kdump_page_flags(&page[1]) |
	       kdump_page_flags(&page[2]) | kdump_page_flags(&page[3]);
}

static __always_inline unsigned long kdump_four_all_flags(const struct page *page)
{
	return kdump_page_flags(&page[0]) & kdump_page_flags(&page[1]) &
	       kdump_page_flags(&page[2]) & kdump_page_flags(&page[3]);
}

static __always_inline unsigned long kdump_four_any_links(const struct page *page)
{
	return kdump_page_link(&page[0]) | kdump_page_link(&page[1]) |
	       kdump_page_link(&page[2]) | kdump_page_link(&page[3]);
}

/* What is pointed to by the mapping of a page is told by its low bits. */
#ifndef PAGE_MAPPING_FLAGS
#define PAGE_MAPPING_FLAGS ((unsigned long)FOLIO_MAPPING_FLAGS)
#define PAGE_MAPPING_ANON FOLIO_MAPPING_ANON
#endif

#endif /* _KDUMP_PAGE_WORDS_H */
