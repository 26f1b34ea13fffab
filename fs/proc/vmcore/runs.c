// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is in one piece, whatever segments it came in. Pure.
 *
 * Headers name memory block by block, or page by page: what lies side by side
 * in memory may be thousands of segments, in any order. Where to map is decided
 * by run, so that they cost no more than one.
 */
#include <linux/sort.h>
#include <linux/kdump.h>

#include "layout.h"

static int by_start(const void *left, const void *right)
{
	const struct kdump_range *a = left, *b = right;

	return a->start < b->start ? -1 : a->start > b->start;
}

/**
 * vmcore_runs_build - collect all memory of a file
 * @runs: the result: whole pages, each of them in one run
 * @storage: memory for as many ranges as there are chunks; stays in use as
 *	long as @runs
 * @layout: the file
 *
 * Takes O(n log n) steps for n chunks, also when they overlap.
 */
void vmcore_runs_build(struct kdump_range_set *runs,
		       struct kdump_range *storage,
		       const struct vmcore_layout *layout)
{
	unsigned int i;

	for (i = 0; i < layout->nr_chunks; i++)
		storage[i] = layout->chunks[i].memory;
	sort(storage, layout->nr_chunks, sizeof(*storage), by_start, NULL);

	/* In ascending order a set only grows at its end, behind what is read. */
	kdump_range_set_init(runs, storage, layout->nr_chunks);
	for (i = 0; i < layout->nr_chunks; i++)
		kdump_range_set_add(runs, &storage[i]);
}
