// SPDX-License-Identifier: GPL-2.0-only
/*
 * The set of ranges, against a map with a bit for each page.
 *
 * Input: one byte for the capacity, then three bytes for each step: what to
 * do, from where, up to where.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/kdump.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "fuzz.h"

#define PAGES		256
#define CAPACITY_MAX	12

/* Which page stands for which address: the last one ends at the very end. */
static u64 address_of(unsigned int page)
{
	return ((u64)page - PAGES) * PAGE_SIZE - 1;
}

static unsigned int count_runs(const bool *map)
{
	unsigned int page, runs = 0;

	for (page = 0; page < PAGES; page++)
		if (map[page] && (!page || !map[page - 1]))
			runs++;
	return runs;
}

static void check_order(const struct kdump_range_set *set)
{
	unsigned int i;

	EXPECT(set->count <= set->capacity);
	for (i = 0; i < set->count; i++) {
		EXPECT(set->range[i].start < set->range[i].end);
		EXPECT(!i || set->range[i - 1].end < set->range[i].start);
	}
}

/* The set says of each address what the map says of its page. */
static void check_find(const struct kdump_range_set *set, const bool *map)
{
	const struct kdump_range *found;
	unsigned int page;

	EXPECT(set->count == count_runs(map));
	for (page = 0; page < PAGES; page++) {
		found = kdump_range_set_find(set, address_of(page));
		EXPECT(!!found == map[page]);
		EXPECT(found == kdump_range_set_find(set, address_of(page + 1) -
						     1));
		if (found)
			EXPECT(found->start <= address_of(page) &&
			       found->end >= address_of(page + 1));
	}
}

/* One step; the map follows if the set could. */
static void step(struct kdump_range_set *set, bool *map,
		 struct fuzz_input *input)
{
	bool add = fuzz_take(input, 1) & 1;
	unsigned int from = fuzz_take(input, 1), to = fuzz_take(input, 1);
	const struct kdump_range range = { address_of(from), address_of(to) };
	bool wanted[PAGES];
	int err;

	memcpy(wanted, map, sizeof(wanted));
	if (from < to)
		memset(wanted + from, add, to - from);
	err = add ? kdump_range_set_add(set, &range) :
		    kdump_range_set_exclude(set, &range);
	if (from > to) {
		EXPECT(err == -EINVAL);
	} else if (count_runs(wanted) > set->capacity) {
		EXPECT(err == -ENOSPC);
	} else {
		EXPECT(!err);
		memcpy(map, wanted, sizeof(wanted));
	}
	check_order(set);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	unsigned int capacity = fuzz_below(&input, CAPACITY_MAX + 1);
	struct kdump_range *storage =
		fuzz_memory(NULL, capacity * sizeof(*storage));
	struct kdump_range_set set;
	bool map[PAGES] = { };

	kdump_range_set_init(&set, storage, capacity);
	while (input.left)
		step(&set, map, &input);
	check_find(&set, map);
	free(storage);
	return 0;
}
