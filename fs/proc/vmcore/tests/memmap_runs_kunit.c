// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of memmap_runs.c, on what memmap.c is made to find: its answers are
 * remembered ones. For kernels without kdump.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/pfn.h>
#include <linux/sizes.h>

#include "memmap_runs.h"
#include "page_make.h"

#define LARGE SZ_2M
#define PER_LARGE (LARGE / sizeof(struct page))

/* Where the nth large piece of page structs is; 0 for nowhere. */
static u64 places[8];

/* One level, whose entries map 2 MiB each. */
static const struct kdump_tables tables = {
	.levels = 2, .shift = { 21, 12 }, .bits = { 30, 9 },
};

static const struct vmcore_memmap_shape shape = {
	.node = 1, .map_base = PAGE_MAKE_BASE,
};

static int no_memory(void *context, void *to, u64 address, size_t size)
{
	u64 index = address / sizeof(u64), entry = 0;
	u64 first = PAGE_MAKE_BASE / LARGE;

	if (size != sizeof(entry))
		return -EFAULT;
	if (index >= first && index < first + ARRAY_SIZE(places) &&
	    places[index - first])
		entry = places[index - first] | 2;
	*(u64 *)to = entry;
	return 0;
}

static struct vmcore_memmap_runs runs;

static void find(unsigned int nr_pieces)
{
	struct kdump_range range = { 0, PFN_PHYS(nr_pieces * PER_LARGE) };
	const struct kdump_range_set memory = { &range, 1, 1 };
	struct vmcore_memmap memmap;

	vmcore_memmap_init(&memmap, &shape, &tables);
	memmap.read = no_memory;
	memmap.map = (struct vmcore_map){ .end = U64_MAX,
					  .base = PAGE_MAKE_BASE };
	vmcore_memmap_runs_find(&runs, &memmap, &memory);
}

static int runs_test_init(struct kunit *test)
{
	memset(places, 0, sizeof(places));
	return 0;
}

static void expect_described(struct kunit *test, u64 page, u64 first)
{
	struct vmcore_pfns pfns;

	KUNIT_ASSERT_TRUE_MSG(test, vmcore_memmap_runs_describe(&runs, page,
								&pfns),
			      "%llx", page);
	KUNIT_EXPECT_EQ_MSG(test, pfns.start,
			    first / sizeof(struct page), "%llx", page);
	KUNIT_EXPECT_EQ_MSG(test, pfns.end,
			    DIV_ROUND_UP(first + PAGE_SIZE,
					 sizeof(struct page)), "%llx", page);
}

static void expect_none(struct kunit *test, u64 page)
{
	struct vmcore_pfns pfns;

	KUNIT_EXPECT_FALSE_MSG(test, vmcore_memmap_runs_describe(&runs, page,
								 &pfns),
			       "%llx", page);
}

static void neighbours_are_one_run(struct kunit *test)
{
	places[0] = 40 * LARGE;
	places[1] = 41 * LARGE;
	places[2] = 10 * LARGE;
	find(4);
	KUNIT_EXPECT_EQ(test, runs.count, 2);
	expect_described(test, 40 * LARGE, 0);
	expect_described(test, 41 * LARGE - PAGE_SIZE, LARGE - PAGE_SIZE);
	expect_described(test, 41 * LARGE, LARGE);
	expect_described(test, 10 * LARGE + PAGE_SIZE, 2 * LARGE + PAGE_SIZE);
	expect_none(test, 42 * LARGE);
	expect_none(test, 39 * LARGE);
	expect_none(test, 11 * LARGE);
	expect_none(test, 0);
}

/* What is mapped twice describes two pages. */
static void overlaps_are_dropped(struct kunit *test)
{
	places[0] = 40 * LARGE;
	places[1] = 20 * LARGE;
	places[2] = 40 * LARGE;
	places[3] = 30 * LARGE;
	find(4);
	KUNIT_EXPECT_EQ(test, runs.count, 2);
	expect_described(test, 20 * LARGE, LARGE);
	expect_described(test, 30 * LARGE, 3 * LARGE);
	expect_none(test, 40 * LARGE);
}

static void only_memory_of_the_dump_counts(struct kunit *test)
{
	const struct kdump_range piece = { 20 * LARGE, 21 * LARGE };

	places[0] = 40 * LARGE;
	places[1] = 20 * LARGE;
	find(1);
	KUNIT_EXPECT_EQ(test, runs.count, 1);
	KUNIT_EXPECT_FALSE(test, vmcore_memmap_runs_overlap(&runs, &piece));
	find(2);
	KUNIT_EXPECT_TRUE(test, vmcore_memmap_runs_overlap(&runs, &piece));
}

static struct kunit_case runs_cases[] = {
	KUNIT_CASE(neighbours_are_one_run),
	KUNIT_CASE(overlaps_are_dropped),
	KUNIT_CASE(only_memory_of_the_dump_counts),
	{}
};

static struct kunit_suite runs_suite = {
	.name = "kdump_vmcore_memmap_runs",
	.init = runs_test_init,
	.test_cases = runs_cases,
};

kunit_test_suite(runs_suite);
