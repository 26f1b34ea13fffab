// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables for the jump, written into staging memory. Pure.
 *
 * The tables are written before the memory they will live in may be touched:
 * entries hold addresses of where the pages will be, not of where they are now.
 * They map what they are told to and nothing beside it, for next to RAM may lie
 * memory that a CPU must not even speculate on: whatever is no whole block is
 * mapped by pages.
 *
 * Entry layout: Arm ARM (DDI 0487), D8.3 "Translation table descriptor formats".
 * Levels are counted from the leaf here: 1 is a table of pages.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/kernel.h>
#include <linux/minmax.h>

#include "identmap.h"

#define ENTRY_VALID	BIT_ULL(0)
/* In an entry of a table of pages, "page"; above, "table", and else "block". */
#define ENTRY_TABLE	BIT_ULL(1)

static unsigned int entry_shift(const struct kdump_arm64_format *format,
				unsigned int level)
{
	return format->granule + (level - 1) * (format->granule - 3);
}

static unsigned int root_level(const struct kdump_arm64_format *format)
{
	return DIV_ROUND_UP(format->bits - format->granule,
			    format->granule - 3);
}

/*
 * Blocks that every CPU has: of 2 MiB and 1 GiB with pages of 4 KiB, of 32 MiB
 * with 16 KiB, of 512 MiB with 64 KiB.
 */
static unsigned int block_level(const struct kdump_arm64_format *format)
{
	return format->granule == 12 ? 3 : 2;
}

static u64 entry_bytes(const struct kdump_arm64_format *format,
		       unsigned int level)
{
	return 1ULL << entry_shift(format, level);
}

/* Tables of @level that a range needs: each is one entry of the level above. */
static u64 range_tables(const struct kdump_arm64_format *format,
			const struct kdump_range *range, unsigned int level)
{
	unsigned int shift = entry_shift(format, level + 1);
	u64 count = ((range->end - 1) >> shift) - (range->start >> shift) + 1;

	/* Where the entry may be a block, only both ends of a range need one. */
	return level < block_level(format) ? min_t(u64, count, 2) : count;
}

/**
 * kdump_arm64_identmap_pages - how many pages the tables take at most
 * @format: how they are written
 * @ranges: what will be added
 * @count: entries of @ranges
 *
 * Counts as if no two ranges shared a table.
 *
 * Return: pages, the root included.
 */
unsigned int kdump_arm64_identmap_pages(const struct kdump_arm64_format *format,
					const struct kdump_range *ranges,
					unsigned int count)
{
	unsigned int pages = 1, level, i;

	for (i = 0; i < count; i++) {
		if (kdump_range_empty(&ranges[i]))
			continue;
		for (level = 1; level < root_level(format); level++)
			pages += range_tables(format, &ranges[i], level);
	}
	return pages;
}

static u64 entry_address(const struct kdump_arm64_format *format, u64 address)
{
	if (format->high_shift)
		address |= address >> format->high_shift;
	return address & format->address;
}

/* Takes a page for a table of @level; false if there is none. */
static bool table_take(struct kdump_arm64_identmap *map, unsigned int level)
{
	if (map->used >= map->capacity)
		return false;
	map->recent[level] = map->used++;
	return true;
}

static u64 *entry_of(const struct kdump_arm64_identmap *map, unsigned int table,
		     unsigned int level, u64 address)
{
	const struct kdump_arm64_format *format = &map->format;
	u64 entries = 1ULL << (format->granule - 3);

	return (u64 *)map->page[table] +
	       (address >> entry_shift(format, level)) % entries;
}

/*
 * The entry of @level for @address, tables made on the way. What is added
 * ascends, so an entry that leads to a table leads to the last of its level.
 */
static u64 *entry_for(struct kdump_arm64_identmap *map, u64 address,
		      unsigned int level)
{
	unsigned int at = root_level(&map->format), table = 0;
	u64 *entry = entry_of(map, table, at, address);

	while (at > level) {
		at--;
		if (!*entry && !table_take(map, at))
			return NULL;
		table = map->recent[at];
		*entry = entry_address(&map->format, map->at[table]) |
			 ENTRY_TABLE | ENTRY_VALID;
		entry = entry_of(map, table, at, address);
	}
	return entry;
}

static unsigned int largest_level(const struct kdump_arm64_format *format,
				  u64 start, u64 end)
{
	unsigned int level = block_level(format);

	while (level > 1 && (!IS_ALIGNED(start, entry_bytes(format, level)) ||
			     end - start < entry_bytes(format, level)))
		level--;
	return level;
}

/**
 * kdump_arm64_identmap_add - map a range to itself
 * @map: the tables; @used is 1 before the first range, for the root
 * @range: whole pages; above all that was added before
 *
 * Return: 0, or %-ENOMEM if @map has too few pages.
 */
int kdump_arm64_identmap_add(struct kdump_arm64_identmap *map,
			     const struct kdump_range *range)
{
	const struct kdump_arm64_format *format = &map->format;
	u64 at = range->start;

	while (at < range->end) {
		unsigned int level = largest_level(format, at, range->end);
		u64 *entry = entry_for(map, at, level);

		if (!entry)
			return -ENOMEM;
		*entry = entry_address(format, at) | format->leaf;
		if (level > 1)
			*entry &= ~ENTRY_TABLE;
		at += entry_bytes(format, level);
	}
	return 0;
}
