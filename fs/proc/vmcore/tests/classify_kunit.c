// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of classify.c: page structs as the kernel writes them, and as no kernel
 * does.
 */
#include <kunit/test.h>
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mmzone.h>
#include <linux/poison.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "classify.h"
#include "page_make.h"

/* A pfn at which blocks of each order may begin. */
#define FIRST 0x100000ULL
#define ALL 2048
/* Of a large block: two pieces of VMCORE_PAGES at least, and it can be free. */
#define LARGE_ORDER min(9, MAX_PAGE_ORDER)
#define MAPPING 0x7000

static struct page memmap[ALL];
static unsigned int nr_looked_up;

static bool memmap_pair(void *context, u64 pfn, struct page *to)
{
	nr_looked_up++;
	if (pfn < FIRST || pfn + 2 > FIRST + ALL)
		return false;
	memcpy(to, &memmap[pfn - FIRST], 2 * sizeof(*to));
	return true;
}

/* The head of a list, which is no page's. */
static struct list_head list_head;
#define LIST_HEAD_AT 0x5000

static u64 link_at(unsigned int page)
{
	return page_make_at(FIRST + page) + offsetof(struct page, lru);
}

static bool memmap_link(void *context, u64 at, struct list_head *to)
{
	u64 offset = at - link_at(0);

	nr_looked_up++;
	if (at == LIST_HEAD_AT) {
		*to = list_head;
		return true;
	}
	if (offset >= sizeof(memmap) || offset % sizeof(struct page))
		return false;
	*to = memmap[offset / sizeof(struct page)].lru;
	return true;
}

static struct vmcore_classifier classifier = {
	.pair = memmap_pair, .link = memmap_link,
};

static u8 class[VMCORE_PAGES];

/* What is not made by a test is in use by the kernel. */
static int classify_test_init(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ALL; i++)
		page_make(&memmap[i], 0, 1);
	vmcore_classify_from(&classifier);
	nr_looked_up = 0;
	return 0;
}

/* Classifies the pages from FIRST + @first on; returns where classes change. */
static u64 look(unsigned int first)
{
	const struct vmcore_pages pages = {
		&memmap[first], FIRST + first, page_make_at(FIRST + first),
	};
	u64 starts;

	memset(class, 0xff, sizeof(class));
	starts = vmcore_classify(&classifier, &pages, class);
	if (starts == 1)
		memset(class, class[0], sizeof(class));
	return starts;
}

static void expect_classes(struct kunit *test, unsigned int from,
			   unsigned int to, u8 expected)
{
	unsigned int i;

	for (i = from; i < to; i++)
		KUNIT_EXPECT_EQ_MSG(test, class[i], expected, "page %u", i);
}

static void single_pages(struct kunit *test)
{
	static const struct {
		const char *what;
		unsigned long flags;
		unsigned long mapping;
		u8 class;
	} rows[] = {
		{ "kernel", 0, 0, KDUMP_CLASS_KERNEL },
		{ "cache", BIT(PG_lru), MAPPING, KDUMP_CLASS_CACHE },
		{ "cache with buffers", BIT(PG_lru) | BIT(PG_private), MAPPING,
		  KDUMP_CLASS_CACHE_PRIVATE },
		{ "cache with private_2", BIT(PG_lru) | BIT(PG_private_2),
		  MAPPING, KDUMP_CLASS_CACHE_PRIVATE },
		{ "truncated cache", BIT(PG_lru), 0, KDUMP_CLASS_CACHE },
		{ "tmpfs", BIT(PG_lru) | BIT(PG_swapbacked), MAPPING,
		  KDUMP_CLASS_CACHE },
		{ "swap cache", BIT(PG_swapbacked) | BIT(PG_swapcache), 0,
		  KDUMP_CLASS_CACHE },
		{ "checked, not swap cache", BIT(PG_swapcache), MAPPING,
		  KDUMP_CLASS_KERNEL },
		{ "mapping, but on no list", 0, MAPPING, KDUMP_CLASS_KERNEL },
		{ "anonymous", BIT(PG_lru) | BIT(PG_swapbacked),
		  MAPPING | PAGE_MAPPING_ANON, KDUMP_CLASS_USER },
		{ "anonymous, isolated", BIT(PG_swapbacked),
		  MAPPING | PAGE_MAPPING_ANON, KDUMP_CLASS_USER },
		{ "anonymous, in swap cache",
		  BIT(PG_swapbacked) | BIT(PG_swapcache),
		  MAPPING | PAGE_MAPPING_ANON, KDUMP_CLASS_USER },
		{ "KSM", BIT(PG_lru), MAPPING | PAGE_MAPPING_FLAGS, KDUMP_CLASS_USER },
		{ "DAX", BIT(PG_lru), PAGE_MAPPING_ANON, KDUMP_CLASS_KERNEL },
		{ "movable", BIT(PG_lru),
		  MAPPING | (PAGE_MAPPING_FLAGS & ~PAGE_MAPPING_ANON),
		  KDUMP_CLASS_KERNEL },
		{ "reserved", BIT(PG_reserved) | BIT(PG_lru), MAPPING,
		  KDUMP_CLASS_KERNEL },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		page_make_mapped(&memmap[i], rows[i].flags, rows[i].mapping);
	look(0);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, class[i], rows[i].class, "%s",
				    rows[i].what);
	expect_classes(test, ARRAY_SIZE(rows), VMCORE_PAGES,
		       KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, nr_looked_up, 0);
}

