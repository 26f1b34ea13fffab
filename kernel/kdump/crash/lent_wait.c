// SPDX-License-Identifier: GPL-2.0-only
/*
 * Before the capture kernel gets what was lent to user space: wait for devices
 * that read or write there.
 *
 * A device goes on after the CPUs have stopped. Into a page that it writes to, it
 * would write over the capture kernel; and from one that it reads for a disk, it
 * would write that kernel's bytes to a file. Page structs tell which pages may be
 * among them. What ends it is seldom noted there any more, as no interrupt is
 * handled: then the time that every request of a device is done in is waited.
 *
 * Context: crash path, alone in the machine.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/processor.h>
#include <linux/time64.h>

#include "crash/lent_wait.h"
#include "lib/wait.h"
#include "record/record.h"

/* As long as mainline waits in any case. */
#define WAIT_SECONDS 10

/**
 * struct lent_wait - what was found so far
 * @wait: ends the waiting
 * @over: it has ended: the other pages are only counted
 * @pages: pages that were looked at
 * @in_use: how many of them were in use
 * @left: how many of these still are
 */
struct lent_wait {
	struct kdump_wait wait;
	bool over;
	u64 pages;
	u64 in_use;
	u64 left;
};

/* A page that a thousand processes map has as many references as a pinned one. */
static bool folio_is_pinned(struct folio *folio)
{
	if (!folio_maybe_dma_pinned(folio))
		return false;
	return folio_test_large(folio) ||
	       folio_ref_count(folio) - max(folio_mapcount(folio), 0) >=
	       GUP_PIN_COUNTING_BIAS;
}

/* Locked, but good: a CPU was at work there, and no device. */
static bool folio_is_read_in(struct folio *folio)
{
	return folio_test_locked(folio) && !folio_test_uptodate(folio);
}

/* Of a tail its head tells. A page without references is free. */
static bool page_in_use(struct page *page)
{
	struct folio *folio;

	if (PageTail(page) || !page_ref_count(page))
		return false;
	folio = page_folio(page);
	return folio_test_writeback(folio) || folio_is_read_in(folio) ||
	       folio_is_pinned(folio);
}

/* Until the page is not in use, or the time for all of them is over. */
static void page_wait(struct page *page, struct lent_wait *lent)
{
	lent->pages++;
	if (!page_in_use(page))
		return;
	lent->in_use++;
	while (!lent->over && page_in_use(page)) {
		cpu_relax();
		lent->over = kdump_wait_over(&lent->wait, kdump_arch_ticks());
	}
	if (page_in_use(page))
		lent->left++;
}

static void range_wait(const struct kdump_range *range, struct lent_wait *lent)
{
	unsigned long pfn = PHYS_PFN(range->start);

	for (; pfn < PHYS_PFN(range->end); pfn++)
		page_wait(pfn_to_page(pfn), lent);
}

/* Of an unknown rate: for ever, that is, for as many turns as there may be. */
static u64 wait_ticks(void)
{
	u64 khz = kdump_arch_ticks_khz();

	return khz ? khz * MSEC_PER_SEC * WAIT_SECONDS : U64_MAX;
}

/**
 * kdump_lent_wait - wait until no device uses what was lent to user space
 *
 * For ten seconds at most, whatever a clock does; no time at all where no page
 * is in use. The record tells.
 */
void kdump_lent_wait(void)
{
	u64 start = kdump_arch_ticks();
	struct lent_wait lent = {
		.wait = {
			.start = start,
			.limit = wait_ticks(),
			.turns_max = KDUMP_WAIT_TURNS_A_SECOND * WAIT_SECONDS,
			.still_max = U32_MAX,
		},
	};
	const struct kdump_range *range;
	unsigned int i, count;

	range = kdump_lent_ranges(&count);
	for (i = 0; i < count; i++)
		range_wait(&range[i], &lent);
	kdump_record_lent(&(struct kdump_lent_use){
		.pages = lent.pages,
		.in_use = lent.in_use,
		.left = lent.left,
		.wait = lent.in_use ? kdump_arch_ticks() - start : 0,
	});
}
