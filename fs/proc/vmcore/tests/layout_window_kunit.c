// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of layout.c: the right window for an address, at every border.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include "layout.h"

#define M SZ_1M

static const struct {
	const char *name;
	u64 address;
	struct kdump_range within;
	struct kdump_range window;
} rows[] = {
	{ "first window of a large range", 0, { 0, 64 * M }, { 0, 16 * M } },
	{ "last byte of it", 16 * M - 1, { 0, 64 * M }, { 0, 16 * M } },
	{ "first byte of the next", 16 * M, { 0, 64 * M },
	  { 16 * M, 32 * M } },
	{ "one page", 5 * PAGE_SIZE, { 5 * PAGE_SIZE, 6 * PAGE_SIZE },
	  { 5 * PAGE_SIZE, 6 * PAGE_SIZE } },
	{ "range smaller than a window", 21 * M, { 20 * M, 24 * M },
	  { 20 * M, 24 * M } },
	{ "crooked start, before the border", M + PAGE_SIZE, { M, 64 * M },
	  { M, 2 * M } },
	{ "crooked start, at the border", 2 * M, { M, 64 * M },
	  { 2 * M, 16 * M } },
	{ "crooked start, past the border", 9 * M, { M, 64 * M },
	  { 2 * M, 16 * M } },
	{ "crooked range without a border", M + PAGE_SIZE,
	  { M, 2 * M - PAGE_SIZE }, { M, 2 * M - PAGE_SIZE } },
	{ "crooked range that ends at a border", 2 * M - PAGE_SIZE,
	  { M, 2 * M }, { M, 2 * M } },
	{ "crooked end", 32 * M + 5, { 0, 33 * M + PAGE_SIZE },
	  { 32 * M, 33 * M + PAGE_SIZE } },
	{ "above 4 GiB", 0x123456789, { 0x100000000, 0x200000000 },
	  { 0x123000000, 0x124000000 } },
	{ "at the end of memory", BIT_ULL(52) - 1,
	  { BIT_ULL(51), BIT_ULL(52) },
	  { BIT_ULL(52) - 16 * M, BIT_ULL(52) } },
};

static void windows(struct kunit *test)
{
	struct kdump_range window;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		window = vmcore_layout_window(rows[i].address, 16 * M,
					      &rows[i].within);
		KUNIT_EXPECT_EQ_MSG(test, window.start, rows[i].window.start,
				    "%s", rows[i].name);
		KUNIT_EXPECT_EQ_MSG(test, window.end, rows[i].window.end,
				    "%s", rows[i].name);
	}
}

/* Any range, any page of it: inside, whole pages, small, and good for all. */
static void tile_ranges(struct kunit *test, u64 size)
{
	static const u64 starts[] = { 0, PAGE_SIZE, 2 * M - PAGE_SIZE, 2 * M,
				      3 * M, 15 * M, 16 * M };
	static const u64 sizes[] = { PAGE_SIZE, M, 2 * M, 5 * M, 40 * M };
	struct kdump_range range, window, again;
	unsigned int i, j;
	u64 at;

	for (i = 0; i < ARRAY_SIZE(starts); i++) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			range.start = starts[i];
			range.end = starts[i] + sizes[j];
			for (at = range.start; at < range.end;
			     at = window.end) {
				window = vmcore_layout_window(at, size, &range);
				KUNIT_ASSERT_EQ(test, window.start, at);
				KUNIT_ASSERT_LT(test, at, window.end);
				KUNIT_EXPECT_TRUE(test,
						  kdump_range_contains(&range,
								       &window));
				KUNIT_EXPECT_TRUE(test,
						  IS_ALIGNED(window.end,
							     PAGE_SIZE));
				KUNIT_EXPECT_LE(test, kdump_range_size(&window),
						size);
				again = vmcore_layout_window(window.end - 1,
							     size, &range);
				KUNIT_EXPECT_EQ(test, again.start,
						window.start);
			}
		}
	}
}

static void windows_tile_a_range(struct kunit *test)
{
	tile_ranges(test, VMCORE_LARGE_PAGE);
	tile_ranges(test, 16 * M);
	tile_ranges(test, VMCORE_WINDOW_SIZE);
}

static void large_pages(struct kunit *test)
{
	static const struct {
		unsigned long at;
		struct kdump_range pages;
		struct kdump_range large;
	} cases[] = {
		{ 0, { 0, 2 * M }, { 0, 2 * M } },
		{ 6 * M, { 2 * M, 8 * M }, { 2 * M, 8 * M } },
		{ 3 * M, { 5 * M, 9 * M }, { 6 * M, 8 * M } },
		{ M, { 5 * M, 8 * M - PAGE_SIZE } },
		{ PAGE_SIZE, { 0, 64 * M } },
		{ 0, { PAGE_SIZE, 64 * M } },
		{ 0, { 0, 2 * M - PAGE_SIZE } },
		{ 5 * PAGE_SIZE, { 5 * PAGE_SIZE, 6 * PAGE_SIZE } },
		{ 0, { BIT_ULL(52), BIT_ULL(52) + 3 * M },
		  { BIT_ULL(52), BIT_ULL(52) + 2 * M } },
	};
	struct kdump_range large;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		large = (struct kdump_range){ };
		KUNIT_EXPECT_EQ_MSG(test,
				    vmcore_layout_large_pages(cases[i].at,
							      &cases[i].pages,
							      &large),
				    !!cases[i].large.end, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, large.start, cases[i].large.start,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, large.end, cases[i].large.end,
				    "row %u", i);
	}
}

static struct kunit_case window_cases[] = {
	KUNIT_CASE(windows),
	KUNIT_CASE(windows_tile_a_range),
	KUNIT_CASE(large_pages),
	{}
};

static struct kunit_suite window_suite = {
	.name = "kdump_vmcore_window",
	.test_cases = window_cases,
};

kunit_test_suite(window_suite);
