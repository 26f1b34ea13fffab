// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of layout.c: neighbours become one range, whatever order they come in.
 */
#include <kunit/test.h>
#include <linux/kdump.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include "layout.h"

#define MOST 6

static const struct {
	const char *name;
	struct kdump_range chunk[MOST];
	struct kdump_range run[MOST];
} rows[] = {
	{ "nothing", { }, { } },
	{ "one", { { 0x1000, 0x3000 } }, { { 0x1000, 0x3000 } } },
	{ "neighbours", { { 0x1000, 0x2000 }, { 0x2000, 0x3000 } },
	  { { 0x1000, 0x3000 } } },
	{ "neighbours, the other way round",
	  { { 0x3000, 0x4000 }, { 0x2000, 0x3000 }, { 0x1000, 0x2000 } },
	  { { 0x1000, 0x4000 } } },
	{ "a page between", { { 0x1000, 0x2000 }, { 0x3000, 0x4000 } },
	  { { 0x1000, 0x2000 }, { 0x3000, 0x4000 } } },
	{ "a page between, that comes last",
	  { { 0x3000, 0x4000 }, { 0x1000, 0x2000 }, { 0x2000, 0x3000 } },
	  { { 0x1000, 0x4000 } } },
	{ "the same page in each",
	  { { 0x1000, 0x2000 }, { 0x1000, 0x2000 }, { 0x1000, 0x2000 } },
	  { { 0x1000, 0x2000 } } },
	{ "one in the other", { { 0x1000, 0x9000 }, { 0x4000, 0x5000 } },
	  { { 0x1000, 0x9000 } } },
	{ "kernel first, as kexec(8) writes it",
	  { { SZ_16M, SZ_32M }, { 0x1000, 0xa0000 }, { SZ_1M, SZ_1G },
	    { SZ_4G, 2 * SZ_4G } },
	  { { 0x1000, 0xa0000 }, { SZ_1M, SZ_1G }, { SZ_4G, 2 * SZ_4G } } },
	{ "at the end of memory",
	  { { BIT_ULL(63) - 0x1000, BIT_ULL(63) }, { 0, 0x1000 } },
	  { { 0, 0x1000 }, { BIT_ULL(63) - 0x1000, BIT_ULL(63) } } },
};

static unsigned int count_ranges(const struct kdump_range *range)
{
	unsigned int count = 0;

	while (count < MOST && !kdump_range_empty(&range[count]))
		count++;
	return count;
}

static void runs(struct kunit *test)
{
	struct vmcore_chunk chunks[MOST];
	struct vmcore_layout layout = { .chunks = chunks };
	struct kdump_range storage[MOST];
	struct kdump_range_set set;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		layout.nr_chunks = count_ranges(rows[i].chunk);
		for (j = 0; j < layout.nr_chunks; j++)
			chunks[j].memory = rows[i].chunk[j];
		vmcore_layout_ranges(&set, storage, &layout);
		KUNIT_ASSERT_EQ_MSG(test, set.count, count_ranges(rows[i].run),
				    "%s", rows[i].name);
		KUNIT_EXPECT_MEMEQ_MSG(test, set.range, rows[i].run,
				       set.count * sizeof(*set.range), "%s",
				       rows[i].name);
	}
}

static struct kunit_case runs_cases[] = {
	KUNIT_CASE(runs),
	{}
};

static struct kunit_suite runs_suite = {
	.name = "kdump_vmcore_runs",
	.test_cases = runs_cases,
};

kunit_test_suite(runs_suite);
