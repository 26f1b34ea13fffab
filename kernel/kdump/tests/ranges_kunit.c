// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of ranges.c, and of the range helpers in <linux/kdump.h>.
 */
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/kdump.h>
#include <linux/string.h>

#include "kdump_kunit.h"

#define RANGES_MAX 4

struct set_row {
	const char *name;
	struct kdump_range before[RANGES_MAX];
	struct kdump_range change;
	struct kdump_range after[RANGES_MAX];
	unsigned int capacity;
	int result;
};

/* With room to spare; with exactly this room; refused, nothing changed. */
#define SET(...) { __VA_ARGS__ }
#define ROW(_name, _before, _start, _end, _after) \
	{ _name, _before, { _start, _end }, _after, RANGES_MAX, 0 }
#define TIGHT(_name, _room, _before, _start, _end, _after) \
	{ _name, _before, { _start, _end }, _after, _room, 0 }
#define REFUSED(_name, _room, _before, _start, _end, _result) \
	{ _name, _before, { _start, _end }, SET(), _room, _result }

static const struct set_row add_rows[] = {
	ROW("first", SET(), 10, 20, SET({10, 20})),
	ROW("nothing", SET({10, 20}), 15, 15, SET({10, 20})),
	ROW("nothing far away", SET({10, 20}), 30, 30, SET({10, 20})),
	ROW("nothing to nothing", SET(), 10, 10, SET()),
	ROW("in front", SET({10, 20}), 1, 5, SET({1, 5}, {10, 20})),
	ROW("after", SET({10, 20}), 25, 30, SET({10, 20}, {25, 30})),
	ROW("between", SET({10, 20}, {40, 50}), 25, 30,
	    SET({10, 20}, {25, 30}, {40, 50})),
	ROW("one byte off in front", SET({10, 20}), 5, 9,
	    SET({5, 9}, {10, 20})),
	ROW("one byte off after", SET({10, 20}), 21, 30,
	    SET({10, 20}, {21, 30})),
	ROW("touches the start", SET({10, 20}), 5, 10, SET({5, 20})),
	ROW("touches the end", SET({10, 20}), 20, 30, SET({10, 30})),
	ROW("fills a gap", SET({10, 20}, {30, 40}), 20, 30, SET({10, 40})),
	ROW("fills part of a gap", SET({10, 20}, {30, 40}), 20, 29,
	    SET({10, 29}, {30, 40})),
	ROW("the same again", SET({10, 20}), 10, 20, SET({10, 20})),
	ROW("a part of it", SET({10, 20}), 12, 15, SET({10, 20})),
	ROW("more at the start", SET({10, 20}), 5, 15, SET({5, 20})),
	ROW("more at the end", SET({10, 20}), 15, 25, SET({10, 25})),
	ROW("more on both sides", SET({10, 20}), 5, 25, SET({5, 25})),
	ROW("over several", SET({10, 20}, {30, 40}, {50, 60}), 15, 55,
	    SET({10, 60})),
	ROW("over all", SET({10, 20}, {30, 40}, {50, 60}), 1, 99,
	    SET({1, 99})),
	ROW("over the middle one", SET({10, 20}, {30, 40}, {50, 60}), 25, 45,
	    SET({10, 20}, {25, 45}, {50, 60})),
	ROW("from 0", SET(), 0, 1, SET({0, 1})),
	ROW("to the top", SET({10, 20}), U64_MAX - 1, U64_MAX,
	    SET({10, 20}, {U64_MAX - 1, U64_MAX})),
	ROW("everything", SET({10, 20}, {30, 40}), 0, U64_MAX,
	    SET({0, U64_MAX})),
	TIGHT("the last that fits", 2, SET({10, 20}), 1, 5,
	      SET({1, 5}, {10, 20})),
	TIGHT("merged into a full set", 2, SET({10, 20}, {30, 40}), 20, 25,
	      SET({10, 25}, {30, 40})),
	TIGHT("nothing to a full set", 1, SET({10, 20}), 1, 1, SET({10, 20})),
	TIGHT("joins two of a full set", 2, SET({10, 20}, {30, 40}), 15, 35,
	      SET({10, 40})),
	REFUSED("in front of a full set", 1, SET({10, 20}), 1, 5, -ENOSPC),
	REFUSED("after a full set", 1, SET({10, 20}), 21, 25, -ENOSPC),
	REFUSED("into a gap of a full set", 2, SET({10, 20}, {30, 40}), 22, 25,
		-ENOSPC),
	REFUSED("no room at all", 0, SET(), 1, 5, -ENOSPC),
	REFUSED("ends before it starts", 4, SET({10, 20}), 15, 14, -EINVAL),
	REFUSED("the wrong way round", 4, SET(), U64_MAX, 0, -EINVAL),
};

