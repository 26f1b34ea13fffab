// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that stays out of the way of what is copied over it.
 *
 * What is loaded for kexec -e waits in pages that lie in no destination, so
 * that the copy at the end is a plain loop. The allocator knows nothing of
 * destinations: what it hands out inside of one is held until the load is
 * over. There is at most as much of it as the destinations are large.
 *
 * Context: process context; the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>

#include <linux/kdump_arch.h>

#include "kexec/source_pages.h"
#include "load_lock.h"

/* Larger blocks are rare in a machine that has run for a while. */
#define BLOCK_BYTES_MAX SZ_2M

/**
 * kdump_sources_init - start
 * @sources: to be given to kdump_sources_done()
 * @avoid: memory that no page may lie in; must stay
 */
void kdump_sources_init(struct kdump_sources *sources,
			const struct kdump_range_set *avoid)
{
	kdump_assert_load_locked();
	sources->avoid = avoid;
	sources->order = get_order(BLOCK_BYTES_MAX);
	INIT_LIST_HEAD(&sources->held);
}

/**
 * kdump_sources_done - free what was held
 * @sources: what was taken from it stays the taker's
 */
void kdump_sources_done(struct kdump_sources *sources)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &sources->held, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
}

/* One by one, so that any part of the block can be given back alone. */
static struct page *block_allocate(unsigned int order, gfp_t patience)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN | patience,
					order);

	if (page && order)
		split_page(page, order);
	return page;
}

static struct kdump_range page_range(struct page *page, unsigned int pages)
{
	u64 start = page_to_phys(page);

	return (struct kdump_range){ start, start + (u64)pages * PAGE_SIZE };
}

static void block_hold(struct kdump_sources *sources, struct page *page,
		       unsigned int pages)
{
	unsigned int i;

	for (i = 0; i < pages; i++) {
		struct kdump_range range = page_range(page + i, 1);

		if (kdump_range_set_overlaps(sources->avoid, &range))
			list_add(&page[i].lru, &sources->held);
		else
			__free_page(page + i);
	}
}

/* On error the pages are freed and @ret is untouched. */
static int range_expose(const struct kdump_range range, struct kdump_range *ret)
{
	int error = kdump_arch_expose(&range);

	if (error)
		kdump_sources_free(&range);
	else
		*ret = range;
	return error;
}

/* A block outside of what is avoided; NULL if the allocator has none. */
static struct page *block_take(struct kdump_sources *sources,
			       unsigned int order, gfp_t patience)
{
	struct kdump_range range;
	struct page *page;

	while (!fatal_signal_pending(current)) {
		cond_resched();
		page = block_allocate(order, patience);
		if (!page)
			return NULL;
		range = page_range(page, 1 << order);
		if (!kdump_range_set_overlaps(sources->avoid, &range))
			return page;
		block_hold(sources, page, 1 << order);
	}
	return NULL;
}

/* Do not reclaim for higher orders; never trigger the OOM killer. */
static struct page *page_take_or_more(struct kdump_sources *sources,
				      unsigned int order)
{
	return block_take(sources, order, order ? __GFP_NORETRY :
						  __GFP_RETRY_MAYFAIL);
}

/**
 * kdump_sources_take - take as large a piece of memory as there is
 * @sources: from kdump_sources_init()
 * @bytes: what is needed, not 0
 * @ret: at most @bytes rounded up to pages; the caller's, to be given to
 *	kdump_sources_free(). What it holds is undefined.
 *
 * Return: 0; %-ENOMEM; %-EINTR when killed; the errno of the architecture.
 */
int kdump_sources_take(struct kdump_sources *sources, u64 bytes,
		       struct kdump_range *ret)
{
	unsigned int order = min_t(unsigned int, sources->order,
				   ilog2(PAGE_ALIGN(bytes) >> PAGE_SHIFT));
	struct page *page = page_take_or_more(sources, order);

	while (!page && order && !fatal_signal_pending(current)) {
		sources->order = --order;
		page = page_take_or_more(sources, order);
	}
	if (!page)
		return fatal_signal_pending(current) ? -EINTR : -ENOMEM;
	return range_expose(page_range(page, 1 << order), ret);
}

/**
 * kdump_sources_free - free what was taken
 * @range: pages from kdump_sources_take(), any part of them
 */
void kdump_sources_free(const struct kdump_range *range)
{
	u64 at;

	if (kdump_arch_release(range)) {
		pr_warn("0x%llx-0x%llx is lost until the next boot: it could not be encrypted again\n",
			range->start, range->end - 1);
		return;
	}
	for (at = range->start; at < range->end; at += PAGE_SIZE)
		__free_page(pfn_to_page(PHYS_PFN(at)));
}
