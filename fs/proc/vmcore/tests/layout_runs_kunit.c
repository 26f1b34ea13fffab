// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of layout.c: neighbours become one range, whatever order they come in,
 * and are found as one where they are neighbours in the file, too.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/kdump.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include "elf_parse.h"
#include "layout.h"

#define MOST 6
#define PAGES(n) ((u64)(n) * PAGE_SIZE)

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

/* Segments in the order of the file, and how far memory goes on from each. */
static const struct {
	const char *name;
	struct kdump_range memory[MOST];
	u64 left[MOST];
} joined[] = {
	{ "one", { { PAGES(1), PAGES(3) } }, { PAGES(2) } },
	{ "neighbours",
	  { { PAGES(1), PAGES(3) }, { PAGES(3), PAGES(4) },
	    { PAGES(4), PAGES(8) } },
	  { PAGES(7), PAGES(5), PAGES(4) } },
	{ "the other way round",
	  { { PAGES(3), PAGES(4) }, { PAGES(1), PAGES(3) } },
	  { PAGES(1), PAGES(2) } },
	{ "a page between",
	  { { PAGES(1), PAGES(2) }, { PAGES(3), PAGES(4) },
	    { PAGES(4), PAGES(5) } },
	  { PAGES(1), PAGES(2), PAGES(1) } },
	{ "a page of both",
	  { { PAGES(1), PAGES(2) + 1 }, { PAGES(2) + 1, PAGES(4) } },
	  { PAGES(2), PAGES(2) - 1 } },
	{ "a page that ends where the next begins",
	  { { PAGES(1), PAGES(2) - 1 }, { PAGES(2), PAGES(3) } },
	  { PAGES(2), PAGES(1) } },
	{ "large ones",
	  { { SZ_1G, SZ_1G + VMCORE_LARGE_CHUNK },
	    { SZ_1G + VMCORE_LARGE_CHUNK, SZ_1G + 3 * VMCORE_LARGE_CHUNK } },
	  { 3 * VMCORE_LARGE_CHUNK, 2 * VMCORE_LARGE_CHUNK } },
	{ "a small one that a large one follows",
	  { { SZ_1G, SZ_1G + SZ_1M },
	    { SZ_1G + SZ_1M, SZ_1G + SZ_1M + VMCORE_LARGE_CHUNK } },
	  { SZ_1M + VMCORE_LARGE_CHUNK, VMCORE_LARGE_CHUNK } },
	/* Large pages map the last one: it is put 1 MiB farther for their sake. */
	{ "a gap in the file only",
	  { { 0, SZ_1M }, { SZ_1G, SZ_1G + SZ_2M },
	    { SZ_1G + SZ_2M, SZ_1G + SZ_2M + VMCORE_LARGE_CHUNK } },
	  { SZ_1M, SZ_2M, VMCORE_LARGE_CHUNK } },
};

static void expect_joined(struct kunit *test, unsigned int row)
{
	unsigned int i, nr = count_ranges(joined[row].memory);
	struct vmcore_segment segments[MOST] = { };
	struct vmcore_header header = {
		.segments = segments, .nr_segments = nr, .class = ELFCLASS64,
	};
	struct vmcore_chunk chunks[MOST];
	struct vmcore_layout layout;
	struct vmcore_place place;
	struct kdump_diag diag;

	for (i = 0; i < nr; i++)
		segments[i].memory = joined[row].memory[i];
	KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, chunks, &header,
						     0, &diag));
	for (i = 0; i < nr; i++) {
		u64 offset = layout.memory_start + chunks[i].offset +
			     segments[i].memory.start % PAGE_SIZE;

		KUNIT_ASSERT_TRUE(test, vmcore_layout_find(&layout, offset,
							   &place));
		KUNIT_EXPECT_EQ_MSG(test, place.start,
				    segments[i].memory.start, "%s, %u",
				    joined[row].name, i);
		KUNIT_EXPECT_EQ_MSG(test, place.left, joined[row].left[i],
				    "%s, %u", joined[row].name, i);
	}
}

static void found_as_one(struct kunit *test)
{
	unsigned int row;

	for (row = 0; row < ARRAY_SIZE(joined); row++)
		expect_joined(test, row);
}

static struct kunit_case runs_cases[] = {
	KUNIT_CASE(runs),
	KUNIT_CASE(found_as_one),
	{}
};

static struct kunit_suite runs_suite = {
	.name = "kdump_vmcore_runs",
	.test_cases = runs_cases,
};

kunit_test_suite(runs_suite);