static const struct set_row exclude_rows[] = {
	ROW("from nothing", SET(), 10, 20, SET()),
	ROW("nothing", SET({10, 20}), 15, 15, SET({10, 20})),
	ROW("in front", SET({10, 20}), 1, 5, SET({10, 20})),
	ROW("after", SET({10, 20}), 25, 30, SET({10, 20})),
	ROW("touches the start", SET({10, 20}), 5, 10, SET({10, 20})),
	ROW("touches the end", SET({10, 20}), 20, 25, SET({10, 20})),
	ROW("a gap", SET({10, 20}, {30, 40}), 20, 30,
	    SET({10, 20}, {30, 40})),
	ROW("inside a gap", SET({10, 20}, {30, 40}), 22, 28,
	    SET({10, 20}, {30, 40})),
	ROW("all of it", SET({10, 20}), 10, 20, SET()),
	ROW("more than all of it", SET({10, 20}), 1, 99, SET()),
	ROW("the start", SET({10, 20}), 10, 15, SET({15, 20})),
	ROW("the start and before", SET({10, 20}), 5, 15, SET({15, 20})),
	ROW("the first byte", SET({10, 20}), 10, 11, SET({11, 20})),
	ROW("the end", SET({10, 20}), 15, 20, SET({10, 15})),
	ROW("the end and past it", SET({10, 20}), 15, 25, SET({10, 15})),
	ROW("the last byte", SET({10, 20}), 19, 20, SET({10, 19})),
	ROW("the middle", SET({10, 20}), 12, 15, SET({10, 12}, {15, 20})),
	ROW("end of one, start of the next", SET({10, 20}, {30, 40}), 15, 35,
	    SET({10, 15}, {35, 40})),
	ROW("touches one, cuts the next", SET({10, 20}, {30, 40}), 20, 35,
	    SET({10, 20}, {35, 40})),
	ROW("touches one, splits the next", SET({10, 20}, {21, 40}), 20, 30,
	    SET({10, 20}, {30, 40})),
	ROW("the one between", SET({10, 20}, {30, 40}, {50, 60}), 30, 40,
	    SET({10, 20}, {50, 60})),
	ROW("from the middle over the next", SET({10, 20}, {30, 40}, {50, 60}),
	    15, 45, SET({10, 15}, {50, 60})),
	ROW("the first of three", SET({10, 20}, {30, 40}, {50, 60}), 5, 25,
	    SET({30, 40}, {50, 60})),
	ROW("the last of three", SET({10, 20}, {30, 40}, {50, 60}), 45, 65,
	    SET({10, 20}, {30, 40})),
	ROW("everything", SET({10, 20}, {30, 40}, {50, 60}), 0, U64_MAX,
	    SET()),
	ROW("the top", SET({0, U64_MAX}), GIB(4), U64_MAX,
	    SET({0, GIB(4)})),
	ROW("the low megabyte", SET({0, 0x9fc00}, {MIB(1), GIB(1)}),
	    0, MIB(1), SET({MIB(1), GIB(1)})),
	TIGHT("a split that just fits", 2, SET({10, 20}), 12, 15,
	      SET({10, 12}, {15, 20})),
	TIGHT("a cut in a full set", 1, SET({10, 20}), 15, 20,
	      SET({10, 15})),
	TIGHT("two cuts in a full set", 2, SET({10, 20}, {30, 40}), 15, 35,
	      SET({10, 15}, {35, 40})),
	REFUSED("a split in a full set", 1, SET({10, 20}), 12, 15, -ENOSPC),
	REFUSED("a split of the second", 2, SET({10, 20}, {30, 40}), 32, 35,
		-ENOSPC),
	REFUSED("ends before it starts", 4, SET({10, 20}), 15, 14, -EINVAL),
};

KUNIT_ARRAY_PARAM_DESC(add, add_rows, name);
KUNIT_ARRAY_PARAM_DESC(exclude, exclude_rows, name);

static unsigned int count_ranges(const struct kdump_range *ranges)
{
	unsigned int count = 0;

	while (count < RANGES_MAX && ranges[count].end)
		count++;
	return count;
}

