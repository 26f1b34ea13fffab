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
	*page = (struct page){
		.flags = flags, .page_type = ~0U, ._refcount = { count },
	};
}

static void set_type(struct page *page, unsigned int type, int count)
{
	set(page, 0, count);
	page->page_type = type << 24;
}

static void set_head(unsigned int i, unsigned int order)
{
	memmap[i].flags |= BIT(PG_head);
	if (i + 1 < PAGES)
		memmap[i + 1].flags = order;
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
		page->compound_head = (at_of(FIRST + i) -
				       value * sizeof(*page)) | 1;
		break;
	case 7:
		page->compound_head = (at_of(FIRST + (i & ~value))) | 1;
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
		page->flags ^= BIT(value % 8);
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
		page->compound_head = value * 0x0123456789abcdefULL;
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
		memmap[i + j].compound_head = at_of(FIRST + i) | 1;
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
	bool tail = page->compound_head & 1;

	if (class == KDUMP_CLASS_KERNEL)
		return;
	EXPECT(!PagePoisoned(page));
	if (class == KDUMP_CLASS_FREE)
		EXPECT(!page->_refcount.counter && !tail &&
		       !(page->flags & (BIT(PG_reserved) | BIT(PG_lru))));
	if (class == KDUMP_CLASS_POISONED)
		EXPECT(page->flags & __PG_HWPOISON);
	if (tail || page->flags & BIT(PG_head) || class == KDUMP_CLASS_POISONED)
		return;
	if (class == KDUMP_CLASS_USER || class == KDUMP_CLASS_CACHE ||
	    class == KDUMP_CLASS_CACHE_PRIVATE)
		EXPECT(page->_refcount.counter > 0 &&
		       !(page->flags & BIT(PG_reserved)));
	EXPECT(class != KDUMP_CLASS_HUGETLB);
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
