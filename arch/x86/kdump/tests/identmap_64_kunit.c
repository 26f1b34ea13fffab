// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for identmap_64.c: the tables are walked as a CPU walks them.
 */
#include <kunit/test.h>
#include <linux/sizes.h>

#include "identmap_64.h"

#define PAGES		64
#define TABLES_AT	0x37c41000ULL
#define NOT_MAPPED	U64_MAX
#define C_BIT		BIT_ULL(51)

/* No two tables are neighbours, and their addresses do not ascend. */
static u64 scattered(unsigned int index, unsigned int pages)
{
	return TABLES_AT + (u64)(2 * (pages - index)) * SZ_4K;
}

static struct kdump_identmap new_map_of(struct kunit *test, bool five_level,
					unsigned int pages)
{
	void **page = kunit_kcalloc(test, pages, sizeof(*page), GFP_KERNEL);
	u64 *address = kunit_kcalloc(test, pages, sizeof(*address), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, address);
	for (i = 0; i < pages; i++) {
		page[i] = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		address[i] = scattered(i, pages);
	}
	return (struct kdump_identmap){
		.page = page,
		.address = address,
		.capacity = pages,
		.five_level = five_level,
	};
}

static struct kdump_identmap new_map(struct kunit *test, bool five_level)
{
	return new_map_of(test, five_level, PAGES);
}

static const u64 *table_of(const struct kdump_identmap *map, u64 address)
{
	unsigned int i;

	for (i = 0; i < map->used; i++)
		if (map->address[i] == address)
			return map->page[i];
	return NULL;
}

/* Intel SDM 4.5: present is bit 0, large is bit 7, bits 51..12 the address. */
static u64 translate(const struct kdump_identmap *map, u64 virtual)
{
	const u64 mask = GENMASK_ULL(51, 12) & ~map->encryption;
	u64 address = map->address[0];
	int shift;

	for (shift = map->five_level ? 48 : 39; shift >= 12; shift -= 9) {
		const u64 *table = table_of(map, address);
		u64 entry = table ? table[(virtual >> shift) % 512] : 0;

		if (!(entry & 1))
			return NOT_MAPPED;
		if ((entry & map->encryption) != map->encryption)
			return NOT_MAPPED;
		if (shift == 12 || (shift <= 30 && entry & BIT(7)))
			return (entry & mask) |
			       (virtual & (BIT_ULL(shift) - 1));
		address = entry & mask;
	}
	return NOT_MAPPED;
}

struct range_case {
	const char *name;
	struct kdump_range range;
	/* What must be mapped, inclusive, and what must not be any more. */
	u64 first, last, before, after;
};

static const struct range_case range_cases[] = {
	{ "first megabyte", { 0, SZ_1M }, 0, SZ_2M - 1, NOT_MAPPED, SZ_2M },
	{ "16M at 48M", { 48 * SZ_1M, SZ_64M }, 48 * SZ_1M, SZ_64M - 1,
	  48 * SZ_1M - 1, SZ_64M },
	{ "widened at both ends", { 0x212345, 0x412346 }, SZ_2M,
	  3 * SZ_2M - 1, SZ_2M - 1, 3 * SZ_2M },
	{ "ends on a border", { SZ_2M, SZ_4M }, SZ_2M, SZ_4M - 1,
	  SZ_2M - 1, SZ_4M },
	{ "across 1G", { SZ_1G - SZ_2M, SZ_1G + SZ_2M }, SZ_1G - SZ_2M,
	  SZ_1G + SZ_2M - 1, SZ_1G - SZ_2M - 1, SZ_1G + SZ_2M },
	{ "across 4G", { 0xffe00000, 0x100200000 }, 0xffe00000, 0x1001fffff,
	  0xffdfffff, 0x100200000 },
	{ "across 512G", { 0x7fffe00000, 0x8000200000 }, 0x7fffe00000,
	  0x80001fffff, 0x7fffdfffff, 0x8000200000 },
	{ "below 64T", { SZ_64T - SZ_2M, SZ_64T }, SZ_64T - SZ_2M, SZ_64T - 1,
	  SZ_64T - SZ_2M - 1, SZ_64T },
	{ "1G alone", { SZ_1G, SZ_2G }, SZ_1G, SZ_2G - 1, SZ_1G - 1, SZ_2G },
	{ "1G and ends", { SZ_1G - 1, SZ_2G + SZ_2M + 1 }, SZ_1G - SZ_2M,
	  SZ_2G + SZ_4M - 1, SZ_1G - SZ_2M - 1, SZ_2G + SZ_4M },
	{ "10G above 4G", { SZ_4G, SZ_4G + 10ULL * SZ_1G }, SZ_4G,
	  SZ_4G + 10ULL * SZ_1G - 1, SZ_4G - 1, SZ_4G + 10ULL * SZ_1G },
	{ "1G, not aligned", { SZ_1G / 2, SZ_1G + SZ_1G / 2 }, SZ_1G / 2,
	  SZ_1G + SZ_1G / 2 - 1, SZ_1G / 2 - 1, SZ_1G + SZ_1G / 2 },
	{ "one byte", { 0x80000001, 0x80000002 }, 0x80000000, 0x801fffff,
	  0x7fffffff, 0x80200000 },
};

