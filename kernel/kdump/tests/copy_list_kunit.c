// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of copy_list.c: the list is carried out as the jump does, on a memory
 * of a few pages, and what comes of it is compared with what was asked for.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "kdump_kunit.h"
#include "kexec/copy_list.h"

#define MEMORY_PAGES	64
#define LIST_PAGES	4

/* Memory: page n of the machine has the address n * PAGE_SIZE. */
struct machine {
	u8 page[MEMORY_PAGES][PAGE_SIZE];
	struct kdump_copy_page list[LIST_PAGES];
	unsigned int lists;
	struct kdump_copies copies;
};

/* Where pages of the list are: outside of the rest of memory. */
static u64 list_address(unsigned int index)
{
	return (1000ULL + index) * PAGE_SIZE;
}

static u64 at_page(unsigned int index)
{
	return (u64)index * PAGE_SIZE;
}

static void extend(struct machine *machine)
{
	struct kdump_copy_page *page = &machine->list[machine->lists];

	memset(page, 0xa5, sizeof(*page));
	kdump_copies_extend(&machine->copies, page,
			    list_address(machine->lists++));
}

static struct machine *machine_new(struct kunit *test)
{
	struct machine *machine = kunit_kzalloc(test, sizeof(*machine),
						GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, machine);
	for (i = 0; i < MEMORY_PAGES; i++)
		memset(machine->page[i], i + 1, PAGE_SIZE);
	return machine;
}

static int add(struct machine *machine, unsigned int destination,
	       unsigned int source, unsigned int pages)
{
	const struct kdump_copy copy = {
		at_page(destination), at_page(source), at_page(pages),
	};
	int error = kdump_copies_add(&machine->copies, &copy);

	if (error != -ENOSPC || machine->lists == LIST_PAGES)
		return error;
	extend(machine);
	return kdump_copies_add(&machine->copies, &copy);
}

static unsigned int count(const struct machine *machine)
{
	unsigned int i, copies = 0;

	for (i = 0; i < machine->lists; i++)
		copies += machine->list[i].count;
	return copies;
}

/* What jump_entry.S of a port does. */
static void carry_out(struct machine *machine)
{
	u64 at = machine->copies.first;

	while (at) {
		struct kdump_copy_page *page =
			&machine->list[at / PAGE_SIZE - 1000];
		unsigned int i;

		for (i = 0; i < page->count; i++) {
			const struct kdump_copy *copy = &page->copy[i];
			u8 *to = machine->page[copy->destination / PAGE_SIZE];

			if (copy->source)
				memcpy(to,
				       machine->page[copy->source / PAGE_SIZE],
				       copy->bytes);
			else
				memset(to, 0, copy->bytes);
		}
		at = page->next;
	}
}

static void copies_are_carried_out(struct kunit *test)
{
	static const struct {
		unsigned int destination, source, pages;
	} rows[] = {
		{ 10, 40, 1 }, { 11, 41, 2 }, { 13, 0, 2 }, { 15, 0, 1 },
		{ 16, 50, 1 }, { 17, 45, 1 }, { 20, 46, 1 }, { 21, 47, 3 },
	};
	struct machine *machine = machine_new(test);
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_EQ(test, 0, add(machine, rows[i].destination,
					     rows[i].source, rows[i].pages));
	/* 10..12 is one, 13..15 is one, 20..23 is one. */
	KUNIT_EXPECT_EQ(test, count(machine), 5);
	carry_out(machine);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		for (j = 0; j < rows[i].pages; j++) {
			u8 byte = rows[i].source ? rows[i].source + j + 1 : 0;
			u8 *page = machine->page[rows[i].destination + j];

			KUNIT_EXPECT_EQ(test, page[0], byte);
			KUNIT_EXPECT_EQ(test, page[PAGE_SIZE - 1], byte);
		}
	KUNIT_EXPECT_EQ(test, machine->page[9][0], 10);
	KUNIT_EXPECT_EQ(test, machine->page[18][0], 19);
	KUNIT_EXPECT_EQ(test, machine->page[24][0], 25);
}