/* Storage past the capacity must stay as it was. */
static void run_row(struct kunit *test,
		    int (*change)(struct kdump_range_set *set,
				  const struct kdump_range *range))
{
	static const struct kdump_range canary = { 0x1234, 0x5678 };
	const struct set_row *row = test->param_value;
	const struct kdump_range *after = row->result ? row->before : row->after;
	struct kdump_range storage[RANGES_MAX + 1];
	struct kdump_range_set set;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(storage); i++)
		storage[i] = canary;
	kdump_range_set_init(&set, storage, row->capacity);
	KUNIT_EXPECT_EQ(test, set.count, 0);
	set.count = count_ranges(row->before);
	memcpy(storage, row->before, set.count * sizeof(*storage));

	KUNIT_EXPECT_EQ(test, change(&set, &row->change), row->result);

	KUNIT_ASSERT_EQ(test, set.count, count_ranges(after));
	for (i = 0; i < set.count; i++) {
		KUNIT_EXPECT_EQ_MSG(test, set.range[i].start,
				    after[i].start, "range %u", i);
		KUNIT_EXPECT_EQ_MSG(test, set.range[i].end,
				    after[i].end, "range %u", i);
	}
	for (i = row->capacity; i < ARRAY_SIZE(storage); i++)
		KUNIT_EXPECT_MEMEQ_MSG(test, &storage[i], &canary,
				       sizeof(canary), "range %u", i);
	KUNIT_EXPECT_PTR_EQ(test, set.range, &storage[0]);
	KUNIT_EXPECT_EQ(test, set.capacity, row->capacity);
}

static void add_one_row(struct kunit *test)
{
	run_row(test, kdump_range_set_add);
}

static void exclude_one_row(struct kunit *test)
{
	run_row(test, kdump_range_set_exclude);
}

/* At every border: the byte before, the first, the last, the one past it. */
static void find_looks_into_each_range(struct kunit *test)
{
	struct kdump_range storage[] = {
		{ 0, 10 }, { 20, 21 }, { 22, 30 }, { GIB(4), U64_MAX },
	};
	static const struct {
		u64 address;
		int index;
	} rows[] = {
		{ 0, 0 }, { 5, 0 }, { 9, 0 }, { 10, -1 }, { 15, -1 },
		{ 19, -1 }, { 20, 1 }, { 21, -1 }, { 22, 2 }, { 29, 2 },
		{ 30, -1 }, { GIB(4) - 1, -1 }, { GIB(4), 3 },
		{ U64_MAX - 1, 3 }, { U64_MAX, -1 },
	};
	struct kdump_range_set set = {
		storage, ARRAY_SIZE(storage), ARRAY_SIZE(storage),
	};
	struct kdump_range_set empty = { storage, 0, ARRAY_SIZE(storage) };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 address = rows[i].address;
		const struct kdump_range *got = kdump_range_set_find(&set, address);

		KUNIT_EXPECT_EQ_MSG(test, got ? got - storage : -1,
				    rows[i].index, "address %llx", address);
		got = kdump_range_set_find(&empty, address);
		KUNIT_EXPECT_NULL_MSG(test, got, "address %llx", address);
	}
}

/* Where a run of ones starts in a model of 64 addresses. */
static u64 run_starts(u64 model)
{
	return model & ~(model << 1);
}

static u64 model_mask(const struct kdump_range *range)
{
	return kdump_range_empty(range) ? 0 :
	       GENMASK_ULL(range->end - 1, range->start);
}

/* The set holds just the addresses of the model, in as few ranges. */
static void expect_model(struct kunit *test, unsigned int round,
			 const struct kdump_range_set *set, u64 model)
{
	unsigned int i, address;
	u64 got = 0;

	KUNIT_EXPECT_EQ_MSG(test, set->count, hweight64(run_starts(model)),
			    "round %u", round);
	for (i = 0; i < set->count; i++)
		got |= model_mask(&set->range[i]);
	KUNIT_EXPECT_EQ_MSG(test, got, model, "round %u", round);
	for (i = 1; i < set->count; i++)
		KUNIT_EXPECT_LT_MSG(test, set->range[i - 1].end,
				    set->range[i].start, "round %u", round);

	for (address = 0; address < 64; address++) {
		const struct kdump_range *in = kdump_range_set_find(set, address);

		KUNIT_EXPECT_EQ_MSG(test, !!in, model >> address & 1,
				    "round %u, address %u", round, address);
		if (in)
			KUNIT_EXPECT_TRUE_MSG(test, model_mask(in) >> address & 1,
					      "round %u, address %u", round,
					      address);
	}
}

