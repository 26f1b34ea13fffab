/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which pages of the crashed kernel hold page structs, and whose. Pure.
 */
#ifndef _VMCORE_MEMMAP_RUNS_H
#define _VMCORE_MEMMAP_RUNS_H

#include <linux/types.h>
#include <linux/kdump.h>

#include "memmap.h"

/* Machines have a few for each node. What is more than that stays unknown. */
#define VMCORE_MEMMAP_RUNS 512

/**
 * struct vmcore_memmap_run - memory that holds page structs in their order
 * @memory: the memory, whole pages
 * @at: the virtual address of its first byte
 */
struct vmcore_memmap_run {
	struct kdump_range memory;
	u64 at;
};

/**
 * struct vmcore_memmap_runs - all of it that is known
 * @run: ascending by address, without overlaps
 * @count: entries in use
 * @base: what the virtual address of pfn 0's struct would be
 */
struct vmcore_memmap_runs {
	struct vmcore_memmap_run run[VMCORE_MEMMAP_RUNS];
	unsigned int count;
	u64 base;
};

/**
 * struct vmcore_pfns - pages
 * @start: pfn of the first
 * @end: pfn past the last
 */
struct vmcore_pfns {
	u64 start;
	u64 end;
};

void vmcore_memmap_runs_find(struct vmcore_memmap_runs *runs,
			     struct vmcore_memmap *memmap,
			     const struct kdump_range_set *memory);
bool vmcore_memmap_runs_overlap(const struct vmcore_memmap_runs *runs,
				const struct kdump_range *memory);
bool vmcore_memmap_runs_describe(const struct vmcore_memmap_runs *runs,
				 u64 page, struct vmcore_pfns *ret);

#endif /* _VMCORE_MEMMAP_RUNS_H */
