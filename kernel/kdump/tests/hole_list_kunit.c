// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of hole_list.c: what is in a hole, and what of an image is protected
 * if it has some. Addresses of rows are numbers of pages in an image.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "capture/capture.h"

#define IMAGE	0x100000UL

static unsigned long page(unsigned long number)
{
	return IMAGE + number * PAGE_SIZE;
}

/* Holes at 10 to 14, 20 to 21 and 21 to 30. */
static void list_make(struct kunit *test, struct kdump_hole_list *list)
{
	static const unsigned int ends[] = { 10, 14, 20, 21, 21, 30 };
	struct kdump_hole hole;
	unsigned int i;

	*list = (struct kdump_hole_list) { };
	for (i = 0; i < ARRAY_SIZE(ends); i += 2) {
		hole.start = page(ends[i]);
		hole.end = page(ends[i + 1]);
		KUNIT_ASSERT_TRUE(test, kdump_hole_add(list, &hole));
	}
}

static void holes_come_in_order(struct kunit *test)
{
	static const struct kdump_hole refused[] = {
		{ 40, 40 },
		{ 41, 40 },
		{ 29, 31 },
		{ 20, 21 },
		{ 1, 2 },
	};
	struct kdump_hole_list list;
	struct kdump_hole hole;
	unsigned int i;

	list_make(test, &list);
	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		hole.start = page(refused[i].start);
		hole.end = page(refused[i].end);
		KUNIT_EXPECT_FALSE_MSG(test, kdump_hole_add(&list, &hole),
				       "row %u", i);
	}
	KUNIT_EXPECT_EQ(test, list.count, 3);
}

static void a_full_list_takes_no_more(struct kunit *test)
{
	struct kdump_hole_list list = { };
	struct kdump_hole hole;
	unsigned int i;

	for (i = 0; i <= ARRAY_SIZE(list.hole); i++) {
		hole.start = page(2 * i);
		hole.end = page(2 * i + 1);
		KUNIT_EXPECT_EQ_MSG(test, kdump_hole_add(&list, &hole),
				    i < ARRAY_SIZE(list.hole), "hole %u", i);
	}
	KUNIT_EXPECT_EQ(test, list.count, ARRAY_SIZE(list.hole));
}

/* Of addresses: pages, and bytes past their start or before it. */
static const struct has_row {
	unsigned long page;
	long bytes;
	unsigned long size;
	bool has;
} has_rows[] = {
	{ 10, -1, 1, false },
	{ 10, -1, 2, false },
	{ 10, 0, 1, true },
	{ 10, 0, 4 * PAGE_SIZE, true },
	{ 10, 0, 4 * PAGE_SIZE + 1, false },
	{ 10, 1, 4 * PAGE_SIZE, false },
	{ 10, 0, -1UL, false },
	{ 14, -1, 1, true },
	{ 14, -1, 2, false },
	{ 14, -1, -1UL, false },
	{ 14, 0, 1, false },
	{ 15, 0, 1, false },
	/* Two that touch are two: nothing is allocated across. */
	{ 20, 0, PAGE_SIZE, true },
	{ 20, 0, 2 * PAGE_SIZE, false },
	{ 21, 0, 9 * PAGE_SIZE, true },
	{ 30, 0, 1, false },
};

static void what_is_in_a_hole(struct kunit *test)
{
	struct kdump_hole_list list;
	unsigned int i;

	list_make(test, &list);
	for (i = 0; i < ARRAY_SIZE(has_rows); i++) {
		const struct has_row *row = &has_rows[i];

		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_hole_has(&list, page(row->page) +
						   row->bytes, row->size),
				    row->has, "row %u", i);
	}
}

static void nothing_is_in_no_hole(struct kunit *test)
{
	const struct kdump_hole_list list = { };

	KUNIT_EXPECT_FALSE(test, kdump_hole_has(&list, 0, 1));
	KUNIT_EXPECT_FALSE(test, kdump_hole_has(&list, page(10), PAGE_SIZE));
}

/* A letter a page: what was called for it, the last call's. */
static char calls[48];

static int mark(unsigned long address, int pages, char letter)
{
	unsigned long first = (address - IMAGE) / PAGE_SIZE;

	if (pages <= 0 || first + pages >= sizeof(calls))
		return -EINVAL;
	for (; pages; pages--, first++)
		calls[first] = calls[first] == '.' ? letter : '!';
	return 0;
}

static int mark_protect(unsigned long address, int pages)
{
	return mark(address, pages, 'p');
}

static int mark_unmap(unsigned long address, int pages)
{
	return mark(address, pages, 'u');
}

/* As many pages are looked at as @calls has letters. */
static const struct protect_row {
	unsigned long start;
	unsigned long end;
	const char *calls;
} protect_rows[] = {
	/* The last hole is among data. */
	{ 0, 20, "ppppppppppuuuupppppp............" },
	{ 8, 21, "........ppuuuuppppppu..........." },
	{ 0, 32, "ppppppppppuuuuppppppuuuuuuuuuupp" },
	/* To the end of a hole, and from there: nothing is left between. */
	{ 0, 14, "ppppppppppuuuu.................." },
	{ 14, 16, "..............pp................" },
	{ 10, 30, "..........uuuuppppppuuuuuuuuuu.." },
	/* None of them. */
	{ 0, 10, "pppppppppp......................" },
	{ 30, 32, "..............................pp" },
	{ 5, 5, "................................" },
};

static void holes_are_not_protected(struct kunit *test)
{
	struct kdump_hole_list list;
	unsigned int i;

	list_make(test, &list);
	for (i = 0; i < ARRAY_SIZE(protect_rows); i++) {
		const struct protect_row *row = &protect_rows[i];

		memset(calls, '.', sizeof(calls));
		kdump_hole_protect(&list, page(row->start), page(row->end),
				   mark_protect, mark_unmap);
		KUNIT_EXPECT_MEMEQ_MSG(test, calls, row->calls,
				       strlen(row->calls), "row %u", i);
	}
}

static void all_is_protected_without_holes(struct kunit *test)
{
	const struct kdump_hole_list list = { };

	memset(calls, '.', sizeof(calls));
	kdump_hole_protect(&list, page(1), page(5), mark_protect, mark_unmap);
	KUNIT_EXPECT_MEMEQ(test, calls, ".pppp...", 8);
}

static struct kunit_case hole_list_cases[] = {
	KUNIT_CASE(holes_come_in_order),
	KUNIT_CASE(a_full_list_takes_no_more),
	KUNIT_CASE(what_is_in_a_hole),
	KUNIT_CASE(nothing_is_in_no_hole),
	KUNIT_CASE(holes_are_not_protected),
	KUNIT_CASE(all_is_protected_without_holes),
	{}
};

static struct kunit_suite hole_list_suite = {
	.name = "kdump_hole_list",
	.test_cases = hole_list_cases,
};

kunit_test_suite(hole_list_suite);

MODULE_DESCRIPTION("KUnit tests of holes in a kernel's image");
MODULE_LICENSE("GPL");
