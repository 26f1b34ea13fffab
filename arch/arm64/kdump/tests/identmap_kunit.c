// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for identmap.c: the tables are walked as a CPU walks them.
 */
#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#include "identmap.h"

#define PAGES		24
#define TABLES_AT	0x47c40000ULL
#define NOT_MAPPED	U64_MAX

/* Access flag, inner shareable; and a page. */
#define LEAF		0x703ULL

/* Arm ARM D8.3: how high bits of an address are kept with each granule. */
static const struct kdump_arm64_format formats[] = {
	{ .granule = 12, .bits = 48, .leaf = LEAF,
	  .address = GENMASK_ULL(47, 12) },
	{ .granule = 14, .bits = 48, .leaf = LEAF,
	  .address = GENMASK_ULL(47, 14) },
	{ .granule = 16, .bits = 48, .leaf = LEAF,
	  .address = GENMASK_ULL(47, 16) },
	{ .granule = 16, .bits = 52, .leaf = LEAF, .high_shift = 36,
	  .address = GENMASK_ULL(47, 12) },
	{ .granule = 12, .bits = 52, .leaf = LEAF & ~0x300ULL, .high_shift = 42,
	  .address = GENMASK_ULL(49, 8) },
	{ .granule = 14, .bits = 52, .leaf = LEAF & ~0x300ULL, .high_shift = 42,
	  .address = GENMASK_ULL(49, 8) },
};

static u64 granule(const struct kdump_arm64_format *format)
{
	return BIT_ULL(format->granule);
}

/* No two tables are neighbours, and their addresses do not ascend. */
static u64 scattered(const struct kdump_arm64_format *format,
		     unsigned int index)
{
	return TABLES_AT + 2 * (PAGES - index) * granule(format);
}

static struct kdump_arm64_identmap
new_map(struct kunit *test, const struct kdump_arm64_format *format)
{
	void **page = kunit_kcalloc(test, PAGES, sizeof(*page), GFP_KERNEL);
	u64 *at = kunit_kcalloc(test, PAGES, sizeof(*at), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, at);
	for (i = 0; i < PAGES; i++) {
		page[i] = kunit_kzalloc(test, granule(format), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		at[i] = scattered(format, i);
	}
	return (struct kdump_arm64_identmap){
		.format = *format,
		.page = page,
		.at = at,
		.capacity = PAGES,
		.used = 1,
	};
}

static const u64 *table_of(const struct kdump_arm64_identmap *map, u64 address)
{
	unsigned int i;

	for (i = 0; i < map->used; i++)
		if (map->at[i] == address)
			return map->page[i];
	return NULL;
}

/* What an entry points to, its attributes taken away first. */
static u64 output(const struct kdump_arm64_format *format, u64 entry)
{
	u64 low = entry & GENMASK_ULL(47, format->granule);

	if (format->high_shift == 36)
		return low | (entry & GENMASK_ULL(15, 12)) << 36;
	if (format->high_shift == 42)
		return (entry & GENMASK_ULL(49, format->granule)) |
		       (entry & GENMASK_ULL(9, 8)) << 42;
	return low;
}

/* Bit 0 is valid, bit 1 tells a table, or at the last level a page. */
static u64 translate(const struct kdump_arm64_identmap *map, u64 virtual)
{
	const struct kdump_arm64_format *format = &map->format;
	unsigned int step = format->granule - 3;
	unsigned int shift = format->granule;
	u64 address = map->at[0];

	while (shift + step < format->bits)
		shift += step;
	for (;; shift -= step) {
		const u64 *table = table_of(map, address);
		u64 entry = table ? table[virtual >> shift & (BIT(step) - 1)] : 0;
		bool last = shift == format->granule;

		if (!(entry & 1) || (last && !(entry & 2)))
			return NOT_MAPPED;
		address = output(format, entry);
		if (!last && entry & 2)
			continue;
		if ((entry & LEAF & ~0x302ULL) != (LEAF & ~0x302ULL))
			return NOT_MAPPED;
		return (address & ~(BIT_ULL(shift) - 1)) |
		       (virtual & (BIT_ULL(shift) - 1));
	}
}

/* Whole pages of every granule. */
static const struct kdump_range ranges[] = {
	{ SZ_1G, SZ_1G + SZ_64K },
	{ SZ_1G - SZ_64K, SZ_1G + SZ_64K },
	{ 0x78000000, 0x80000000 },
	{ 0x77e10000, 0x7fff0000 },
	{ SZ_1G, SZ_4G },
	{ SZ_1G + SZ_2M, SZ_4G - SZ_64K },
	{ 0xfff0000, 0x21230000 },
	{ 0x7fffff0000, 0x8000010000 },
	{ 0xffffffe00000, 0x1000000000000 },
	{ 0x3fffffff0000, 0x400000010000 },
};

static void check_range(struct kunit *test,
			const struct kdump_arm64_format *format,
			const struct kdump_range *range)
{
	struct kdump_arm64_identmap map = new_map(test, format);
	u64 middle = range->start + kdump_range_size(range) / 2;

	KUNIT_ASSERT_EQ(test, kdump_arm64_identmap_add(&map, range), 0);
	KUNIT_EXPECT_EQ(test, translate(&map, range->start), range->start);
	KUNIT_EXPECT_EQ(test, translate(&map, middle), middle);
	KUNIT_EXPECT_EQ(test, translate(&map, range->end - 1), range->end - 1);
	KUNIT_EXPECT_EQ(test, translate(&map, range->start - 1), NOT_MAPPED);
	if (range->end < BIT_ULL(48))
		KUNIT_EXPECT_EQ(test, translate(&map, range->end), NOT_MAPPED);
	KUNIT_EXPECT_LE(test, map.used,
			kdump_arm64_identmap_pages(format, range, 1));
}

static void identmap_maps_ranges_and_no_more(struct kunit *test)
{
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		for (j = 0; j < ARRAY_SIZE(ranges); j++)
			check_range(test, &formats[i], &ranges[j]);
}

/* Addresses that 48 bits do not hold, in tables that lie there as well. */
static void identmap_52_bits(struct kunit *test)
{
	const struct kdump_range range = {
		BIT_ULL(51) + SZ_1G - SZ_64K, BIT_ULL(51) + SZ_2G + SZ_64K,
	};
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		struct kdump_arm64_identmap map = new_map(test, &formats[i]);

		if (formats[i].bits != 52)
			continue;
		for (j = 0; j < PAGES; j++)
			((u64 *)map.at)[j] |= 0x9ULL << 48;
		KUNIT_ASSERT_EQ(test, kdump_arm64_identmap_add(&map, &range), 0);
		KUNIT_EXPECT_EQ(test, translate(&map, range.start), range.start);
		KUNIT_EXPECT_EQ(test, translate(&map, BIT_ULL(51) + SZ_1G),
				BIT_ULL(51) + SZ_1G);
		KUNIT_EXPECT_EQ(test, translate(&map, range.end - 1),
				range.end - 1);
		KUNIT_EXPECT_EQ(test, translate(&map, range.end), NOT_MAPPED);
		KUNIT_EXPECT_EQ(test, translate(&map, SZ_1G), NOT_MAPPED);
	}
}