static void typed_pages(struct kunit *test)
{
	page_make_slab(&memmap[0]);
	page_make_mapped(&memmap[1], BIT(PG_lru), MAPPING | PAGE_MAPPING_ANON);
	atomic_set(&memmap[1]._mapcount, -1);
	page_make_type(&memmap[1], table);
	page_make(&memmap[2], 0, 1);
	page_make_type(&memmap[2], offline);
	page_make(&memmap[4], 0, 0);
	page_make_type(&memmap[4], guard);
	memmap[4].private = 1;
	page_make(&memmap[5], 0, 0);
	memset(&memmap[6], 0xff, sizeof(memmap[6]));
	look(0);
	KUNIT_EXPECT_EQ(test, class[0], KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, class[1], KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, class[2], KDUMP_CLASS_OFFLINE);
	KUNIT_EXPECT_EQ(test, class[4], KDUMP_CLASS_FREE);
	KUNIT_EXPECT_EQ(test, class[5], KDUMP_CLASS_FREE);
	KUNIT_EXPECT_EQ(test, class[6], KDUMP_CLASS_KERNEL);
}

static void unaccepted_memory_is_free(struct kunit *test)
{
	unsigned int i;

	if (!PAGE_MAKE_HAS_UNACCEPTED)
		kunit_skip(test, "this base has no type for it");
	for (i = 0; i < ALL; i++)
		page_make(&memmap[i], 0, 0);
	page_make_unaccepted(&memmap[0]);
	for (i = 0; i < ALL; i += VMCORE_PAGES) {
		look(i);
		expect_classes(test, 0, VMCORE_PAGES,
			       i < 1 << MAX_PAGE_ORDER ? KDUMP_CLASS_FREE :
							 KDUMP_CLASS_KERNEL);
	}
}

static void bits_say_where_classes_change(struct kunit *test)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(test, look(0), 1);
	for (i = 5; i < 9; i++)
		page_make(&memmap[i], BIT(PG_lru), 1);
	page_make(&memmap[63], BIT(PG_lru), 1);
	KUNIT_EXPECT_EQ(test, look(0),
			1 | BIT_ULL(5) | BIT_ULL(9) | BIT_ULL(63));
}

/* One that is more than reserved is not overlooked among others. */
static void reserved_pages(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < VMCORE_PAGES; i++)
		page_make(&memmap[i], BIT(PG_reserved), 1);
	KUNIT_EXPECT_EQ(test, look(0), 1);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
	page_make(&memmap[61], BIT(PG_lru), 1);
	look(0);
	expect_classes(test, 0, 61, KDUMP_CLASS_KERNEL);
	expect_classes(test, 61, 62, KDUMP_CLASS_CACHE);
	expect_classes(test, 62, 64, KDUMP_CLASS_KERNEL);
	/* What is after it is in no free block. */
	page_make(&memmap[61], BIT(PG_reserved), 1);
	page_make_buddy(&memmap[64], 7);
	page_make(&memmap[128], 0, 0);
	look(64);
	look(0);
	look(128);
	expect_classes(test, 0, 1, KDUMP_CLASS_KERNEL);
}

