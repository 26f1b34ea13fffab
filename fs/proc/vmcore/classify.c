// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies of page structs -> what their pages are. Pure.
 *
 * Pages are looked at in ascending order. Two kinds of pages cannot be known by
 * themselves: tails of a compound page, which name their head, and all but the
 * first page of a free block, which say nothing at all. For these something is
 * remembered of the pages before.
 *
 * Pages that look unused and are in no free block are kept: they may be parts
 * of a larger allocation that is not compound. But if two others on a list name
 * such a page as their neighbour, it is one that waits, free, for its CPU: what
 * is on other lists is in use, or has a type.
 */
#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/poison.h>
#include <linux/stddef.h>
#include <linux/unaligned.h>

#include "base/page_kind.h"
#include "classify.h"

/* The largest compound page of any architecture: hugetlb's of 16 GiB. */
#define FOLIO_ORDER_MAX 24

/* No slab is so large that a wrong type makes a huge page of it. */
#define HUGETLB_ORDER_MIN (PAGE_ALLOC_COSTLY_ORDER + 1)

/* Of so many neighbours one is asked for its zone. */
#define ZONE_STEP 8

/* What no free page has. */
#define USED_FLAGS (BIT(PG_lru) | BIT(PG_reserved) | BIT(PG_head) | \
		    PAGE_FLAGS_PRIVATE | __PG_HWPOISON | KDUMP_PAGE_TYPE_FLAGS)

/* What makes a page another thing than the other bits say. */
#define ODD_FLAGS (BIT(PG_head) | BIT(PG_reserved) | __PG_HWPOISON)

static __always_inline bool page_is_tail(const struct page *page)
{
	return kdump_page_link(page) & 1;
}

/* The head that the tail at @at names, with bit 0 set; 0 if it is no tail. */
static u64 page_tail_word(const struct page *page, u64 at)
{
	return page_is_tail(page) ?
	       kdump_link_head(kdump_page_link(page), at) | 1 : 0;
}

static int page_refcount(const struct page *page)
{
	return atomic_read(&page->_refcount);
}

/* Type and count are neighbours, and so are looked at as one word. */
static_assert(offsetof(struct page, _refcount) ==
	      offsetof(struct page, page_type) + sizeof(u32));

static __always_inline u64 page_use(const struct page *page)
{
	const void *type = &page->page_type;

	return get_unaligned((const u64 *)type);
}

/* Of a page that is not used. */
static __always_inline u64 unused(void)
{
	static const u32 words[2] = { -1U, 0 };

	return get_unaligned((const u64 *)words);
}

/* In a loop over all of memory; a kernel may be optimized for its size. */
static __always_inline bool page_looks_free(const struct page *page)
{
	return page_use(page) == unused() &&
	       !(kdump_page_flags(page) & USED_FLAGS) && !page_is_tail(page);
}

/* A page cache page, or one that is on its way into it or out of it. */
static __always_inline u8 cache_class(unsigned long flags)
{
	const unsigned long swapcache = BIT(PG_swapcache) | BIT(PG_swapbacked);

	if (!(flags & BIT(PG_lru)) && (flags & swapcache) != swapcache)
		return KDUMP_CLASS_KERNEL;
	if (flags & PAGE_FLAGS_PRIVATE)
		return KDUMP_CLASS_CACHE_PRIVATE;
	return KDUMP_CLASS_CACHE;
}

/* In use and without a type: by its flags, and by what it is mapped from. */
static __always_inline u8 used_class(const struct page *page)
{
	unsigned long mapping = (unsigned long)page->mapping;

	if (!(mapping & PAGE_MAPPING_FLAGS))
		return cache_class(kdump_page_flags(page));
	/* Movable pages are a driver's; a mark without a pointer is DAX. */
	if (!(mapping & PAGE_MAPPING_ANON) || !(mapping & ~PAGE_MAPPING_FLAGS))
		return KDUMP_CLASS_KERNEL;
	return KDUMP_CLASS_USER;
}

static u8 plain_class(const struct page *page)
{
	if (kdump_page_flags(page) & BIT(PG_reserved) || page_refcount(page) <= 0)
		return KDUMP_CLASS_KERNEL;
	return used_class(page);
}