static void neighbours_merge_only_if_both_sides_follow(struct kunit *test)
{
	static const struct {
		unsigned int destination, source;
		bool merged;
	} rows[] = {
		{ 11, 41, true }, { 11, 42, false }, { 12, 41, false },
		{ 9, 39, false }, { 11, 0, false }, { 11, 40, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct machine *machine = machine_new(test);

		KUNIT_ASSERT_EQ(test, 0, add(machine, 10, 40, 1));
		KUNIT_ASSERT_EQ(test, 0, add(machine, rows[i].destination,
					     rows[i].source, 1));
		KUNIT_EXPECT_EQ_MSG(test, count(machine), rows[i].merged ? 1 : 2,
				    "row %u", i);
		kunit_kfree(test, machine);
	}
}

/* Bytes after zeroes that ended where address 0 would follow: no neighbour. */
static void zeroes_do_not_become_bytes(struct kunit *test)
{
	struct machine *machine = machine_new(test);

	KUNIT_ASSERT_EQ(test, 0, add(machine, 10, 0, 5));
	KUNIT_ASSERT_EQ(test, 0, add(machine, 15, 5, 1));
	KUNIT_EXPECT_EQ(test, count(machine), 2);
	carry_out(machine);
	KUNIT_EXPECT_EQ(test, machine->page[14][0], 0);
	KUNIT_EXPECT_EQ(test, machine->page[15][0], 6);
}

static void full_page_asks_for_another(struct kunit *test)
{
	const unsigned int full = 2 * KDUMP_COPIES_PER_PAGE;
	struct machine *machine = machine_new(test);
	unsigned int i;

	KUNIT_EXPECT_EQ(test, machine->copies.first, 0);
	/* No two follow each other. */
	for (i = 0; i <= full; i++)
		KUNIT_ASSERT_EQ(test, 0, add(machine, 1 + i % 2 * 2,
					     20 + i % 3, 1));
	KUNIT_EXPECT_EQ(test, machine->lists, 3);
	KUNIT_EXPECT_EQ(test, count(machine), full + 1);
	KUNIT_EXPECT_EQ(test, machine->copies.first, list_address(0));
	KUNIT_EXPECT_EQ(test, machine->list[0].next, list_address(1));
	KUNIT_EXPECT_EQ(test, machine->list[1].next, list_address(2));
	KUNIT_EXPECT_EQ(test, machine->list[2].next, 0);
	/* What follows the last one needs no room. */
	machine->list[2].count = KDUMP_COPIES_PER_PAGE;
	machine->list[2].copy[KDUMP_COPIES_PER_PAGE - 1] = (struct kdump_copy){
		at_page(1), at_page(20), at_page(1),
	};
	machine->lists = LIST_PAGES;
	KUNIT_EXPECT_EQ(test, 0, add(machine, 2, 21, 1));
	KUNIT_EXPECT_EQ(test, -ENOSPC, add(machine, 4, 30, 1));
}

static void odd_copies_are_refused(struct kunit *test)
{
	static const struct kdump_copy rows[] = {
		{ 1, 0, PAGE_SIZE }, { 0, 1, PAGE_SIZE }, { 0, 0, 1 },
		{ PAGE_SIZE, 8 * PAGE_SIZE, PAGE_SIZE - 1 },
		{ -(u64)PAGE_SIZE, PAGE_SIZE, 2 * PAGE_SIZE },
		{ PAGE_SIZE, -(u64)PAGE_SIZE, 2 * PAGE_SIZE },
	};
	struct machine *machine = machine_new(test);
	unsigned int i;

	extend(machine);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, -EINVAL,
				    kdump_copies_add(&machine->copies, &rows[i]),
				    "row %u", i);
	KUNIT_EXPECT_EQ(test, count(machine), 0);
	/* Nothing to copy is fine and takes nothing. */
	KUNIT_EXPECT_EQ(test, 0, add(machine, 3, 4, 0));
	KUNIT_EXPECT_EQ(test, count(machine), 0);
}

static struct kunit_case copy_list_cases[] = {
	KUNIT_CASE(copies_are_carried_out),
	KUNIT_CASE(neighbours_merge_only_if_both_sides_follow),
	KUNIT_CASE(zeroes_do_not_become_bytes),
	KUNIT_CASE(full_page_asks_for_another),
	KUNIT_CASE(odd_copies_are_refused),
	{ }
};

static struct kunit_suite copy_list_suite = {
	.name = "kdump_copy_list",
	.test_cases = copy_list_cases,
};

kunit_test_suite(copy_list_suite);

MODULE_DESCRIPTION("KUnit tests of the list of copies");
MODULE_LICENSE("GPL");