static void one_page_of_a_free_block_is_not_free(struct kunit *test)
{
	static const struct {
		unsigned long flags;
		int count;
	} rows[] = {
		{ BIT(PG_reserved), 0 }, { BIT(PG_lru), 0 },
		{ BIT(PG_private), 0 }, { 0, 1 }, { 0, -1 },
	};
	unsigned int i, at, row;

	for (row = 0; row < ARRAY_SIZE(rows); row++) {
		/* In the piece that the block begins with, and in another. */
		for (at = 1; at < 128; at += 9) {
			for (i = 0; i < 128; i++)
				page_make(&memmap[i], 0, 0);
			page_make_buddy(&memmap[0], 7);
			page_make(&memmap[at], rows[row].flags, rows[row].count);
			vmcore_classify_from(&classifier);
			for (i = 0; i <= at; i += VMCORE_PAGES)
				look(i);
			at -= i - VMCORE_PAGES;
			expect_classes(test, 0, at, KDUMP_CLASS_FREE);
			KUNIT_EXPECT_NE(test, class[at], KDUMP_CLASS_FREE);
			at += i - VMCORE_PAGES;
		}
	}
}

/* What follows a free block looks like it, and may be in use. */
static void free_blocks(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ALL; i++)
		page_make(&memmap[i], 0, 0);
	page_make_buddy(&memmap[0], 0);
	page_make_buddy(&memmap[4], 2);
	kdump_page_flags(&memmap[4]) = BIT(PG_reported);
	page_make_buddy(&memmap[32], 5);
	page_make_buddy(&memmap[128], 7);
	look(0);
	expect_classes(test, 0, 1, KDUMP_CLASS_FREE);
	expect_classes(test, 1, 4, KDUMP_CLASS_KERNEL);
	expect_classes(test, 4, 8, KDUMP_CLASS_FREE);
	expect_classes(test, 8, 32, KDUMP_CLASS_KERNEL);
	expect_classes(test, 32, 64, KDUMP_CLASS_FREE);
	look(64);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
	look(128);
	expect_classes(test, 0, 64, KDUMP_CLASS_FREE);
	look(192);
	expect_classes(test, 0, 64, KDUMP_CLASS_FREE);
	look(256);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

static void free_blocks_that_are_none(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 64; i++)
		page_make(&memmap[i], 0, 0);
	/* Not aligned, too large, in use, on a list of pages in use. */
	page_make_buddy(&memmap[2], 2);
	page_make_buddy(&memmap[8], MAX_PAGE_ORDER + 1);
	page_make_buddy(&memmap[16], 3);
	atomic_set(&memmap[16]._refcount, 1);
	page_make_buddy(&memmap[32], 3);
	kdump_page_flags(&memmap[32]) |= BIT(PG_lru);
	look(0);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

/* The order is wrong: what is after a page in use is in no free block. */
static void a_free_block_ends_at_a_page_in_use(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 64; i++)
		page_make(&memmap[i], 0, 0);
	page_make_buddy(&memmap[0], 6);
	page_make(&memmap[16], 0, 1);
	page_make_mapped(&memmap[20], BIT(PG_lru), MAPPING);
	look(0);
	expect_classes(test, 0, 16, KDUMP_CLASS_FREE);
	expect_classes(test, 16, 20, KDUMP_CLASS_KERNEL);
	expect_classes(test, 20, 21, KDUMP_CLASS_CACHE);
	expect_classes(test, 21, 64, KDUMP_CLASS_KERNEL);
}

static void a_free_block_is_found_from_its_middle(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ALL; i++)
		page_make(&memmap[i], 0, 0);
	page_make_buddy(&memmap[512], LARGE_ORDER);
	KUNIT_EXPECT_EQ(test, vmcore_classify_start(&classifier, FIRST + 576),
			FIRST + 512);
	KUNIT_EXPECT_EQ(test, vmcore_classify_start(&classifier, FIRST + 512),
			FIRST + 512);
	KUNIT_EXPECT_EQ(test, vmcore_classify_start(&classifier, FIRST + 1088),
			FIRST + 1088);
	KUNIT_EXPECT_EQ(test, classifier.free_end, 0);
	KUNIT_EXPECT_EQ(test, vmcore_classify_start(&classifier, FIRST + 448),
			FIRST + 448);
}