static void check_range(struct kunit *test, const struct range_case *c,
			bool five_level, bool gigabyte, u64 encryption)
{
	struct kdump_identmap map = new_map(test, five_level);
	unsigned int pages;

	map.gigabyte = gigabyte;
	map.encryption = encryption;
	KUNIT_ASSERT_EQ_MSG(test, kdump_identmap_add(&map, &c->range), 0,
			    "%s", c->name);
	KUNIT_EXPECT_EQ_MSG(test, translate(&map, c->first), c->first, "%s",
			    c->name);
	KUNIT_EXPECT_EQ_MSG(test, translate(&map, c->last), c->last, "%s",
			    c->name);
	if (c->before != NOT_MAPPED)
		KUNIT_EXPECT_EQ_MSG(test, translate(&map, c->before),
				    NOT_MAPPED, "%s", c->name);
	KUNIT_EXPECT_EQ_MSG(test, translate(&map, c->after), NOT_MAPPED, "%s",
			    c->name);
	pages = kdump_identmap_pages(&c->range, 1, gigabyte);
	KUNIT_EXPECT_LE_MSG(test, map.used, pages, "%s", c->name);
}

static void identmap_ranges(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(range_cases); i++) {
		check_range(test, &range_cases[i], false, false, 0);
		check_range(test, &range_cases[i], true, false, 0);
		check_range(test, &range_cases[i], false, false, C_BIT);
		check_range(test, &range_cases[i], false, true, 0);
		check_range(test, &range_cases[i], true, true, C_BIT);
	}
}

static void identmap_empty_range_maps_nothing(struct kunit *test)
{
	const struct kdump_range empty = { SZ_2M, SZ_2M };
	struct kdump_identmap map = new_map(test, false);

	KUNIT_EXPECT_EQ(test, kdump_identmap_add(&map, &empty), 0);
	KUNIT_EXPECT_EQ(test, translate(&map, SZ_2M), NOT_MAPPED);
}

/* jump_entry_64.S sits at a kernel address and is found in the region. */
static void identmap_odd_page(struct kunit *test)
{
	const struct kdump_range region = { 0x37000000, 0x3f000000 };
	const u64 virtual = 0xffffffff81234000ULL;
	struct kdump_identmap map = new_map(test, true);

	KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &region), 0);
	KUNIT_ASSERT_EQ(test, kdump_identmap_add_page(&map, virtual,
						      0x37c40000), 0);
	KUNIT_EXPECT_EQ(test, translate(&map, virtual), 0x37c40000);
	KUNIT_EXPECT_EQ(test, translate(&map, virtual + 0xfff), 0x37c40fff);
	KUNIT_EXPECT_EQ(test, translate(&map, virtual + 0x1000), NOT_MAPPED);
	KUNIT_EXPECT_EQ(test, translate(&map, virtual - 1), NOT_MAPPED);
	KUNIT_EXPECT_EQ(test, translate(&map, 0x37c40000), 0x37c40000);
}

/* Writable and, for the tables themselves, the same: nothing may fault. */
static void identmap_is_writable(struct kunit *test)
{
	const struct kdump_range first = { 0, SZ_1M };
	struct kdump_identmap map = new_map(test, false);
	unsigned int i, writable = 0, present = 0;

	KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &first), 0);
	for (i = 0; i < map.used * 512; i++) {
		u64 entry = ((u64 *)map.page[i / 512])[i % 512];

		present += entry & 1;
		writable += entry >> 1 & 1;
	}
	KUNIT_EXPECT_EQ(test, present, 3);
	KUNIT_EXPECT_EQ(test, writable, present);
}

/* A terabyte in entries of 1 GiB: the root, two levels, and the odd page's. */
static void identmap_gigabytes_save_tables(struct kunit *test)
{
	const struct kdump_range range = { SZ_4G, SZ_4G + 1024ULL * SZ_1G };
	struct kdump_identmap map = new_map(test, false);

	map.gigabyte = true;
	KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &range), 0);
	KUNIT_EXPECT_EQ(test, map.used, 4);
	KUNIT_EXPECT_LE(test, kdump_identmap_pages(&range, 1, true), 20);
	KUNIT_EXPECT_GE(test, kdump_identmap_pages(&range, 1, false), 1024);
}