/* A machine with holes: what one range needed serves the next one too. */
static void identmap_ranges_ascend(struct kunit *test)
{
	const struct kdump_range several[] = {
		{ SZ_1G, SZ_1G + SZ_64K },
		{ SZ_1G + SZ_128K, SZ_1G + SZ_256K },
		{ SZ_1G + SZ_2M, SZ_1G + SZ_4M },
		{ 3ULL * SZ_1G, SZ_4G },
		{ SZ_1T + SZ_64K, SZ_1T + SZ_2M },
	};
	unsigned int i, j, pages;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		struct kdump_arm64_identmap map = new_map(test, &formats[i]);

		pages = kdump_arm64_identmap_pages(&formats[i], several,
						   ARRAY_SIZE(several));
		map.capacity = min(pages, map.capacity);
		for (j = 0; j < ARRAY_SIZE(several); j++)
			KUNIT_ASSERT_EQ(test, 0,
					kdump_arm64_identmap_add(&map,
								 &several[j]));
		for (j = 0; j < ARRAY_SIZE(several); j++) {
			KUNIT_EXPECT_EQ(test, translate(&map, several[j].start),
					several[j].start);
			KUNIT_EXPECT_EQ(test, translate(&map, several[j].end - 1),
					several[j].end - 1);
			KUNIT_EXPECT_EQ(test, translate(&map, several[j].end),
					NOT_MAPPED);
		}
	}
}

/* A terabyte in entries of 1 GiB: the root and two tables below. */
static void identmap_blocks_save_tables(struct kunit *test)
{
	const struct kdump_range range = { SZ_1T, 2ULL * SZ_1T };
	struct kdump_arm64_identmap map = new_map(test, &formats[0]);

	KUNIT_ASSERT_EQ(test, kdump_arm64_identmap_add(&map, &range), 0);
	KUNIT_EXPECT_EQ(test, map.used, 3);
	KUNIT_EXPECT_EQ(test, translate(&map, SZ_1T + 12345), SZ_1T + 12345);
}

static void identmap_too_few_pages(struct kunit *test)
{
	const struct kdump_range range = { SZ_1G - SZ_4K, SZ_1G + SZ_4K };
	unsigned int capacity;

	/* Root, one table of 512 GiB, two of 1 GiB and two of 2 MiB. */
	for (capacity = 1; capacity < 6; capacity++) {
		struct kdump_arm64_identmap map = new_map(test, &formats[0]);

		map.capacity = capacity;
		KUNIT_EXPECT_EQ(test, kdump_arm64_identmap_add(&map, &range),
				-ENOMEM);
		KUNIT_EXPECT_LE(test, map.used, capacity);
	}
}

static void identmap_empty_range_maps_nothing(struct kunit *test)
{
	const struct kdump_range empty = { SZ_2M, SZ_2M };
	struct kdump_arm64_identmap map = new_map(test, &formats[0]);

	KUNIT_EXPECT_EQ(test, kdump_arm64_identmap_pages(&formats[0], &empty, 1),
			1);
	KUNIT_EXPECT_EQ(test, kdump_arm64_identmap_add(&map, &empty), 0);
	KUNIT_EXPECT_EQ(test, map.used, 1);
	KUNIT_EXPECT_EQ(test, translate(&map, SZ_2M), NOT_MAPPED);
}

static struct kunit_case identmap_cases[] = {
	KUNIT_CASE(identmap_maps_ranges_and_no_more),
	KUNIT_CASE(identmap_52_bits),
	KUNIT_CASE(identmap_ranges_ascend),
	KUNIT_CASE(identmap_blocks_save_tables),
	KUNIT_CASE(identmap_too_few_pages),
	KUNIT_CASE(identmap_empty_range_maps_nothing),
	{}
};

static struct kunit_suite identmap_suite = {
	.name = "kdump_arm64_identmap",
	.test_cases = identmap_cases,
};

kunit_test_suite(identmap_suite);