/* Links page @a, a free one, between two addresses. */
static void link_page(unsigned int a, u64 prev, u64 next)
{
	page_make(&memmap[a], 0, 0);
	memmap[a].lru.prev = (void *)(unsigned long)prev;
	memmap[a].lru.next = (void *)(unsigned long)next;
}

static void pages_on_a_list_of_a_cpu(struct kunit *test)
{
	/* head - 3 - 4 - 900 - head */
	list_head.next = (void *)(unsigned long)link_at(3);
	list_head.prev = (void *)(unsigned long)link_at(900);
	link_page(3, LIST_HEAD_AT, link_at(4));
	link_page(4, link_at(3), link_at(900));
	link_page(900, link_at(4), LIST_HEAD_AT);
	look(0);
	expect_classes(test, 0, 3, KDUMP_CLASS_KERNEL);
	expect_classes(test, 3, 5, KDUMP_CLASS_FREE);
	expect_classes(test, 5, 64, KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, nr_looked_up, 2);
	look(896);
	KUNIT_EXPECT_EQ(test, class[4], KDUMP_CLASS_FREE);
	/* The only page of its list. */
	list_head.next = (void *)(unsigned long)link_at(3);
	list_head.prev = (void *)(unsigned long)link_at(3);
	link_page(3, LIST_HEAD_AT, LIST_HEAD_AT);
	look(0);
	KUNIT_EXPECT_EQ(test, class[3], KDUMP_CLASS_FREE);
	KUNIT_EXPECT_EQ(test, class[4], KDUMP_CLASS_KERNEL);
}

/* As a large buffer leaves them: two pieces, listed from either end. */
static void pages_that_were_freed_in_order(struct kunit *test)
{
	int step, i;

	for (step = -1; step <= 1; step += 2) {
		const int first = step > 0 ? 64 : 191, last = 255 - first;

		for (i = 64; i < 192; i++)
			link_page(i, i == first ? LIST_HEAD_AT : link_at(i - step),
				  i == last ? LIST_HEAD_AT : link_at(i + step));
		list_head.next = (void *)(unsigned long)link_at(first);
		list_head.prev = (void *)(unsigned long)link_at(last);
		KUNIT_EXPECT_EQ(test, look(64), 1);
		KUNIT_EXPECT_EQ(test, look(128), 1);
		/* One link is wrong: then two pages are not known. */
		memmap[100].lru.prev = NULL;
		look(64);
		expect_classes(test, 0, 35, KDUMP_CLASS_FREE);
		KUNIT_EXPECT_EQ(test, class[36], KDUMP_CLASS_KERNEL);
		KUNIT_EXPECT_EQ(test, class[36 - step], KDUMP_CLASS_KERNEL);
		expect_classes(test, 38, 64, KDUMP_CLASS_FREE);
	}
}

