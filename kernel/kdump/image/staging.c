// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory as large as a kernel and its ramdisk, for as long as a load takes.
 *
 * It is taken in blocks. Single pages would each cost some hundred instructions,
 * and when they are free again they would wait on the lists of CPUs, where tools
 * that filter a dump by themselves cannot know that they are free. Large blocks go
 * past these lists. They are not waited for: where memory is in pieces, smaller
 * ones are taken, and the lists are emptied at the end of the load.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/gfp.h>
#include <linux/kdump_port.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include "image/staging.h"

#define BLOCK_ORDER	(ilog2(SZ_1M) - PAGE_SHIFT)
#define BLOCK_GFP	((GFP_KERNEL & ~__GFP_RECLAIM) | __GFP_HIGHMEM | __GFP_NOWARN)
#define PAGE_GFP	(KDUMP_LOAD_GFP | __GFP_HIGHMEM)

/* So many pages may be left on the lists of CPUs. */
#define LISTED_MAX	(SZ_512K >> PAGE_SHIFT)

static_assert(BLOCK_ORDER > PAGE_ALLOC_COSTLY_ORDER);

/* Pages that were freed since kdump_staging_settle(), and went to those lists. */
static unsigned long staging_listed;

/* Of that order or, where no such block is free, of the largest that is. */
static struct page *block_alloc(unsigned int *order, gfp_t zero)
{
	struct page *block;

	for (; *order; --*order) {
		block = alloc_pages(BLOCK_GFP | zero, *order);
		if (block)
			return block;
	}
	return alloc_page(PAGE_GFP | zero);
}

/* Returns how many there are; the first page of a block knows its order. */
static unsigned int blocks_alloc(struct page **page, unsigned int count,
				 gfp_t zero)
{
	unsigned int order = BLOCK_ORDER, done = 0, i;
	struct page *block;

	while (done < count && !fatal_signal_pending(current)) {
		order = min_t(unsigned int, order, ilog2(count - done));
		block = block_alloc(&order, zero);
		if (!block)
			break;
		set_page_private(block, order);
		for (i = 0; i < 1U << order; i++)
			page[done++] = block + i;
		cond_resched();
	}
	return done;
}

static void blocks_free(struct page **page, unsigned int count)
{
	unsigned int order, i;

	for (i = 0; i < count; i += 1U << order) {
		order = page_private(page[i]);
		set_page_private(page[i], 0);
		if (order <= PAGE_ALLOC_COSTLY_ORDER)
			staging_listed += 1U << order;
		__free_pages(page[i], order);
		cond_resched();
	}
}

/**
 * kdump_staging_alloc - get memory for bytes of an image
 * @size: bytes, not 0
 * @zero: __GFP_ZERO for zeroed memory, else 0
 *
 * Return: memory, page aligned, for kdump_staging_free(); NULL if there is not
 * enough, or this task is being killed.
 */
void *kdump_staging_alloc(size_t size, gfp_t zero)
{
	size_t count = PFN_UP(size);
	struct page **page;
	unsigned int taken;
	void *memory = NULL;

	kdump_assert_load_locked();
	/* Of a size near the end of its type it is 0. */
	if (!count || count > totalram_pages() || count > INT_MAX)
		return NULL;
	page = kvmalloc_array(count, sizeof(*page), KDUMP_LOAD_GFP);
	if (!page)
		return NULL;
	taken = blocks_alloc(page, count, zero);
	if (taken == count)
		memory = vmap(page, count, VM_MAP, PAGE_KERNEL);
	if (!memory) {
		blocks_free(page, taken);
		kvfree(page);
		return NULL;
	}
	find_vm_area(memory)->pages = page;
	return memory;
}

/**
 * kdump_staging_free - give staging memory back
 * @memory: from kdump_staging_alloc() or vmalloc(), or NULL
 */
void kdump_staging_free(void *memory)
{
	const struct vm_struct *area;
	struct page **page;
	unsigned int count;

	kdump_assert_load_locked();
	if (!memory)
		return;
	area = find_vm_area(memory);
	if (WARN_ON_ONCE(!area))
		return;
	if (!(area->flags & VM_MAP)) {
		vfree(memory);
		return;
	}
	page = area->pages;
	count = get_vm_area_size(area) >> PAGE_SHIFT;
	vunmap(memory);
	blocks_free(page, count);
	kvfree(page);
}

/**
 * kdump_staging_settle - leave few free pages on the lists of CPUs
 *
 * At the end of a load, when all its memory was given back. May sleep.
 */
void kdump_staging_settle(void)
{
	kdump_assert_load_locked();
	if (staging_listed > LISTED_MAX)
		drain_all_pages(NULL);
	staging_listed = 0;
}
