// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables for the jump, written into staging memory. Pure.
 *
 * The tables are written before the memory they will live in may be touched:
 * entries hold addresses of where the pages will be, not of where they are now.
 * A machine of many terabytes needs thousands of them, so they are single
 * pages: that many in one piece no allocator has.
 *
 * Entry layout: Intel SDM volume 3, 4.5 "4-level and 5-level paging"; the same
 * in AMD's APM volume 2, chapter 5.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#include "identmap_64.h"

#define ENTRIES		512

#define ENTRY_PRESENT	BIT_ULL(0)
#define ENTRY_WRITE	BIT_ULL(1)
#define ENTRY_ACCESSED	BIT_ULL(5)
#define ENTRY_DIRTY	BIT_ULL(6)
#define ENTRY_LARGE	BIT_ULL(7)
#define ENTRY_ADDRESS	GENMASK_ULL(51, 12)

#define TABLE_FLAGS	(ENTRY_PRESENT | ENTRY_WRITE | ENTRY_ACCESSED)
#define LEAF_FLAGS	(TABLE_FLAGS | ENTRY_DIRTY)

/* Levels from the leaf: 1 maps 4 KiB pages, 2 those of 2 MiB, 3 of 1 GiB. */
#define LEVEL_PAGE	1
#define LEVEL_LARGE	2
#define LEVEL_GIGABYTE	3

static unsigned int entry_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

/* Tables of @level that a range needs: each is one entry of the level above. */
static unsigned int range_tables(const struct kdump_range *range, unsigned int level,
				 bool gigabyte)
{
	unsigned int shift = entry_shift(level + 1);
	u64 count = ((range->end - 1) >> shift) - (range->start >> shift) + 1;

	/* Only the ends of a range are in less than a whole gigabyte. */
	return gigabyte && level == LEVEL_LARGE ? min_t(u64, count, 2) : count;
}

/**
 * kdump_identmap_pages - how many pages the tables take at most
 * @ranges: what will be added
 * @count: entries of @ranges
 * @gigabyte: the CPU has entries for 1 GiB
 *
 * Counts as if no two ranges shared a table, with five levels, and with one
 * page of 4 KiB mapped elsewhere.
 *
 * Return: pages, the root included.
 */
unsigned int kdump_identmap_pages(const struct kdump_range *ranges,
				  unsigned int count, bool gigabyte)
{
	/* The root, and the four tables below it for the odd page. */
	unsigned int pages = 5, level, i;

	for (i = 0; i < count; i++) {
		if (kdump_range_empty(&ranges[i]))
			continue;
		for (level = LEVEL_LARGE; level < KDUMP_IDENTMAP_LEVELS; level++)
			pages += range_tables(&ranges[i], level, gigabyte);
	}
	return pages;
}

/* The index of a new table, or -ENOMEM. */
static int new_table(struct kdump_identmap *map)
{
	return map->used == map->capacity ? -ENOMEM : map->used++;
}

/*
 * The index of the table of @level that an entry leads to. Ranges ascend, so
 * it is nearly always the one that was used last.
 */
static unsigned int table_at(const struct kdump_identmap *map, u64 entry,
			     unsigned int level)
{
	u64 address = entry & ENTRY_ADDRESS & ~map->encryption;
	unsigned int index = map->recent[level];

	if (map->address[index] == address)
		return index;
	for (index = 0; map->address[index] != address; index++)
		;
	return index;
}

/* The index of the table of @level below @entry, made if there is none. */
static int table_below(struct kdump_identmap *map, u64 *entry,
		       unsigned int level)
{
	int index;

	if (*entry) {
		index = table_at(map, *entry, level);
	} else {
		index = new_table(map);
		if (index < 0)
			return index;
		*entry = map->address[index] | TABLE_FLAGS | map->encryption;
	}
	map->recent[level] = index;
	return index;
}

/* The entry of @level that translates @virtual, tables made on the way. */
static u64 *entry_for(struct kdump_identmap *map, u64 virtual,
		      unsigned int level)
{
	unsigned int at = map->five_level ? KDUMP_IDENTMAP_LEVELS :
					    KDUMP_IDENTMAP_LEVELS - 1;
	int index = map->used ? 0 : new_table(map);

	while (index >= 0) {
		u64 *table = map->page[index];
		u64 *entry = table + (virtual >> entry_shift(at)) % ENTRIES;

		if (at == level)
			return entry;
		index = table_below(map, entry, --at);
	}
	return NULL;
}

/*
 * A large entry never reaches beyond the range: what else lies there may be
 * memory that CPUs must not even speculate on.
 */
static unsigned int largest_level(const struct kdump_identmap *map, u64 at,
				  u64 end)
{
	bool whole = IS_ALIGNED(at, SZ_1G) && end - at >= SZ_1G;

	return map->gigabyte && whole ? LEVEL_GIGABYTE : LEVEL_LARGE;
}

/**
 * kdump_identmap_add - map a range to itself
 * @map: root first; what was added before stays
 * @range: physical range; widened to borders of 2 MiB. Ranges of one map must
 *	not overlap before they are widened.
 *
 * Return: 0, or %-ENOMEM if @map has too few pages.
 */
int kdump_identmap_add(struct kdump_identmap *map,
		       const struct kdump_range *range)
{
	u64 at = ALIGN_DOWN(range->start, SZ_2M);

	while (at < range->end) {
		unsigned int level = largest_level(map, at, range->end);
		u64 *entry = entry_for(map, at, level);

		if (!entry)
			return -ENOMEM;
		*entry = at | LEAF_FLAGS | ENTRY_LARGE | map->encryption;
		at += 1ULL << entry_shift(level);
	}
	return 0;
}

/**
 * kdump_identmap_add_page - map one page of 4 KiB to anywhere
 * @map: with a root and some page left
 * @virtual: address of the page; not inside a range that was added
 * @physical: what it translates to
 *
 * Return: 0, or %-ENOMEM if @map has too few pages.
 */
int kdump_identmap_add_page(struct kdump_identmap *map, u64 virtual,
			    u64 physical)
{
	u64 *entry = entry_for(map, virtual, LEVEL_PAGE);

	if (!entry)
		return -ENOMEM;
	*entry = physical | LEAF_FLAGS | map->encryption;
	return 0;
}