/* A 64-bit word is a set of 64 addresses that is hard to get wrong. */
static void set_behaves_like_a_bitmap(struct kunit *test)
{
	unsigned int round, refused = 0;
	struct kdump_range storage[32];
	struct kdump_range_set set;
	struct rnd_state random;
	u64 model = 0;

	prandom_seed_state(&random, 1);
	for (round = 0; round < 20000; round++) {
		u32 start = random_below(&random, 64);
		struct kdump_range range = {
			start, start + random_below(&random, min(65 - start, 12)),
		};
		bool add = random_below(&random, 2);
		int want = 0, got;
		u64 next;

		if (round % 100 == 0) {
			kdump_range_set_init(&set, storage,
					     1 + random_below(&random, 8));
			model = 0;
		}
		next = add ? model | model_mask(&range) :
			     model & ~model_mask(&range);
		if (hweight64(run_starts(next)) > set.capacity) {
			next = model;
			want = -ENOSPC;
			refused++;
		}
		got = add ? kdump_range_set_add(&set, &range) :
			    kdump_range_set_exclude(&set, &range);
		KUNIT_EXPECT_EQ_MSG(test, got, want, "round %u", round);
		model = next;
		expect_model(test, round, &set, model);
	}
	KUNIT_EXPECT_GT(test, refused, 1000);
}

static void helpers_agree_on_half_open_ranges(struct kunit *test)
{
	static const struct {
		struct kdump_range a, b;
		bool overlap, a_contains_b;
	} rows[] = {
		{ { 10, 20 }, { 10, 20 }, true, true },
		{ { 10, 20 }, { 12, 15 }, true, true },
		{ { 10, 20 }, { 10, 11 }, true, true },
		{ { 10, 20 }, { 19, 20 }, true, true },
		{ { 10, 20 }, { 9, 11 }, true, false },
		{ { 10, 20 }, { 19, 21 }, true, false },
		{ { 10, 20 }, { 5, 25 }, true, false },
		{ { 10, 20 }, { 5, 10 }, false, false },
		{ { 10, 20 }, { 20, 25 }, false, false },
		{ { 10, 20 }, { 20, 20 }, false, true },
		{ { 10, 20 }, { 10, 10 }, false, true },
		{ { 10, 20 }, { 21, 21 }, false, false },
		{ { 0, U64_MAX }, { 0, U64_MAX }, true, true },
		{ { 0, U64_MAX }, { U64_MAX - 1, U64_MAX }, true, true },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct kdump_range *a = &rows[i].a, *b = &rows[i].b;

		KUNIT_EXPECT_EQ_MSG(test, kdump_ranges_overlap(a, b),
				    rows[i].overlap, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, kdump_ranges_overlap(b, a),
				    rows[i].overlap, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, kdump_range_contains(a, b),
				    rows[i].a_contains_b, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, kdump_range_size(b),
				    rows[i].b.end - rows[i].b.start,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, kdump_range_empty(b),
				    rows[i].b.end == rows[i].b.start,
				    "row %u", i);
	}
}

static void overlaps_looks_into_each_range(struct kunit *test)
{
	struct kdump_range storage[] = { { 10, 20 }, { 30, 40 } };
	const struct kdump_range_set set = { storage, 2, 2 };
	static const struct {
		struct kdump_range range;
		bool overlaps;
	} rows[] = {
		{ { 0, 10 }, false }, { { 0, 11 }, true }, { { 19, 20 }, true },
		{ { 20, 30 }, false }, { { 20, 31 }, true },
		{ { 0, 100 }, true }, { { 39, 50 }, true },
		{ { 40, 50 }, false }, { { 15, 15 }, false },
		{ { 15, 16 }, true }, { { 10, 10 }, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, rows[i].overlaps,
				    kdump_range_set_overlaps(&set,
							     &rows[i].range),
				    "row %u", i);
}

static struct kunit_case ranges_cases[] = {
	KUNIT_CASE_PARAM(add_one_row, add_gen_params),
	KUNIT_CASE_PARAM(exclude_one_row, exclude_gen_params),
	KUNIT_CASE(find_looks_into_each_range),
	KUNIT_CASE(overlaps_looks_into_each_range),
	KUNIT_CASE(set_behaves_like_a_bitmap),
	KUNIT_CASE(helpers_agree_on_half_open_ranges),
	{ }
};

static struct kunit_suite ranges_suite = {
	.name = "kdump_ranges",
	.test_cases = ranges_cases,
};

kunit_test_suite(ranges_suite);

MODULE_DESCRIPTION("KUnit tests of the range set");
MODULE_LICENSE("GPL");