/* The first page of a free block. */
static u8 free_class(struct vmcore_classifier *classifier,
		     const struct page *page, u64 pfn, unsigned long order)
{
	if (page_refcount(page) || kdump_page_flags(page) & USED_FLAGS ||
	    order > MAX_PAGE_ORDER || !IS_ALIGNED(pfn, 1ULL << order))
		return KDUMP_CLASS_KERNEL;
	classifier->free_end = pfn + (1ULL << order);
	return KDUMP_CLASS_FREE;
}

/*
 * All pages of a folio stand or fall with one word of its head, so one bit of
 * it does not turn kernel memory into page cache: there is a mapping, too.
 */
static u8 plain_folio_class(const struct page *head)
{
	u8 class = plain_class(head);

	if ((class == KDUMP_CLASS_CACHE ||
	     class == KDUMP_CLASS_CACHE_PRIVATE) &&
	    !head->mapping && !(kdump_page_flags(head) & BIT(PG_swapcache)))
		return KDUMP_CLASS_KERNEL;
	return class;
}

static u8 folio_class(const struct page *head, unsigned int order)
{
	switch (kdump_page_kind(head)) {
	case KDUMP_PAGE_HUGETLB:
		if (order >= HUGETLB_ORDER_MIN)
			return KDUMP_CLASS_HUGETLB;
		break;
	case KDUMP_PAGE_PLAIN:
		if (order <= MAX_PAGE_ORDER)
			return plain_folio_class(head);
		break;
	default:
		break;
	}
	return KDUMP_CLASS_KERNEL;
}

/* Remembers a compound page by copies of its head and of its first tail. */
static void folio_remember(struct vmcore_folio *folio, const struct page *head,
			   u64 pfn, u64 at)
{
	unsigned int order = kdump_page_order(head);

	*folio = (struct vmcore_folio){
		.tail = at | 1, .link = kdump_page_link(&head[1]),
		.start = pfn, .end = pfn,
		.class = KDUMP_CLASS_KERNEL,
	};
	if (!(kdump_page_flags(head) & BIT(PG_head)) || PagePoisoned(head) ||
	    page_tail_word(&head[1], at + sizeof(*head)) != folio->tail ||
	    !order || order > FOLIO_ORDER_MAX || !IS_ALIGNED(pfn, 1ULL << order))
		return;
	folio->end = pfn + (1ULL << order);
	folio->class = folio_class(head, order);
}

/* Finds the head that a tail names: @back bytes before the tail's own struct. */
static void folio_find(struct vmcore_classifier *classifier, u64 pfn, u64 back)
{
	struct vmcore_folio *folio = &classifier->folio;
	struct page pair[2];
	u64 distance = back / sizeof(struct page);

	folio->start = pfn;
	folio->end = pfn;
	folio->class = KDUMP_CLASS_KERNEL;
	if (back % sizeof(struct page) || !distance ||
	    distance >> FOLIO_ORDER_MAX || distance > pfn)
		return;
	pfn -= distance;
	if (classifier->pair(classifier->context, pfn, pair))
		folio_remember(folio, pair, pfn, folio->tail - 1);
}

static u8 tail_class(struct vmcore_classifier *classifier,
		     const struct page *page, u64 pfn, u64 at, u64 tail)
{
	struct vmcore_folio *folio = &classifier->folio;

	if (folio->tail != tail) {
		folio->tail = tail;
		folio_find(classifier, pfn, at - (tail - 1));
	}
	if (pfn <= folio->start || pfn >= folio->end)
		return KDUMP_CLASS_KERNEL;
	if (kdump_page_flags(page) & __PG_HWPOISON)
		return KDUMP_CLASS_POISONED;
	return folio->class;
}

static u8 single_class(struct vmcore_classifier *classifier,
		       const struct page *page, u64 pfn)
{
	switch (kdump_page_kind(page)) {
	case KDUMP_PAGE_PLAIN:
		return plain_class(page);
	case KDUMP_PAGE_BUDDY:
	case KDUMP_PAGE_GUARD:
		return free_class(classifier, page, pfn, page->private);
	case KDUMP_PAGE_UNACCEPTED:
		return free_class(classifier, page, pfn, MAX_PAGE_ORDER);
	case KDUMP_PAGE_OFFLINE:
		return KDUMP_CLASS_OFFLINE;
	default:
		return KDUMP_CLASS_KERNEL;
	}
}

/*
 * Where the memory of page structs was given back, one page of heads and tails
 * is seen again and again: a head whose first tail names another one is that
 * one's tail. Heads are at even numbers, so each has a struct after it.
 */
