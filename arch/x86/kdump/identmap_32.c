// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables for the jump of a 32-bit kernel, written into staging memory. Pure.
 *
 * The jump switches paging off, and needs two pages to get there: its own at the
 * address where it is called, and at the physical one where it goes on. All entries
 * are for 4 KiB, which every CPU has.
 *
 * Entry layout: Intel SDM volume 3, 4.3 "32-bit paging" and 4.4 "PAE paging".
 */
#include <linux/bits.h>
#include <linux/kdump.h>
#include <linux/types.h>

#include "identmap_32.h"

#define ENTRY_PRESENT	BIT(0)
#define ENTRY_WRITE	BIT(1)
#define ENTRY_ACCESSED	BIT(5)
#define ENTRY_DIRTY	BIT(6)
#define ENTRY_ADDRESS	GENMASK(31, 12)

#define TABLE_FLAGS	(ENTRY_PRESENT | ENTRY_WRITE | ENTRY_ACCESSED)
#define LEAF_FLAGS	(TABLE_FLAGS | ENTRY_DIRTY)

#define PAGE_BITS	12

/**
 * struct level - one level of tables
 * @shift: what an address is shifted by to get the number of an entry
 * @bits: bits of that number
 * @flags: of an entry that leads on
 */
struct level {
	u8 shift;
	u8 bits;
	u8 flags;
};

/* In the root of three levels all other bits are reserved. */
static const struct level levels_pae[] = {
	{ 30, 2, ENTRY_PRESENT },
	{ 21, 9, TABLE_FLAGS },
	{ PAGE_BITS, 9, LEAF_FLAGS },
};

static const struct level levels_two[] = {
	{ 22, 10, TABLE_FLAGS },
	{ PAGE_BITS, 10, LEAF_FLAGS },
};

/* Entries hold nothing above 4 GiB: the upper half of a wide one stays 0. */
static u32 *table_entry(const struct kdump_identmap_32 *map, unsigned int table,
			u32 number)
{
	u32 *entries = map->page[table];

	return entries + number * (map->pae ? 2 : 1);
}

/* The index of the table that an entry leads to, made if there is none. */
static unsigned int table_below(struct kdump_identmap_32 *map, u32 *entry,
				u32 flags)
{
	unsigned int index;

	if (!*entry) {
		index = map->used++;
		*entry = (u32)map->address[index] | flags;
		return index;
	}
	for (index = 0; map->address[index] != (*entry & ENTRY_ADDRESS);)
		index++;
	return index;
}

/**
 * kdump_identmap_32_add - map one page of 4 KiB
 * @map: with one address mapped at most
 * @virtual: address of the page
 * @physical: what it translates to. Where two pages have one virtual address, the
 *	second one counts
 */
void kdump_identmap_32_add(struct kdump_identmap_32 *map, u32 virtual,
			   u32 physical)
{
	const struct level *level = map->pae ? levels_pae : levels_two;
	unsigned int table = 0;
	u32 *entry;

	if (!map->used)
		map->used = 1;
	for (;; level++) {
		entry = table_entry(map, table, virtual >> level->shift &
				    (BIT(level->bits) - 1));
		if (level->shift == PAGE_BITS)
			break;
		table = table_below(map, entry, level->flags);
	}
	*entry = (physical & ENTRY_ADDRESS) | level->flags;
}
