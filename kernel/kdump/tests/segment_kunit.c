// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of segment.c: which segment lists are refused and why, and where holes
 * are found.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "kdump_kunit.h"
#include "image/segment.h"

#define SEGMENTS_MAX 4
#define REGION MIB(512)
#define REGION_END MIB(768)

#define WRAPS "wraps around the address space"
#define UNALIGNED "is not page aligned"
#define OUTSIDE "is outside the reserved region"
#define TOO_MUCH "has more data than memory"
#define OVERLAPS "overlaps an earlier one"

/* Data goes to start..end; a segment that is all 0 ends the list. */
struct check_row {
	const char *name;
	struct {
		u64 size, start, end;
	} segment[SEGMENTS_MAX];
	int result;
	unsigned int index;
	const char *why;
};

#define LIST(...) { __VA_ARGS__ }
#define FITS(_name, _list) { _name, _list, 0, 0, NULL }
#define FAULT(_name, _list, _result, _index, _why) \
	{ _name, _list, _result, _index, _why }

static const struct check_row check_rows[] = {
	FITS("none", LIST()),
	FITS("one", LIST({ 100, REGION, REGION + PAGE_SIZE })),
	FITS("no data", LIST({ 0, REGION, REGION + PAGE_SIZE })),
	FITS("as much data as memory",
	     LIST({ PAGE_SIZE, REGION, REGION + PAGE_SIZE })),
	FITS("all of the region", LIST({ 1, REGION, REGION_END })),
	FITS("the last page",
	     LIST({ 1, REGION_END - PAGE_SIZE, REGION_END })),
	FITS("touching, in order",
	     LIST({ 1, REGION, REGION + MIB(1) },
		  { 1, REGION + MIB(1), REGION + MIB(2) },
		  { 1, REGION + MIB(2), REGION_END })),
	FITS("touching, unsorted",
	     LIST({ 1, REGION + MIB(2), REGION_END },
		  { 1, REGION, REGION + MIB(1) },
		  { 1, REGION + MIB(1), REGION + MIB(2) })),
	FITS("no memory at the start", LIST({ 0, REGION, REGION })),
	FITS("no memory at the end", LIST({ 0, REGION_END, REGION_END })),
	FITS("no memory between two",
	     LIST({ 1, REGION, REGION + MIB(1) },
		  { 1, REGION + MIB(1), REGION + MIB(2) },
		  { 0, REGION + MIB(1), REGION + MIB(1) })),

	FAULT("data but no memory", LIST({ 1, REGION, REGION }),
	      -EINVAL, 0, TOO_MUCH),
	FAULT("one byte too much",
	      LIST({ PAGE_SIZE + 1, REGION, REGION + PAGE_SIZE }),
	      -EINVAL, 0, TOO_MUCH),
	FAULT("far too much", LIST({ U64_MAX, REGION, REGION + PAGE_SIZE }),
	      -EINVAL, 0, TOO_MUCH),
	FAULT("the second has too much",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { MIB(2), REGION + MIB(1), REGION + MIB(2) }),
	      -EINVAL, 1, TOO_MUCH),

	FAULT("start not aligned", LIST({ 1, REGION + 1, REGION + MIB(1) }),
	      -EADDRNOTAVAIL, 0, UNALIGNED),
	FAULT("end not aligned", LIST({ 1, REGION, REGION + MIB(1) - 1 }),
	      -EADDRNOTAVAIL, 0, UNALIGNED),
	FAULT("half a page", LIST({ 1, REGION, REGION + PAGE_SIZE / 2 }),
	      -EADDRNOTAVAIL, 0, UNALIGNED),
	FAULT("not aligned and outside", LIST({ 1, 1, 2 }),
	      -EADDRNOTAVAIL, 0, UNALIGNED),
	FAULT("the last byte of the address space",
	      LIST({ 1, REGION, U64_MAX }), -EADDRNOTAVAIL, 0, UNALIGNED),

	FAULT("a page in front", LIST({ 1, REGION - PAGE_SIZE, REGION }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("a page past the end",
	      LIST({ 1, REGION_END, REGION_END + PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("over the start",
	      LIST({ 1, REGION - PAGE_SIZE, REGION + PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("over the end",
	      LIST({ 1, REGION, REGION_END + PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("around the region",
	      LIST({ 1, REGION - PAGE_SIZE, REGION_END + PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("no memory past the end",
	      LIST({ 0, REGION_END + PAGE_SIZE, REGION_END + PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("at 0", LIST({ 1, 0, PAGE_SIZE }), -EADDRNOTAVAIL, 0, OUTSIDE),
	FAULT("the third is outside",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { 1, REGION + MIB(1), REGION + MIB(2) },
		   { 1, MIB(16), MIB(17) }),
	      -EADDRNOTAVAIL, 2, OUTSIDE),

	FAULT("wraps", LIST({ 1, REGION, PAGE_SIZE }),
	      -EADDRNOTAVAIL, 0, WRAPS),
	FAULT("wraps by a page", LIST({ 1, REGION + PAGE_SIZE, REGION }),
	      -EADDRNOTAVAIL, 0, WRAPS),
	FAULT("wraps to 0", LIST({ 1, REGION, 0 }), -EADDRNOTAVAIL, 0, WRAPS),
	FAULT("wraps and is not aligned", LIST({ 1, REGION + 2, REGION + 1 }),
	      -EADDRNOTAVAIL, 0, WRAPS),

	FAULT("the same twice",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { 1, REGION, REGION + MIB(1) }), -EINVAL, 1, OVERLAPS),
	FAULT("a page in common",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { 1, REGION + MIB(1) - PAGE_SIZE, REGION + MIB(2) }),
	      -EINVAL, 1, OVERLAPS),
	FAULT("a page in common, unsorted",
	      LIST({ 1, REGION + MIB(1) - PAGE_SIZE, REGION + MIB(2) },
		   { 1, REGION, REGION + MIB(1) }), -EINVAL, 1, OVERLAPS),
	FAULT("inside an earlier one",
	      LIST({ 1, REGION, REGION + MIB(8) },
		   { 1, REGION + MIB(2), REGION + MIB(3) }),
	      -EINVAL, 1, OVERLAPS),
	FAULT("around an earlier one",
	      LIST({ 1, REGION + MIB(2), REGION + MIB(3) },
		   { 1, REGION, REGION + MIB(8) }), -EINVAL, 1, OVERLAPS),
	FAULT("no memory inside an earlier one",
	      LIST({ 1, REGION, REGION + MIB(8) },
		   { 0, REGION + MIB(2), REGION + MIB(2) }),
	      -EINVAL, 1, OVERLAPS),
	FAULT("the fourth overlaps the first",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { 1, REGION + MIB(1), REGION + MIB(2) },
		   { 1, REGION + MIB(2), REGION + MIB(3) },
		   { 1, REGION, REGION + PAGE_SIZE }), -EINVAL, 3, OVERLAPS),
	FAULT("the first diag counts",
	      LIST({ 1, REGION, REGION + MIB(1) },
		   { 1, REGION, REGION + MIB(1) }, { 1, 1, 2 }),
	      -EINVAL, 1, OVERLAPS),
};

KUNIT_ARRAY_PARAM_DESC(check, check_rows, name);

static void check_one_row(struct kunit *test)
{
	struct kdump_range region = { REGION, REGION_END };
	const struct kdump_allowed allowed = { { &region, 1, 1 }, OUTSIDE };
	struct kdump_diag diag = { .entry = KDUMP_NO_ENTRY };
	struct kdump_segment segments[SEGMENTS_MAX] = { };
	const struct check_row *row = test->param_value;
	unsigned int i, count = 0;

	for (i = 0; i < SEGMENTS_MAX; i++) {
		if (row->segment[i].size || row->segment[i].start)
			count = i + 1;
		segments[i].size = row->segment[i].size;
		segments[i].memory = (struct kdump_range){
			row->segment[i].start, row->segment[i].end,
		};
	}
	KUNIT_EXPECT_EQ(test, row->result,
			kdump_segments_check(segments, count, &allowed, &diag));
	KUNIT_EXPECT_EQ(test, diag.entry, row->result ? row->index : KDUMP_NO_ENTRY);
	KUNIT_EXPECT_STREQ(test, diag.remark ?: "", row->why ?: "");
}

static void hold_looks_into_each_segment(struct kunit *test)
{
	static const struct kdump_segment segments[] = {
		{ .size = 0x1000, .memory = { 0x3000, 0x4000 } },
		{ .size = 0x0800, .memory = { 0x1000, 0x2000 } },
		{ .size = 0x0fff, .memory = { 0x4000, 0x5000 } },
		{ .size = 0x0000, .memory = { 0x8000, 0x8000 } },
		{ .size = 0x0000, .memory = { 0x9000, 0xa000 } },
	};
	static const struct {
		u64 address;
		bool held;
	} rows[] = {
		{ 0, false }, { 0xfff, false }, { 0x1000, true },
		{ 0x17ff, true }, { 0x1800, false }, { 0x1fff, false },
		{ 0x2000, false }, { 0x2fff, false }, { 0x3000, true },
		{ 0x3fff, true }, { 0x4000, true }, { 0x4ffe, true },
		{ 0x4fff, false }, { 0x5000, false }, { 0x7fff, false },
		{ 0x8000, false }, { 0x9000, false }, { U64_MAX, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_EQ_MSG(test, rows[i].held,
				    kdump_segments_hold(segments,
							ARRAY_SIZE(segments),
							rows[i].address),
				    "address %llx", rows[i].address);
		KUNIT_EXPECT_FALSE(test, kdump_segments_hold(NULL, 0,
							     rows[i].address));
	}
	/* Only the first @count segments are looked at. */
	KUNIT_EXPECT_FALSE(test, kdump_segments_hold(segments, 1, 0x1000));
}

#define NO_HOLE U64_MAX
#define TOP (U64_MAX - 0xfff)

static const struct kdump_segment hole_segments[] = {
	{ .memory = { 0x4000, 0x6000 } },
	{ .memory = { 0x1000, 0x2000 } },
	{ .memory = { 0x6000, 0x7000 } },
};

/* The hole to be found in the first @count segments, bottom up and top down. */
struct hole_row {
	unsigned int count;
	struct kdump_range window;
	u64 size, align;
	u64 lowest, highest;
};

static const struct hole_row hole_rows[] = {
	/* An empty list: the window's own borders. */
	{ 0, { 0x1000, 0x9000 }, 0x1000, 0x1000, 0x1000, 0x8000 },
	{ 0, { 0x1000, 0x9000 }, 0x8000, 0x1000, 0x1000, 0x1000 },
	{ 0, { 0x1000, 0x9000 }, 0x8001, 1, NO_HOLE, NO_HOLE },
	{ 0, { 0x1001, 0x9000 }, 1, 0x1000, 0x2000, 0x8000 },
	{ 0, { 0x1001, 0x1fff }, 1, 0x1000, NO_HOLE, NO_HOLE },
	{ 0, { 0x1000, 0x1000 }, 1, 1, NO_HOLE, NO_HOLE },
	{ 0, { 0x1000, 0x9000 }, 0x1000, MIB(1), NO_HOLE, NO_HOLE },
	{ 0, { 0, 0x9000 }, 0x1000, MIB(1), 0, 0 },
	{ 0, { 0, 0x9000 }, U64_MAX, 1, NO_HOLE, NO_HOLE },

	/* Between the segments. */
	{ 3, { 0x1000, 0x9000 }, 0x1000, 0x1000, 0x2000, 0x8000 },
	{ 3, { 0x1000, 0x7000 }, 0x1000, 0x1000, 0x2000, 0x3000 },
	{ 3, { 0x1000, 0x7000 }, 0x2000, 0x1000, 0x2000, 0x2000 },
	{ 3, { 0x1000, 0x7000 }, 0x2001, 1, NO_HOLE, NO_HOLE },
	{ 3, { 0x1000, 0x7000 }, 0x1000, 0x4000, NO_HOLE, NO_HOLE },
	{ 3, { 0x1000, 0x9000 }, 0x1000, 0x4000, 0x8000, 0x8000 },
	{ 3, { 0x0, 0x9000 }, 0x1000, 0x1000, 0, 0x8000 },
	{ 3, { 0x4000, 0x7000 }, 1, 1, NO_HOLE, NO_HOLE },
	{ 3, { 0x3fff, 0x7001 }, 1, 1, 0x3fff, 0x7000 },
	{ 3, { 0x5000, 0x5800 }, 1, 1, NO_HOLE, NO_HOLE },

	/* Sums that could wrap. */
	{ 3, { TOP, U64_MAX }, 0xfff, 0x1000, TOP, TOP },
	{ 3, { TOP, U64_MAX }, 0x1000, 0x1000, NO_HOLE, NO_HOLE },
	{ 3, { TOP + 1, U64_MAX }, 1, 0x1000, NO_HOLE, NO_HOLE },
	{ 3, { 0x7000, U64_MAX }, U64_MAX - 0x7000, 1, 0x7000, 0x7000 },
	{ 3, { 0x7000, U64_MAX }, 1, 1ULL << 63, 1ULL << 63, 1ULL << 63 },
};

static void find_one_hole(struct kunit *test, unsigned int index, bool top_down)
{
	const struct hole_row *row = &hole_rows[index];
	const struct kdump_hole hole = {
		row->window, row->size, row->align, top_down,
	};
	u64 want = top_down ? row->highest : row->lowest;
	u64 at = NO_HOLE;
	int result;

	result = kdump_segments_find_hole(hole_segments, row->count, &hole, &at);
	KUNIT_EXPECT_EQ_MSG(test, at, want, "row %u, top down %d", index,
			    top_down);
	KUNIT_EXPECT_EQ_MSG(test, result,
			    want == NO_HOLE ? -EADDRNOTAVAIL : 0,
			    "row %u, top down %d", index, top_down);
}

static void holes_at_the_borders(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(hole_rows); i++) {
		find_one_hole(test, i, false);
		find_one_hole(test, i, true);
	}
}

static bool hole_at(const struct kdump_segment *segments, unsigned int count,
		    const struct kdump_hole *want, u64 start)
{
	const struct kdump_range hole = { start, start + want->size };
	unsigned int i;

	if (!kdump_range_contains(&want->window, &hole) ||
	    !IS_ALIGNED(start, want->align))
		return false;
	for (i = 0; i < count; i++)
		if (kdump_ranges_overlap(&segments[i].memory, &hole))
			return false;
	return true;
}

/* Every start there is, one after the other. */
static u64 try_all(const struct kdump_segment *segments, unsigned int count,
		   const struct kdump_hole *want, u64 base)
{
	u64 best = NO_HOLE, start;

	for (start = base; start < base + 128; start++) {
		if (!hole_at(segments, count, want, start))
			continue;
		best = start;
		if (!want->top_down)
			break;
	}
	return best;
}

static void holes_are_those_of_brute_force(struct kunit *test)
{
	struct kdump_segment segments[6] = { };
	unsigned int round, i, found = 0;
	struct rnd_state random;

	prandom_seed_state(&random, 1);
	for (round = 0; round < 50000; round++) {
		/* 128 addresses, at the bottom or the top of all there are. */
		u64 base = random_below(&random, 2) ? 0 : U64_MAX - 255;
		unsigned int count = random_below(&random, 7);
		u64 start = base + random_below(&random, 100);
		struct kdump_hole want = {
			.window = { start, start + random_below(&random, 28) },
			.size = 1 + random_below(&random, 12),
			.align = 1 << random_below(&random, 5),
			.top_down = random_below(&random, 2),
		};
		u64 at = NO_HOLE, best;
		int result;

		if (random_below(&random, 2))
			want.window = (struct kdump_range){ base, base + 127 };
		for (i = 0; i < count; i++) {
			start = base + random_below(&random, 100);
			segments[i].memory = (struct kdump_range){
				start, start + random_below(&random, 24),
			};
		}
		best = try_all(segments, count, &want, base);
		result = kdump_segments_find_hole(segments, count, &want, &at);
		KUNIT_EXPECT_EQ_MSG(test, at, best, "round %u", round);
		KUNIT_EXPECT_EQ_MSG(test, result,
				    best == NO_HOLE ? -EADDRNOTAVAIL : 0,
				    "round %u", round);
		found += !result;
	}
	KUNIT_EXPECT_GT(test, found, 10000);
	KUNIT_EXPECT_LT(test, found, 45000);
}

/* Holes in RAM: 1M..2M, 4M..8M, 16M..24M; and a segment in the last two. */
static struct kdump_range ram[] = {
	{ MIB(1), MIB(2) }, { MIB(4), MIB(8) }, { MIB(16), MIB(24) },
};

static const struct kdump_allowed ram_allowed = {
	{ ram, ARRAY_SIZE(ram), ARRAY_SIZE(ram) }, "is not in RAM",
};

static const struct kdump_segment ram_segments[] = {
	{ .memory = { MIB(4), MIB(6) } },
	{ .memory = { MIB(20), MIB(24) } },
};

static void check_looks_into_each_range(struct kunit *test)
{
	static const struct {
		struct kdump_range memory;
		bool fits;
	} rows[] = {
		{ { MIB(1), MIB(2) }, true }, { { MIB(4), MIB(8) }, true },
		{ { MIB(23), MIB(24) }, true }, { { MIB(5), MIB(5) }, true },
		{ { 0, MIB(1) }, false }, { { MIB(1), MIB(5) }, false },
		{ { MIB(2), MIB(3) }, false }, { { MIB(7), MIB(9) }, false },
		{ { MIB(4), MIB(24) }, false }, { { MIB(24), MIB(25) }, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct kdump_segment segment = { .memory = rows[i].memory };
		struct kdump_diag diag = { };
		int error = kdump_segments_check(&segment, 1, &ram_allowed,
						 &diag);

		KUNIT_EXPECT_EQ_MSG(test, error,
				    rows[i].fits ? 0 : -EADDRNOTAVAIL,
				    "row %u", i);
		KUNIT_EXPECT_STREQ_MSG(test, diag.remark ?: "",
				       rows[i].fits ? "" : "is not in RAM",
				       "row %u", i);
	}
}

static void a_hole_is_found_in_each_range(struct kunit *test)
{
	static const struct {
		u64 size, align, lowest, up, down;
	} rows[] = {
		{ PAGE_SIZE, PAGE_SIZE, 0, MIB(1), MIB(20) - PAGE_SIZE },
		{ MIB(1), PAGE_SIZE, 0, MIB(1), MIB(19) },
		{ MIB(2), MIB(2), 0, MIB(6), MIB(18) },
		{ MIB(4), MIB(4), 0, MIB(16), MIB(16) },
		{ MIB(1), PAGE_SIZE, MIB(7), MIB(7), MIB(19) },
		{ MIB(1), PAGE_SIZE, MIB(7) + 1, MIB(16), MIB(19) },
		{ MIB(1), PAGE_SIZE, MIB(19) + 1, 0, 0 },
		{ MIB(1), PAGE_SIZE, MIB(30), 0, 0 },
		{ MIB(5), PAGE_SIZE, 0, 0, 0 },
	};
	unsigned int i;

	for (i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		struct kdump_hole want = {
			.window = { rows[i / 2].lowest, U64_MAX },
			.size = rows[i / 2].size,
			.align = rows[i / 2].align,
			.top_down = i % 2,
		};
		u64 best = i % 2 ? rows[i / 2].down : rows[i / 2].up;
		u64 found = 0;
		int error = kdump_segments_find_allowed(ram_segments,
						     ARRAY_SIZE(ram_segments),
						     &ram_allowed, &want, &found);

		KUNIT_EXPECT_EQ_MSG(test, error, best ? 0 : -EADDRNOTAVAIL,
				    "row %u", i / 2);
		KUNIT_EXPECT_EQ_MSG(test, found, best, "row %u", i / 2);
	}
}

/* As kdump_arch_hands_over() of a port looks for what it hands over. */
static bool is_tree(const struct kdump_segment *segment)
{
	static const u8 magic[] = { 0xd0, 0x0d, 0xfe, 0xed };

	return segment->size >= sizeof(magic) &&
	       !memcmp(segment->data, magic, sizeof(magic));
}

static void the_first_is_handed_over(struct kunit *test)
{
	static const u8 tree[] = { 0xd0, 0x0d, 0xfe, 0xed, 1, 2 };
	const struct kdump_segment segments[] = {
		{ .memory = { REGION, REGION + PAGE_SIZE } },
		{ .data = "kernel", .size = 7 },
		{ .data = tree, .size = 3 },
		{ .data = tree, .size = sizeof(tree) },
		{ .data = tree, .size = 4 },
	};
	static const struct {
		unsigned int from, count, found;
	} rows[] = {
		{ 0, 5, 3 }, { 0, 4, 3 }, { 0, 3, 3 }, { 0, 1, 1 }, { 0, 0, 0 },
		{ 3, 2, 0 }, { 4, 1, 0 }, { 2, 1, 1 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, rows[i].found,
				    kdump_segments_first(segments + rows[i].from,
							 rows[i].count, is_tree),
				    "row %u", i);
}

static struct kunit_case segment_cases[] = {
	KUNIT_CASE_PARAM(check_one_row, check_gen_params),
	KUNIT_CASE(hold_looks_into_each_segment),
	KUNIT_CASE(the_first_is_handed_over),
	KUNIT_CASE(check_looks_into_each_range),
	KUNIT_CASE(a_hole_is_found_in_each_range),
	KUNIT_CASE(holes_at_the_borders),
	KUNIT_CASE(holes_are_those_of_brute_force),
	{ }
};

static struct kunit_suite segment_suite = {
	.name = "kdump_segment",
	.test_cases = segment_cases,
};

kunit_test_suite(segment_suite);

MODULE_DESCRIPTION("KUnit tests of segment lists");
MODULE_LICENSE("GPL");