/*
 * A terabyte without entries of 1 GiB takes more tables than the allocator
 * has in one piece (MAX_PAGE_ORDER is 10), so they must work as single pages.
 */
static void identmap_terabyte_in_single_pages(struct kunit *test)
{
	const struct kdump_range range = { 0, 1024ULL * SZ_1G };
	unsigned int pages = kdump_identmap_pages(&range, 1, false);
	struct kdump_identmap map;
	u64 at;

	KUNIT_ASSERT_GT(test, pages, 1 << 10);
	map = new_map_of(test, false, pages);
	KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &range), 0);
	for (at = SZ_2M - 1; at < range.end; at += 7ULL * SZ_1G)
		KUNIT_EXPECT_EQ(test, translate(&map, at), at);
	KUNIT_EXPECT_EQ(test, translate(&map, range.end), NOT_MAPPED);
}

/* As a server's firmware cuts RAM: far apart, a table or three for each. */
static void identmap_many_ranges(struct kunit *test)
{
	const unsigned int count = 300;
	struct kdump_range *ranges;
	struct kdump_identmap map;
	unsigned int i;

	ranges = kunit_kcalloc(test, count, sizeof(*ranges), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, ranges);
	for (i = 0; i < count; i++)
		ranges[i] = (struct kdump_range){
			(2 * i + 1ULL) * SZ_1G, (2 * i + 1ULL) * SZ_1G + SZ_2M,
		};
	map = new_map_of(test, true, kdump_identmap_pages(ranges, count, true));
	for (i = 0; i < count; i++)
		KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &ranges[i]), 0);
	for (i = 0; i < count; i++)
		KUNIT_EXPECT_EQ(test, translate(&map, ranges[i].start),
				ranges[i].start);
}

/* Going back to a range whose tables were not used last finds them all. */
static void identmap_ranges_in_any_order(struct kunit *test)
{
	const struct kdump_range ranges[] = {
		{ SZ_4G, SZ_4G + SZ_2M },
		{ 0, SZ_2M },
		{ SZ_4G + SZ_2M, SZ_4G + SZ_4M },
		{ SZ_2M, SZ_4M },
	};
	struct kdump_identmap map = new_map(test, false);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		KUNIT_ASSERT_EQ(test, kdump_identmap_add(&map, &ranges[i]), 0);
	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		KUNIT_EXPECT_EQ(test, translate(&map, ranges[i].start),
				ranges[i].start);
	KUNIT_EXPECT_EQ(test, map.used, 4);
}

static void identmap_too_few_pages(struct kunit *test)
{
	const struct kdump_range range = { SZ_1G - SZ_2M, SZ_1G + SZ_2M };
	unsigned int capacity;

	/* Root, one third-level and two second-level tables are needed. */
	for (capacity = 0; capacity < 4; capacity++) {
		struct kdump_identmap map = new_map(test, false);

		map.capacity = capacity;
		KUNIT_EXPECT_EQ(test, kdump_identmap_add(&map, &range),
				-ENOMEM);
		KUNIT_EXPECT_LE(test, map.used, capacity);
	}
}

/* The count is asked for before there is memory: it must never be short. */
static void identmap_count_is_enough(struct kunit *test)
{
	const struct kdump_range ranges[] = {
		{ 0, SZ_1M },
		{ 0x37000000, 0x3f000000 },
		{ 0x7ffdc000, 0x80000000 },
		{ 0x1230000000, 0x1250000000 },
	};
	struct kdump_identmap map = new_map(test, true);
	unsigned int i;

	map.capacity = kdump_identmap_pages(ranges, ARRAY_SIZE(ranges), false);
	KUNIT_ASSERT_LE(test, map.capacity, PAGES);
	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		KUNIT_EXPECT_EQ(test, kdump_identmap_add(&map, &ranges[i]), 0);
	KUNIT_EXPECT_EQ(test, kdump_identmap_add_page(&map,
						      0xffffffff81000000ULL,
						      0x37000000), 0);
}

static struct kunit_case identmap_cases[] = {
	KUNIT_CASE(identmap_ranges),
	KUNIT_CASE(identmap_empty_range_maps_nothing),
	KUNIT_CASE(identmap_odd_page),
	KUNIT_CASE(identmap_is_writable),
	KUNIT_CASE(identmap_gigabytes_save_tables),
	KUNIT_CASE(identmap_terabyte_in_single_pages),
	KUNIT_CASE(identmap_many_ranges),
	KUNIT_CASE(identmap_ranges_in_any_order),
	KUNIT_CASE(identmap_too_few_pages),
	KUNIT_CASE(identmap_count_is_enough),
	{}
};

static struct kunit_suite identmap_suite = {
	.name = "kdump_x86_identmap",
	.test_cases = identmap_cases,
};

kunit_test_suite(identmap_suite);
