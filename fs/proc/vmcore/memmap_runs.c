// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which pages hold page structs, and whose: the way of memmap.c back. Pure.
 *
 * Only where all page structs are one virtual array, and as far as that is
 * mapped by large pages: small ones may show the same memory at several places,
 * as those of huge pages do.
 */
#include <linux/bsearch.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/pfn.h>
#include <linux/sort.h>

#include "memmap_runs.h"

static bool run_extend(struct vmcore_memmap_run *run,
		       const struct vmcore_mapped *mapped, u64 size)
{
	if (run->memory.end != mapped->address ||
	    run->at + kdump_range_size(&run->memory) != mapped->start)
		return false;
	run->memory.end += size;
	return true;
}

static void runs_add(struct vmcore_memmap_runs *runs,
		     const struct vmcore_mapped *mapped)
{
	u64 size = mapped->last - mapped->start + 1;

	if (runs->count &&
	    run_extend(&runs->run[runs->count - 1], mapped, size))
		return;
	if (runs->count == VMCORE_MEMMAP_RUNS)
		return;
	runs->run[runs->count++] = (struct vmcore_memmap_run){
		.memory = { mapped->address, mapped->address + size },
		.at = mapped->start,
	};
}

/* Adds what maps the struct of @pfn; returns the first page past that. */
static u64 runs_step(struct vmcore_memmap_runs *runs,
		     struct vmcore_memmap *memmap, u64 pfn)
{
	const struct vmcore_mapped *mapped;
	u64 at, next;

	if (vmcore_memmap_find(memmap, pfn, &at))
		return memmap->map.end;
	mapped = vmcore_memmap_walk(memmap, at);
	if (mapped->error && mapped->error != -ENXIO)
		return memmap->map.end;
	if (!mapped->error && mapped->large)
		runs_add(runs, mapped);
	next = DIV_ROUND_UP_ULL(mapped->last - memmap->map.base + 1,
				sizeof(struct page));
	return next > pfn ? next : pfn + 1;
}

static int run_compare(const void *left, const void *right)
{
	const struct vmcore_memmap_run *a = left, *b = right;

	if (a->memory.start != b->memory.start)
		return a->memory.start < b->memory.start ? -1 : 1;
	return 0;
}

/* Memory that is in two places is in none for sure. */
static void runs_drop_overlaps(struct vmcore_memmap_runs *runs)
{
	unsigned int i, nr = 0;
	u64 end = 0;

	for (i = 0; i < runs->count; i++) {
		struct vmcore_memmap_run run = runs->run[i];
		bool alone = run.memory.start >= end &&
			     (i + 1 == runs->count || run.memory.end <=
			      runs->run[i + 1].memory.start);

		end = end > run.memory.end ? end : run.memory.end;
		if (alone)
			runs->run[nr++] = run;
	}
	runs->count = nr;
}

/**
 * vmcore_memmap_runs_find - learn which memory holds page structs
 * @runs: filled in; empty where there is no virtual array
 * @memmap: finds page structs
 * @memory: the pages whose structs are looked for
 */
void vmcore_memmap_runs_find(struct vmcore_memmap_runs *runs,
			     struct vmcore_memmap *memmap,
			     const struct kdump_range_set *memory)
{
	unsigned int i;
	u64 pfn = 0;

	runs->count = 0;
	runs->base = memmap->shape->map_base;
	if (!runs->base)
		return;
	for (i = 0; i < memory->count; i++) {
		if (pfn < PFN_DOWN(memory->range[i].start))
			pfn = PFN_DOWN(memory->range[i].start);
		while (pfn < PFN_DOWN(memory->range[i].end))
			pfn = runs_step(runs, memmap, pfn);
	}
	sort(runs->run, runs->count, sizeof(*runs->run), run_compare, NULL);
	runs_drop_overlaps(runs);
}

static int run_find(const void *key, const void *entry)
{
	const struct kdump_range *memory = key;
	const struct vmcore_memmap_run *run = entry;

	if (kdump_ranges_overlap(memory, &run->memory))
		return 0;
	return memory->start < run->memory.start ? -1 : 1;
}

static const struct vmcore_memmap_run *
run_of_memory(const struct vmcore_memmap_runs *runs,
	      const struct kdump_range *memory)
{
	return bsearch(memory, runs->run, runs->count, sizeof(*runs->run),
		       run_find);
}

/**
 * vmcore_memmap_runs_overlap - whether memory may hold page structs
 * @runs: what is known
 * @memory: not empty
 *
 * Return: false if no page of it does, as far as is known.
 */
bool vmcore_memmap_runs_overlap(const struct vmcore_memmap_runs *runs,
				const struct kdump_range *memory)
{
	return run_of_memory(runs, memory);
}

/**
 * vmcore_memmap_runs_describe - whose page structs a page holds
 * @runs: what is known
 * @page: physical address of a page
 * @ret: the pages, also those of which it holds a part only
 *
 * Return: false if the page holds no page structs, as far as is known.
 */
bool vmcore_memmap_runs_describe(const struct vmcore_memmap_runs *runs,
				 u64 page, struct vmcore_pfns *ret)
{
	const struct kdump_range memory = { page, page + PAGE_SIZE };
	const struct vmcore_memmap_run *run = run_of_memory(runs, &memory);
	u64 offset;

	if (!run || !kdump_range_contains(&run->memory, &memory))
		return false;
	offset = run->at + (page - run->memory.start) - runs->base;
	ret->start = div_u64(offset, sizeof(struct page));
	ret->end = DIV_ROUND_UP_ULL(offset + PAGE_SIZE, sizeof(struct page));
	return true;
}