static u8 head_class(struct vmcore_classifier *classifier,
		     const struct page *page, u64 pfn, u64 at)
{
	u64 tail;

	if (pfn % 2)
		return KDUMP_CLASS_KERNEL;
	tail = page_tail_word(&page[1], at + sizeof(*page));
	if (tail != (at | 1))
		return tail ? tail_class(classifier, page, pfn, at, tail) :
			      KDUMP_CLASS_KERNEL;
	folio_remember(&classifier->folio, page, pfn, at);
	if (kdump_page_flags(page) & __PG_HWPOISON)
		return KDUMP_CLASS_POISONED;
	return classifier->folio.class;
}

/*
 * The links at @at, elsewhere in old memory; none if nothing is there. A page
 * that has left a list has poison for its address.
 */
static noinline struct list_head
link_elsewhere(struct vmcore_classifier *classifier, u64 at)
{
	struct list_head link = { };

	if (!at || at == (unsigned long)LIST_POISON1 ||
	    !classifier->link(classifier->context, at, &link))
		return (struct list_head){ };
	return link;
}

/* The same, if need be; but most neighbours are among the copies. */
static __always_inline struct list_head
link_at(struct vmcore_classifier *classifier, const struct vmcore_pages *pages,
	u64 at)
{
	u64 distance = at - pages->at - offsetof(struct page, lru);
	size_t offset = distance;

	if (distance >= VMCORE_PAGES * sizeof(struct page))
		return link_elsewhere(classifier, at);
	if (offset % sizeof(struct page))
		return (struct list_head){ };
	return pages->page[offset / sizeof(struct page)].lru;
}

/* Both neighbours name the page, and are not the page itself. */
static __always_inline bool page_is_listed(struct vmcore_classifier *classifier,
					   const struct vmcore_pages *pages,
					   const struct page *page, u64 at)
{
	unsigned long self = at + offsetof(struct page, lru);
	unsigned long next = (unsigned long)page->lru.next;
	unsigned long prev = (unsigned long)page->lru.prev;

	return next != self &&
	       (unsigned long)link_at(classifier, pages, next).prev == self &&
	       (unsigned long)link_at(classifier, pages, prev).next == self;
}

/* A page that is more, or less, than a page in use or a free one. */
static noinline u8 odd_class(struct vmcore_classifier *classifier,
			     const struct page *page, u64 pfn, u64 at)
{
	u64 tail = page_tail_word(page, at);

	classifier->free_end = 0;
	if (PagePoisoned(page))
		return KDUMP_CLASS_KERNEL;
	if (tail)
		return tail_class(classifier, page, pfn, at, tail);
	if (kdump_page_flags(page) & BIT(PG_head))
		return head_class(classifier, page, pfn, at);
	if (kdump_page_flags(page) & __PG_HWPOISON)
		return KDUMP_CLASS_POISONED;
	return single_class(classifier, page, pfn);
}

static __always_inline u8 page_class(struct vmcore_classifier *classifier,
				     const struct vmcore_pages *pages,
				     unsigned int i, u64 at)
{
	const struct page *page = &pages->page[i];
	u64 pfn = pages->pfn + i;

	if (page_looks_free(page)) {
		if (pfn < classifier->free_end ||
		    page_is_listed(classifier, pages, page, at))
			return KDUMP_CLASS_FREE;
		classifier->free_end = 0;
		return KDUMP_CLASS_KERNEL;
	}
	if (page_is_tail(page) || kdump_page_flags(page) & ODD_FLAGS ||
	    !kdump_page_is_plain(page)) {
		/* Most of these are reserved, and nothing else. */
		if ((kdump_page_flags(page) & ODD_FLAGS) != BIT(PG_reserved) ||
		    page_is_tail(page))
			return odd_class(classifier, page, pfn, at);
		classifier->free_end = 0;
		return KDUMP_CLASS_KERNEL;
	}
	classifier->free_end = 0;
	return page_refcount(page) > 0 ? used_class(page) : KDUMP_CLASS_KERNEL;
}

/*
 * Neighbours are in one zone. What is no memory of page structs, but looks like
 * it to a damaged page table, has other bits there.
 */
static bool pages_are_structs(const struct vmcore_pages *pages)
{
	const struct page *page = pages->page, *end = page + VMCORE_PAGES;
	unsigned long flags = kdump_page_flags(page), differ = 0;

	for (page += ZONE_STEP - 1; page < end; page += 2 * ZONE_STEP)
		differ |= (kdump_page_flags(&page[0]) ^ flags) |
			  (kdump_page_flags(&page[ZONE_STEP]) ^ flags);
	return !(differ >> ZONEID_PGSHIFT & ZONEID_MASK);
}

