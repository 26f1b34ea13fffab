// SPDX-License-Identifier: GPL-2.0-only
/*
 * What pages are, by structs that contradict each other.
 *
 * Input: three bytes for each step: what to write, for how many pages, and a
 * number that the kind of page needs. Pages without a step are in use.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <linux/bits.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>

#include "base/page_words.h"
#include "classify.h"
#include "fuzz.h"

#define PAGES 4096
#define FIRST (1ULL << 20)
#define BASE 0x40000000ULL

static struct page memmap[PAGES];

static u64 at_of(u64 pfn)
{
	return BASE + (pfn - FIRST) * sizeof(struct page);
}

static bool memmap_pair(void *context, u64 pfn, struct page *to)
{
	if (pfn < FIRST || pfn > FIRST + PAGES - 2)
		return false;
	memcpy(to, &memmap[pfn - FIRST], 2 * sizeof(*to));
	return true;
}

/* Any even address is one of a link, which is the same each time. */
static bool memmap_link(void *context, u64 at, struct list_head *to)
{
	u64 offset = at - at_of(FIRST) - offsetof(struct page, lru);

	if (offset >= sizeof(memmap) || offset % sizeof(struct page))
		return false;
	*to = memmap[offset / sizeof(struct page)].lru;
	return true;
}

static void set(struct page *page, unsigned long flags, int count)
{
	*page = (struct page){ .page_type = ~0U, ._refcount = { count } };
	kdump_page_flags(page) = flags;
}

static void set_type(struct page *page, unsigned int type, int count)
{
	set(page, 0, count);
	page->page_type = type << 24;
}

static void set_head(unsigned int i, unsigned int order)
{
	kdump_page_flags(&memmap[i]) |= BIT(PG_head);
	if (i + 1 < PAGES)
		kdump_page_flags(&memmap[i + 1]) = order;
}

/* What a tail has for a head at @at, or of @order; a mask is never as wide. */
static unsigned long link_to(u64 at, unsigned int order)
{
	return (kdump_link_is_mask() ?
		-(sizeof(struct page) << order % (BITS_PER_LONG - 8)) : at) | 1;
}

static void *link_of(unsigned int i)
{
	return (void *)(unsigned long)(at_of(FIRST + i) +
				       offsetof(struct page, lru));
}

static void write_page(unsigned int i, unsigned int kind, unsigned int value)
{
	struct page *page = &memmap[i];

	switch (kind % 16) {
	case 0:
		set(page, 0, 0);
		break;
	case 1:
		set_type(page, PGTY_buddy, value >> 7);
		page->private = value % 13;
		break;
	case 2:
		set_type(page, PGTY_guard, 0);
		page->private = value % 13;
		break;
	case 3:
		set_type(page, PGTY_offline + value % 7, value >> 4);
		break;
	case 4:
		set(page, value, 1);
		page->mapping = (void *)0x1000UL;
		break;
	case 5:
		set(page, BIT(PG_lru), 1);
		page->mapping = (void *)(0x1000UL + value % 8);
		break;
	case 6:
		kdump_page_link(page) = link_to(at_of(FIRST + i) -
						value * sizeof(*page), value);
		break;
	case 7:
		kdump_page_link(page) = link_to(at_of(FIRST + (i & ~value)),
						value % 16);
		break;
	case 8:
		set_head(i, value % 16);
		break;
	case 9:
		page->page_type = value << 24;
		break;
	case 10:
		memset(page, 0xff, sizeof(*page));
		break;
	case 11:
		kdump_page_flags(page) ^= BIT(value % 8);
		break;
	case 12:
		memcpy(page, &memmap[value % PAGES], sizeof(*page));
		break;
	case 13:
		page->_refcount.counter += (int)value - 128;
		break;
	case 0x0f:
		set(page, 0, 0);
		page->lru.next = link_of(i + value % 8);
		page->lru.prev = link_of(i - value / 8);
		break;
	case 14:
		kdump_page_link(page) = value * 0x0123456789abcdefULL;
		break;
	}
}

/* A compound page as the kernel makes it, of @value's order. */
static unsigned int write_folio(unsigned int i, unsigned int value)
{
	unsigned int order = value % 11, j;

	i &= ~((1U << order) - 1);
	set(&memmap[i], BIT(PG_lru) | BIT(PG_head), 1);
	memmap[i].mapping = (void *)0x1001UL;
	if (value & 128)
		memmap[i].page_type = (unsigned int)PGTY_hugetlb << 24;
	for (j = 1; j < 1U << order && i + j < PAGES; j++) {
		set(&memmap[i + j], 0, 0);
		kdump_page_link(&memmap[i + j]) = link_to(at_of(FIRST + i),
							  order);
	}
	set_head(i, order);
	return i + j;
}