static void pages_that_only_look_listed(struct kunit *test)
{
	/* Itself, nothing, poison, no memory, and a neighbour that disagrees. */
	link_page(2, link_at(2), link_at(2));
	link_page(4, 0, 0);
	link_page(6, (unsigned long)LIST_POISON2, (unsigned long)LIST_POISON1);
	link_page(8, 0x6660, 0x6660);
	link_page(10, link_at(12), link_at(12));
	link_page(12, link_at(14), link_at(10));
	link_page(14, link_at(12) + 8, link_at(12) + 8);
	/* In use, or of a type, but on a list. */
	link_page(20, link_at(21), link_at(21));
	link_page(21, link_at(20), link_at(20));
	atomic_set(&memmap[20]._refcount, 1);
	page_make_type(&memmap[21], table);
	look(0);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

static void folios(struct kunit *test)
{
	page_make_mapped(&memmap[8], BIT(PG_lru) | BIT(PG_swapbacked),
			 MAPPING | PAGE_MAPPING_ANON);
	page_make_compound(&memmap[8], FIRST + 8, 3);
	page_make_mapped(&memmap[16], BIT(PG_lru) | BIT(PG_private), MAPPING);
	page_make_compound(&memmap[16], FIRST + 16, 1);
	page_make_slab(&memmap[32]);
	page_make_compound(&memmap[32], FIRST + 32, 4);
	look(0);
	expect_classes(test, 0, 8, KDUMP_CLASS_KERNEL);
	expect_classes(test, 8, 16, KDUMP_CLASS_USER);
	expect_classes(test, 16, 18, KDUMP_CLASS_CACHE_PRIVATE);
	expect_classes(test, 18, 64, KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, nr_looked_up, 0);
}

static void a_folio_is_found_from_its_middle(struct kunit *test)
{
	page_make_mapped(&memmap[512], BIT(PG_lru),
			 MAPPING | PAGE_MAPPING_ANON);
	page_make_compound(&memmap[512], FIRST + 512, LARGE_ORDER);
	look(640);
	expect_classes(test, 0, 64, KDUMP_CLASS_USER);
	look(704);
	expect_classes(test, 0, 64, KDUMP_CLASS_USER);
	KUNIT_EXPECT_EQ(test, nr_looked_up, 1);
	look(1024);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

static void huge_pages(struct kunit *test)
{
	if (!PAGE_MAKE_HAS_HUGETLB)
		kunit_skip(test, "this kernel has no hugetlb");
	/* One that waits in its pool has no users. */
	page_make(&memmap[512], 0, 0);
	page_make_compound(&memmap[512], FIRST + 512, 9);
	page_make_hugetlb(&memmap[512]);
	look(512);
	expect_classes(test, 0, 64, KDUMP_CLASS_HUGETLB);
	look(576);
	expect_classes(test, 0, 64, KDUMP_CLASS_HUGETLB);
}

/* All pages of structs but the first were given back, and show that one. */
static void hugetlb_without_its_page_structs(struct kunit *test)
{
	unsigned int i;

	if (!PAGE_MAKE_HAS_HUGETLB)
		kunit_skip(test, "this kernel has no hugetlb");
	page_make(&memmap[512], 0, 1);
	page_make_compound(&memmap[512], FIRST + 512, 9);
	page_make_hugetlb(&memmap[512]);
	for (i = 576; i < 1024; i += 64)
		memcpy(&memmap[i], &memmap[512], 64 * sizeof(*memmap));
	for (i = 512; i < 1024; i += 64) {
		look(i);
		expect_classes(test, 0, 64, KDUMP_CLASS_HUGETLB);
	}
	vmcore_classify_from(&classifier);
	look(640);
	expect_classes(test, 0, 64, KDUMP_CLASS_HUGETLB);
	look(1024);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

static void damaged_folios(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 64; i += 8) {
		page_make_mapped(&memmap[i], BIT(PG_lru),
				 MAPPING | PAGE_MAPPING_ANON);
		page_make_compound(&memmap[i], FIRST + i, 3);
	}
	/* Order 0, order not aligned, order too large for anonymous memory. */
	page_make_order(&memmap[0], 0);
	page_make_order(&memmap[8], 4);
	page_make_order(&memmap[16], 3 + 128);
	/* The head is none, or is free. */
	kdump_page_flags(&memmap[24]) = BIT(PG_lru);
	atomic_set(&memmap[32]._refcount, 0);
	/* A tail names another head: before all memory, itself, nothing. */
	kdump_page_link(&memmap[43]) = 1;
	kdump_page_link(&memmap[44]) = page_make_at(FIRST + 44) | 1;
	kdump_page_link(&memmap[45]) = page_make_at(FIRST + 40) + 3;
	kdump_page_link(&memmap[46]) = page_make_at(FIRST + 63) | 1;
	look(0);
	expect_classes(test, 0, 24, KDUMP_CLASS_KERNEL);
	expect_classes(test, 24, 25, KDUMP_CLASS_USER);
	expect_classes(test, 25, 40, KDUMP_CLASS_KERNEL);
	expect_classes(test, 40, 43, KDUMP_CLASS_USER);
	expect_classes(test, 43, 47, KDUMP_CLASS_KERNEL);
	expect_classes(test, 47, 64, KDUMP_CLASS_USER);
}

/* A page of which the folio says that it is part, but which is none of it. */
static void a_whole_page_in_a_damaged_folio_is_kept(struct kunit *test)
{
	page_make_mapped(&memmap[0], BIT(PG_lru), MAPPING | PAGE_MAPPING_ANON);
	page_make_compound(&memmap[0], FIRST, 6);
	page_make_slab(&memmap[33]);
	page_make(&memmap[34], 0, 1);
	look(0);
	expect_classes(test, 0, 33, KDUMP_CLASS_USER);
	expect_classes(test, 33, 35, KDUMP_CLASS_KERNEL);
	expect_classes(test, 35, 64, KDUMP_CLASS_USER);
}

/* What a damaged page table leads to is no array of page structs. */
static void pages_of_several_zones(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 64; i++)
		page_make_mapped(&memmap[i], BIT(PG_lru),
				 MAPPING | PAGE_MAPPING_ANON);
	look(0);
	expect_classes(test, 0, 64, KDUMP_CLASS_USER);
	kdump_page_flags(&memmap[63]) |= BIT(ZONEID_PGSHIFT);
	look(0);
	expect_classes(test, 0, 64, KDUMP_CLASS_KERNEL);
}

static void levels(struct kunit *test)
{
	static const struct {
		u32 level;
		u32 out;
	} rows[] = {
		{ 0, 0 },
		{ KDUMP_FILTER_ZERO, 0 },
		{ KDUMP_FILTER_CACHE, BIT(KDUMP_CLASS_CACHE) },
		{ KDUMP_FILTER_CACHE_PRIVATE, BIT(KDUMP_CLASS_CACHE) |
		  BIT(KDUMP_CLASS_CACHE_PRIVATE) },
		{ KDUMP_FILTER_USER, BIT(KDUMP_CLASS_USER) |
		  BIT(KDUMP_CLASS_HUGETLB) },
		{ KDUMP_FILTER_FREE, BIT(KDUMP_CLASS_FREE) },
		{ KDUMP_FILTER_MEMMAP, BIT(KDUMP_CLASS_MEMMAP) },
	};
	u32 always = BIT(KDUMP_CLASS_OFFLINE) | BIT(KDUMP_CLASS_POISONED);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, vmcore_classes_left_out(rows[i].level),
				    rows[i].out ? rows[i].out | always : 0,
				    "level %u", rows[i].level);
	KUNIT_EXPECT_EQ(test, vmcore_classes_left_out(KDUMP_FILTER_MAX) &
			(BIT(KDUMP_CLASS_KERNEL) | BIT(KDUMP_CLASS_DATA) |
			 BIT(KDUMP_CLASS_GAP)), 0);
}