/* So much is free that all that must not be set is collected, and looked at once. */
static __always_inline bool all_look_free(const struct page *page,
					  const struct page *end)
{
	unsigned long flags = 0, link = 0;

	for (; page < end; page += 4) {
		if (page_use(&page[0]) != unused() ||
		    page_use(&page[1]) != unused() ||
		    page_use(&page[2]) != unused() ||
		    page_use(&page[3]) != unused())
			return false;
		flags |= kdump_four_any_flags(page);
		link |= kdump_four_any_links(page);
	}
	return !(flags & USED_FLAGS) && !(link & 1);
}

/* Whether @page is the first one of a free block, which is known then. */
static bool page_starts_block(struct vmcore_classifier *classifier,
			      const struct page *page, u64 pfn)
{
	return kdump_page_kind(page) == KDUMP_PAGE_BUDDY &&
	       !page_is_tail(page) &&
	       free_class(classifier, page, pfn, page->private) ==
	       KDUMP_CLASS_FREE;
}

/* Whether all of @pages are in one free block, which may begin with them. */
static bool pages_are_free(struct vmcore_classifier *classifier,
			   const struct vmcore_pages *pages)
{
	const struct page *page = pages->page, *end = page + VMCORE_PAGES;

	if (classifier->free_end >= pages->pfn + VMCORE_PAGES)
		return all_look_free(page, end);
	return page_starts_block(classifier, page, pages->pfn) &&
	       classifier->free_end >= pages->pfn + VMCORE_PAGES &&
	       page_looks_free(&page[1]) && page_looks_free(&page[2]) &&
	       page_looks_free(&page[3]) && all_look_free(page + 4, end);
}

/* Whether the links of each page and of the next one name each other. */
static __always_inline bool pages_are_chained(const struct vmcore_pages *pages,
					      bool upwards)
{
	const struct page *page = pages->page, *last = page + VMCORE_PAGES - 1;
	unsigned long at = pages->at + offsetof(struct page, lru), there, back;

	for (; page < last; page++, at += sizeof(*page)) {
		there = (unsigned long)(upwards ? page[0].lru.next :
						  page[0].lru.prev);
		back = (unsigned long)(upwards ? page[1].lru.prev :
						 page[1].lru.next);
		if (there != at + sizeof(*page) || back != at)
			return false;
	}
	return true;
}

/*
 * Whether all of @pages wait for a CPU. So much memory can wait after a large
 * buffer was freed that it matters what this takes; and pages that were freed in
 * their order are listed in it, or in the opposite one.
 */
static bool pages_are_listed(struct vmcore_classifier *classifier,
			     const struct vmcore_pages *pages)
{
	const struct page *page = pages->page, *last = page + VMCORE_PAGES - 1;
	unsigned long second = pages->at + sizeof(*page) +
			       offsetof(struct page, lru);
	bool upwards = (unsigned long)page->lru.next == second;

	if (!upwards && (unsigned long)page->lru.prev != second)
		return false;
	return all_look_free(page, last + 1) &&
	       (upwards ? pages_are_chained(pages, true) :
			  pages_are_chained(pages, false)) &&
	       page_is_listed(classifier, pages, page, pages->at) &&
	       page_is_listed(classifier, pages, last, pages->at +
			      (VMCORE_PAGES - 1) * sizeof(*page));
}

/* Whether all of @pages were set aside at boot, and are nothing else. */
static bool pages_are_reserved(const struct vmcore_pages *pages)
{
	const struct page *page = pages->page, *end = page + VMCORE_PAGES;
	unsigned long any = 0, all = BIT(PG_reserved), link = 0;

	for (; page < end && all; page += 4) {
		all &= kdump_four_all_flags(page);
		any |= kdump_four_any_flags(page);
		link |= kdump_four_any_links(page);
	}
	return all && (any & ODD_FLAGS) == BIT(PG_reserved) && !(link & 1);
}

/* Whether all of @pages are tails of the folio that is known. */
static bool pages_are_tails(const struct vmcore_folio *folio,
			    const struct vmcore_pages *pages)
{
	const struct page *page = pages->page;
	unsigned int i;

	if (pages->pfn <= folio->start ||
	    folio->end < pages->pfn + VMCORE_PAGES)
		return false;
	for (i = 0; i < VMCORE_PAGES; i++)
		if (kdump_page_link(&page[i]) != folio->link ||
		    kdump_page_flags(&page[i]) & __PG_HWPOISON)
			return false;
	return true;
}

