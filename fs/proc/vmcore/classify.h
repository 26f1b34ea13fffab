/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What pages of the crashed kernel are, by copies of their page structs. Pure.
 *
 * The copies are read by this build's own definitions, so both kernels have to
 * be of one build; still nothing in them is trusted. A page is left out only if
 * its own struct says what it is, and what it belongs to agrees. What does not
 * is KDUMP_CLASS_KERNEL.
 */
#ifndef _VMCORE_CLASSIFY_H
#define _VMCORE_CLASSIFY_H

#include <linux/mm_types.h>
#include <linux/types.h>
#include <linux/kdump_filter.h>

/* Pages are looked at in pieces of so many, at multiples of it. */
#define VMCORE_PAGES 64

/**
 * struct vmcore_folio - a compound page, as its tails find it
 * @tail: where its head is, with bit 0 set; 0 if no folio is known
 * @link: the word by which its tails say so
 * @start: pfn of the head; tails follow
 * @end: pfn past the last one; equal to @start if the head contradicts itself
 * @class: enum kdump_filter_class of all of it
 */
struct vmcore_folio {
	u64 tail;
	unsigned long link;
	u64 start;
	u64 end;
	u8 class;
};

/**
 * struct vmcore_classifier - what is known from the pages before
 * @pair: copies the structs of a page and of the next one, wherever they are;
 *	returns false if there are none
 * @link: copies the links at a virtual address, wherever that is; false if
 *	nothing is there
 * @context: for both
 * @folio: the compound page seen last
 * @free_end: the pages up to this pfn belong to a free block, if they look so
 */
struct vmcore_classifier {
	bool (*pair)(void *context, u64 pfn, struct page *to);
	bool (*link)(void *context, u64 at, struct list_head *to);
	void *context;
	struct vmcore_folio folio;
	u64 free_end;
};

/**
 * struct vmcore_pages - copies of page structs
 * @page: the copies, VMCORE_PAGES of them
 * @pfn: of the first, a multiple of VMCORE_PAGES
 * @at: where the first was in the crashed kernel's address space
 */
struct vmcore_pages {
	const struct page *page;
	u64 pfn;
	u64 at;
};

void vmcore_classify_from(struct vmcore_classifier *classifier);
u64 vmcore_classify_start(struct vmcore_classifier *classifier, u64 pfn);
u64 vmcore_classify(struct vmcore_classifier *classifier,
		    const struct vmcore_pages *pages, u8 *class);
u32 vmcore_classes_left_out(u32 level);

#endif /* _VMCORE_CLASSIFY_H */
