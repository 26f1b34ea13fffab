// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for identmap_32.c: the tables are walked as a CPU walks them.
 */
#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/sizes.h>

#include "identmap_32.h"

#define ENTRY_PRESENT	BIT(0)
#define ENTRY_WRITE	BIT(1)

/* Bits of an entry in the root of three levels that must be 0. */
#define ROOT_RESERVED	(GENMASK(2, 1) | GENMASK(8, 5))

/* Not in a row, and not in order. */
static const u64 addresses[KDUMP_IDENTMAP_32_PAGES] = {
	0x11004000, 0x11002000, 0x11fff000, 0x11003000, 0x11000000,
};

static struct kdump_identmap_32 new_map(struct kunit *test, bool pae)
{
	void **page = kunit_kcalloc(test, KDUMP_IDENTMAP_32_PAGES,
				    sizeof(*page), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (i = 0; i < KDUMP_IDENTMAP_32_PAGES; i++) {
		page[i] = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
	}
	return (struct kdump_identmap_32){
		.page = page,
		.address = addresses,
		.pae = pae,
	};
}

static const void *table_at(const struct kdump_identmap_32 *map, u64 address)
{
	unsigned int i;

	for (i = 0; i < map->used; i++)
		if (map->address[i] == (address & ~0xfffULL))
			return map->page[i];
	return NULL;
}

static u64 entry_of(const struct kdump_identmap_32 *map, const void *table,
		    u32 number)
{
	return map->pae ? ((const u64 *)table)[number] :
			  ((const u32 *)table)[number];
}

/* The entry that maps a page; 0 if none does. */
static u64 walk(struct kunit *test, const struct kdump_identmap_32 *map,
		u32 virtual)
{
	static const unsigned int pae[] = { 30, 21, 12 }, two[] = { 22, 12 };
	const unsigned int *shift = map->pae ? pae : two;
	const void *table = map->page[0];
	u32 rest = virtual;
	u64 entry;

	for (;; shift++) {
		entry = entry_of(map, table, rest >> *shift);
		rest &= BIT(*shift) - 1;
		if (!(entry & ENTRY_PRESENT) || *shift == 12)
			return entry;
		if (*shift == 30)
			KUNIT_EXPECT_EQ(test, entry & ROOT_RESERVED, 0);
		table = table_at(map, entry);
		KUNIT_ASSERT_NOT_NULL(test, table);
	}
}

static void expect_mapped(struct kunit *test,
			  const struct kdump_identmap_32 *map, u32 virtual,
			  u32 physical)
{
	u64 entry = walk(test, map, virtual);

	KUNIT_EXPECT_EQ(test, entry & ~0xfffULL, physical);
	KUNIT_EXPECT_EQ(test, entry & (ENTRY_PRESENT | ENTRY_WRITE), ENTRY_PRESENT | ENTRY_WRITE);
	KUNIT_EXPECT_EQ(test, walk(test, map, virtual + SZ_4K) & ENTRY_PRESENT, 0);
}

struct pair_case {
	const char *name;
	u32 code;
	u32 physical;
	/* Tables with three levels and with two. */
	unsigned int pae_used;
	unsigned int two_used;
};

static const struct pair_case pair_cases[] = {
	{ "far from each other", 0xc1234000, 0x1f000000, 5, 3 },
	{ "in one GiB", 0x21234000, 0x1f000000, 4, 3 },
	{ "in one table", 0x1f001000, 0x1f003000, 3, 2 },
	{ "the last page", 0xfffff000, 0x1f000000, 5, 3 },
	{ "the same", 0x1f000000, 0x1f000000, 3, 2 },
};

KUNIT_ARRAY_PARAM_DESC(pair, pair_cases, name);

static void check_pair(struct kunit *test, bool pae, unsigned int used)
{
	const struct pair_case *one = test->param_value;
	struct kdump_identmap_32 map = new_map(test, pae);

	kdump_identmap_32_add(&map, one->physical, one->physical);
	kdump_identmap_32_add(&map, one->code, one->physical);
	expect_mapped(test, &map, one->physical, one->physical);
	expect_mapped(test, &map, one->code, one->physical);
	KUNIT_EXPECT_EQ(test, map.used, used);
}

static void identmap_32_pae(struct kunit *test)
{
	const struct pair_case *one = test->param_value;

	check_pair(test, true, one->pae_used);
}

static void identmap_32_two_levels(struct kunit *test)
{
	const struct pair_case *one = test->param_value;

	check_pair(test, false, one->two_used);
}

static struct kunit_case identmap_32_tests[] = {
	KUNIT_CASE_PARAM(identmap_32_pae, pair_gen_params),
	KUNIT_CASE_PARAM(identmap_32_two_levels, pair_gen_params),
	{}
};

static struct kunit_suite identmap_32_suite = {
	.name = "kdump_x86_identmap_32",
	.test_cases = identmap_32_tests,
};

kunit_test_suite(identmap_32_suite);