/**
 * vmcore_classify_from - forget what is known
 * @classifier: what it calls stays
 *
 * Before pages that do not follow those that were looked at last.
 */
void vmcore_classify_from(struct vmcore_classifier *classifier)
{
	classifier->folio = (struct vmcore_folio){ };
	classifier->free_end = 0;
}

/**
 * vmcore_classify_start - where to start, to know what a page is
 * @classifier: forgets what it knew
 * @pfn: a multiple of VMCORE_PAGES
 *
 * A free block is known by its first page only.
 *
 * Return: a multiple of VMCORE_PAGES, @pfn or less, from which pages have to be
 * looked at.
 */
u64 vmcore_classify_start(struct vmcore_classifier *classifier, u64 pfn)
{
	unsigned int order = ilog2(VMCORE_PAGES) + 1;
	struct page pair[2];
	u64 start;

	vmcore_classify_from(classifier);
	for (; order <= MAX_PAGE_ORDER; order++) {
		start = ALIGN_DOWN(pfn, 1ULL << order);
		if (start == pfn ||
		    !classifier->pair(classifier->context, start, pair))
			continue;
		if (single_class(classifier, pair, start) == KDUMP_CLASS_FREE &&
		    classifier->free_end > pfn)
			return start;
	}
	classifier->free_end = 0;
	return pfn;
}

/* One by one: as vmcore_classify(). */
static u64 pages_classify(struct vmcore_classifier *classifier,
			  const struct vmcore_pages *pages, u8 *class)
{
	u64 at = pages->at, starts = 0;
	u8 last = KDUMP_CLASS_DATA, one;
	unsigned int i;

	for (i = 0; i < VMCORE_PAGES; i++, at += sizeof(struct page)) {
		one = page_class(classifier, pages, i, at);
		class[i] = one;
		if (one == last)
			continue;
		starts |= BIT_ULL(i);
		last = one;
	}
	return starts;
}

/**
 * vmcore_classify - say what pages are
 * @classifier: knows what came before
 * @pages: copies of their structs
 * @class: enum kdump_filter_class of each is stored here, VMCORE_PAGES of them;
 *	of the first one only, if the answer is 1
 *
 * Return: a bit for each page whose class is another than that of the page
 * before, and for the first one.
 */
u64 vmcore_classify(struct vmcore_classifier *classifier,
		    const struct vmcore_pages *pages, u8 *class)
{
	if (!pages_are_structs(pages)) {
		vmcore_classify_from(classifier);
		class[0] = KDUMP_CLASS_KERNEL;
		return 1;
	}
	if (pages_are_free(classifier, pages) ||
	    pages_are_listed(classifier, pages)) {
		class[0] = KDUMP_CLASS_FREE;
		return 1;
	}
	if (pages_are_reserved(pages)) {
		classifier->free_end = 0;
		class[0] = KDUMP_CLASS_KERNEL;
		return 1;
	}
	if (pages_are_tails(&classifier->folio, pages)) {
		class[0] = classifier->folio.class;
		return 1;
	}
	return pages_classify(classifier, pages, class);
}

/**
 * vmcore_classes_left_out - what a level leaves out
 * @level: the sum of KDUMP_FILTER_*
 *
 * Return: a bit for each enum kdump_filter_class of memory that is not kept.
 */
u32 vmcore_classes_left_out(u32 level)
{
	u32 out = 0;

	if (!(level & ~KDUMP_FILTER_ZERO))
		return 0;
	if (level & KDUMP_FILTER_CACHE)
		out |= BIT(KDUMP_CLASS_CACHE);
	if (level & KDUMP_FILTER_CACHE_PRIVATE)
		out |= BIT(KDUMP_CLASS_CACHE) | BIT(KDUMP_CLASS_CACHE_PRIVATE);
	if (level & KDUMP_FILTER_USER)
		out |= BIT(KDUMP_CLASS_USER) | BIT(KDUMP_CLASS_HUGETLB);
	if (level & KDUMP_FILTER_FREE)
		out |= BIT(KDUMP_CLASS_FREE);
	if (level & KDUMP_FILTER_MEMMAP)
		out |= BIT(KDUMP_CLASS_MEMMAP);
	return out | BIT(KDUMP_CLASS_OFFLINE) | BIT(KDUMP_CLASS_POISONED);
}