static void write_memmap(struct fuzz_input *input)
{
	unsigned int i, kind, value, count;

	for (i = 0; i < PAGES; i++)
		set(&memmap[i], 0, 1);
	for (i = 0; input->left && i < PAGES;) {
		kind = fuzz_take(input, 1);
		count = fuzz_take(input, 1);
		value = fuzz_take(input, 1);
		if (kind >= 240) {
			i = write_folio(i, value);
			continue;
		}
		if (kind >= 200) {
			i = (i + value * 4) % PAGES;
			continue;
		}
		for (count = kind & 16 ? count * 4 : count % 8; count; count--)
			if (i < PAGES)
				write_page(i++, kind, value);
	}
}

static void classify_at(struct vmcore_classifier *classifier, unsigned int i,
			u8 *class)
{
	struct page *copy = fuzz_memory(&memmap[i], VMCORE_PAGES *
					sizeof(*copy));
	const struct vmcore_pages pages = {
		copy, FIRST + i, at_of(FIRST + i),
	};
	unsigned int j;

	if (vmcore_classify(classifier, &pages, class) == 1)
		memset(class, class[0], VMCORE_PAGES);
	for (j = 0; j < VMCORE_PAGES; j++)
		EXPECT(class[j] >= KDUMP_CLASS_KERNEL &&
		       class[j] <= KDUMP_CLASS_POISONED);
	free(copy);
}

/* A page that is left out says so, whatever the others say. */
static void check_page(const struct page *page, u8 class)
{
	bool tail = kdump_page_link(page) & 1;

	if (class == KDUMP_CLASS_KERNEL)
		return;
	EXPECT(!PagePoisoned(page));
	if (class == KDUMP_CLASS_FREE)
		EXPECT(!page->_refcount.counter && !tail &&
		       !(kdump_page_flags(page) & (BIT(PG_reserved) | BIT(PG_lru))));
	if (class == KDUMP_CLASS_POISONED)
		EXPECT(kdump_page_flags(page) & __PG_HWPOISON);
	if (tail || kdump_page_flags(page) & BIT(PG_head) || class == KDUMP_CLASS_POISONED)
		return;
	if (class == KDUMP_CLASS_USER || class == KDUMP_CLASS_CACHE ||
	    class == KDUMP_CLASS_CACHE_PRIVATE)
		EXPECT(page->_refcount.counter > 0 &&
		       !(kdump_page_flags(page) & BIT(PG_reserved)));
	EXPECT(class != KDUMP_CLASS_HUGETLB);
}

/* Before all else: a folio is found at all, and ends where it should. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct vmcore_classifier classifier = {
		.pair = memmap_pair, .link = memmap_link,
	};
	u8 class[VMCORE_PAGES];
	unsigned int i;

	for (i = 0; i < PAGES; i++)
		set(&memmap[i], 0, 1);
	write_folio(8, 3);
	classify_at(&classifier, 0, class);
	for (i = 0; i < VMCORE_PAGES; i++)
		EXPECT(class[i] == (i / 8 == 1 ? KDUMP_CLASS_USER :
					       KDUMP_CLASS_KERNEL));
	return 0;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct vmcore_classifier in_order = {
		.pair = memmap_pair, .link = memmap_link,
	};
	struct vmcore_classifier alone = in_order;
	u8 class[VMCORE_PAGES], again[VMCORE_PAGES];
	unsigned int i, j;
	u64 start;

	write_memmap(&input);
	for (i = 0; i < PAGES; i += VMCORE_PAGES) {
		classify_at(&in_order, i, class);
		for (j = 0; j < VMCORE_PAGES; j++)
			check_page(&memmap[i + j], class[j]);
		/* Where a reader starts makes no difference. */
		start = vmcore_classify_start(&alone, FIRST + i);
		EXPECT(start >= FIRST && start <= FIRST + i &&
		       !(start % VMCORE_PAGES));
		for (; start <= FIRST + i; start += VMCORE_PAGES)
			classify_at(&alone, start - FIRST, again);
		EXPECT(!memcmp(class, again, sizeof(class)));
	}
	return 0;
}