static struct kunit_case classify_cases[] = {
	KUNIT_CASE(single_pages),
	KUNIT_CASE(typed_pages),
	KUNIT_CASE(unaccepted_memory_is_free),
	KUNIT_CASE(bits_say_where_classes_change),
	KUNIT_CASE(reserved_pages),
	KUNIT_CASE(free_blocks),
	KUNIT_CASE(one_page_of_a_free_block_is_not_free),
	KUNIT_CASE(free_blocks_that_are_none),
	KUNIT_CASE(a_free_block_ends_at_a_page_in_use),
	KUNIT_CASE(a_free_block_is_found_from_its_middle),
	KUNIT_CASE(pages_on_a_list_of_a_cpu),
	KUNIT_CASE(pages_that_were_freed_in_order),
	KUNIT_CASE(pages_that_only_look_listed),
	KUNIT_CASE(folios),
	KUNIT_CASE(a_folio_is_found_from_its_middle),
	KUNIT_CASE(huge_pages),
	KUNIT_CASE(hugetlb_without_its_page_structs),
	KUNIT_CASE(damaged_folios),
	KUNIT_CASE(a_whole_page_in_a_damaged_folio_is_kept),
	KUNIT_CASE(pages_of_several_zones),
	KUNIT_CASE(levels),
	{}
};

static struct kunit_suite classify_suite = {
	.name = "kdump_vmcore_classify",
	.init = classify_test_init,
	.test_cases = classify_cases,
};

kunit_test_suite(classify_suite);
