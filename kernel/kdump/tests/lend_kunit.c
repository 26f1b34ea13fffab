// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of lend.c: in which pieces memory is lent, where holes are as they are.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "reserve/cmdline.h"
#include "kdump_kunit.h"

#define BORDER MIB(2)
#define HOLES_MAX 6

/* Holes of so many MiB each, and what pieces are found in them. */
struct lend_row {
	const char *name;
	u64 size;
	u64 hole[HOLES_MAX];
	u64 piece[KDUMP_LENT_MAX];
	u64 missing;
};

static const struct lend_row lend_rows[] = {
	{ "one hole", MIB(256), { 512 }, { MIB(256) } },
	{ "one hole that is just large enough", MIB(256), { 256 }, { MIB(256) } },
	{ "rounded up", MIB(255) + 1, { 512 }, { MIB(256) } },
	{ "no hole", MIB(256), { }, { }, MIB(256) },
	{ "halves", MIB(256), { 128, 128 }, { MIB(128), MIB(128) } },
	{ "a half and quarters", MIB(256), { 130, 64, 100 },
	  { MIB(128), MIB(64), MIB(64) } },
	{ "the rest is smaller than the last piece", MIB(192), { 100, 100 },
	  { MIB(96), MIB(96) } },
	{ "four pieces and no more", MIB(256), { 32, 32, 32, 32, 32, 32 },
	  { MIB(32), MIB(32), MIB(32), MIB(32) }, MIB(128) },
	{ "holes run out", MIB(256), { 70 }, { MIB(64), MIB(4), MIB(2) },
	  MIB(186) },
	{ "the smallest piece", MIB(1), { 3 }, { MIB(2) } },
	{ "smaller than the smallest piece", MIB(64), { 1, 1 }, { }, MIB(64) },
	{ "odd halves", MIB(14), { 6, 2 }, { MIB(6), MIB(2) }, MIB(6) },
};

static void describe_lend_row(const struct lend_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(lend, lend_rows, describe_lend_row);

/* Each hole begins at a GiB of its own. Returns where the piece is; 0: nowhere. */
static u64 take_piece(u64 *left, u64 size)
{
	unsigned int i;

	for (i = 0; i < HOLES_MAX; i++)
		if (left[i] >= size) {
			left[i] -= size;
			return GIB(i + 1) + left[i];
		}
	return 0;
}

/* As lent.c does it. Every piece either gets smaller or is found. */
static unsigned int lend_all(struct kdump_lent *lent, u64 *left)
{
	unsigned int turns = 0;
	u64 start;

	for (; lent->piece && turns < 100; turns++) {
		start = take_piece(left, lent->piece);
		if (start)
			kdump_lent_found(lent, start);
		else
			kdump_lent_not_found(lent);
	}
	return turns;
}

static void lend_pieces(struct kunit *test)
{
	const struct lend_row *row = test->param_value;
	u64 left[HOLES_MAX], whole = ALIGN(row->size, BORDER);
	struct kdump_lent lent;
	unsigned int i;

	for (i = 0; i < HOLES_MAX; i++)
		left[i] = MIB(row->hole[i]);
	kdump_lent_begin(&lent, row->size, BORDER);
	KUNIT_EXPECT_LT(test, lend_all(&lent, left), 70);
	KUNIT_EXPECT_EQ(test, lent.missing, row->missing);
	KUNIT_EXPECT_EQ(test, kdump_lent_size(&lent), whole - row->missing);
	for (i = 0; i < KDUMP_LENT_MAX; i++)
		KUNIT_EXPECT_EQ_MSG(test, kdump_range_size(&lent.range[i]),
				    row->piece[i], "piece %u", i);
}

/* A size that cannot be rounded up is rounded down: no hole is as large. */
static void lend_the_largest_size(struct kunit *test)
{
	struct kdump_lent lent;

	kdump_lent_begin(&lent, U64_MAX, BORDER);
	KUNIT_EXPECT_EQ(test, lent.piece, ALIGN_DOWN(U64_MAX, BORDER));
	KUNIT_EXPECT_EQ(test, lent.missing, lent.piece);
	kdump_lent_begin(&lent, 0, BORDER);
	KUNIT_EXPECT_EQ(test, lent.piece, 0);
}

static struct kunit_case lend_cases[] = {
	KUNIT_CASE_PARAM(lend_pieces, lend_gen_params),
	KUNIT_CASE(lend_the_largest_size),
	{}
};

static struct kunit_suite lend_suite = {
	.name = "kdump_lend",
	.test_cases = lend_cases,
};

kunit_test_suite(lend_suite);
