// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a pfn to copies of its page struct, through the memory of a kernel that
 * crashed. Pure.
 *
 * What was found last is remembered, also that there is nothing: readers go
 * from page to page, so structures are followed once for many of them.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm_types.h>
#include <linux/overflow.h>

#include "memmap.h"
#include "memmap_config.h"

/* Bytes of an entry of a page table. */
#define ENTRY_SIZE sizeof(u64)

/* More roots than a machine has: 2^52 bytes in sections of 128 MiB. */
#define ROOTS_MAX BIT_ULL(25)

/**
 * vmcore_memmap_shape_init - learn how page structs are found
 * @shape: filled in
 * @info: what the crashed kernel says, not trusted
 *
 * Return: 0; %-EINVAL if something is missing that tells it.
 */
int vmcore_memmap_shape_init(struct vmcore_memmap_shape *shape,
			     const struct kdump_info *info)
{
	const char *sections = MEMMAP_SECTIONS_KEY, *base = MEMMAP_BASE_KEY;

	memmap_shape_build(shape);
	if (!sections)
		return kdump_info_number(info, "SYMBOL(contig_page_data)", 16,
					 &shape->node) ? -EINVAL : 0;
	if (kdump_info_number(info, sections, 16, &shape->sections) ||
	    kdump_info_number(info, "LENGTH(mem_section)", 10,
			      &shape->nr_roots))
		return -EINVAL;
	/* Not every base tells it; without it, sections are not checked. */
	if (base && kdump_info_number(info, base, 16,
				      &shape->map_base) == -EINVAL)
		return -EINVAL;
	if (!shape->sections || !shape->nr_roots || shape->nr_roots > ROOTS_MAX)
		return -EINVAL;
	return 0;
}

/**
 * vmcore_memmap_init - start to look for page structs
 * @memmap: the search; the caller sets @read and @context
 * @shape: how, stays the caller's
 * @tables: where, stays the caller's
 */
void vmcore_memmap_init(struct vmcore_memmap *memmap,
			const struct vmcore_memmap_shape *shape,
			const struct kdump_tables *tables)
{
	*memmap = (struct vmcore_memmap){
		.shape = shape,
		.tables = tables,
		.mapped = { .start = 1 },
	};
}

/* The bits above those that page tables know are all alike. */
static bool virtual_is_valid(const struct kdump_tables *tables, u64 virtual)
{
	unsigned int width = tables->shift[0] + tables->bits[0];
	u64 above;

	if (width >= BITS_PER_LONG)
		return true;
	above = ((unsigned long)virtual) >> width;
	return !above || above == GENMASK(BITS_PER_LONG - 1 - width, 0);
}

/* @virtual is in a piece of the size of an entry at @level. */
static void mapped_set(struct vmcore_memmap *memmap, unsigned int level,
		       u64 virtual, u64 address, int error)
{
	u64 size = BIT_ULL(memmap->tables->shift[level]);

	memmap->mapped = (struct vmcore_mapped){
		.start = ALIGN_DOWN(virtual, size),
		.last = ALIGN_DOWN(virtual, size) + (size - 1),
		.address = address,
		.large = level + 1 < memmap->tables->levels,
		.error = error,
	};
}

static void tables_walk(struct vmcore_memmap *memmap, u64 virtual)
{
	const struct kdump_tables *tables = memmap->tables;
	u64 table = tables->root, entry, index;
	enum kdump_entry kind;
	unsigned int level;
	int error;

	for (level = 0; level < tables->levels; level++) {
		index = virtual >> tables->shift[level] &
			(BIT_ULL(tables->bits[level]) - 1);
		error = memmap->read(memmap->context, &entry,
				     table + index * ENTRY_SIZE, ENTRY_SIZE);
		if (error) {
			mapped_set(memmap, level, virtual, 0, error);
			return;
		}
		kind = kdump_arch_table_entry(entry, tables->shift[level],
					      &table);
		if (kind == KDUMP_ENTRY_TABLE && level + 1 < tables->levels)
			continue;
		mapped_set(memmap, level, virtual, table,
			   kind == KDUMP_ENTRY_LEAF ? 0 : -ENXIO);
		return;
	}
}

/**
 * vmcore_memmap_walk - see where the crashed kernel had something mapped
 * @memmap: where to remember it
 * @virtual: an address of that kernel, not trusted
 *
 * Return: the piece that holds @virtual, until the next call.
 */
const struct vmcore_mapped *vmcore_memmap_walk(struct vmcore_memmap *memmap,
					       u64 virtual)
{
	struct vmcore_mapped *mapped = &memmap->mapped;

	if (virtual >= mapped->start && virtual <= mapped->last)
		return mapped;
	if (virtual_is_valid(memmap->tables, virtual))
		tables_walk(memmap, virtual);
	else
		*mapped = (struct vmcore_mapped){
			.start = virtual, .last = virtual, .error = -EFAULT,
		};
	return mapped;
}

/**
 * vmcore_memmap_read - copy memory by the crashed kernel's addresses
 * @memmap: where to remember what was found
 * @to: where to; undefined on failure
 * @virtual: the address, not trusted
 * @size: bytes
 *
 * Return: 0; %-ENXIO if it is not mapped there; %-EFAULT if it is no address;
 * or an errno of memmap->read().
 */
int vmcore_memmap_read(struct vmcore_memmap *memmap, void *to, u64 virtual,
		       size_t size)
{
	const struct vmcore_mapped *mapped;
	size_t piece;
	int error;

	while (size) {
		mapped = vmcore_memmap_walk(memmap, virtual);
		if (mapped->error)
			return mapped->error;
		piece = min_t(u64, size - 1, mapped->last - virtual) + 1;
		error = memmap->read(memmap->context, to, mapped->address +
				     (virtual - mapped->start), piece);
		if (error)
			return error;
		to += piece;
		virtual += piece;
		size -= piece;
	}
	return 0;
}

/* A word of the crashed kernel, which is one of ours. */
static int word_read(struct vmcore_memmap *memmap, u64 virtual, u64 *word)
{
	unsigned long value;
	int error;

	error = vmcore_memmap_read(memmap, &value, virtual, sizeof(value));
	if (!error)
		*word = value;
	return error;
}

/* Where the struct of section @number is. */
static int memmap_section_find(struct vmcore_memmap *memmap, u64 number,
			       u64 *at)
{
	const struct vmcore_memmap_shape *shape = memmap->shape;
	u64 rest, root = div64_u64_rem(number, shape->per_root, &rest);
	int error;

	if (root >= shape->nr_roots)
		return -ENXIO;
	if (!shape->by_pointer) {
		*at = shape->sections + number * shape->section_size;
		return 0;
	}
	error = word_read(memmap, shape->sections +
			  root * sizeof(unsigned long), at);
	if (error)
		return error;
	if (!*at)
		return -ENXIO;
	*at += rest * shape->section_size;
	return 0;
}

/* What the virtual address of pfn 0's struct would be, by its section. */
static int section_base(struct vmcore_memmap *memmap, u64 number, u64 *base)
{
	const struct vmcore_memmap_shape *shape = memmap->shape;
	u64 section, word;
	int error;

	error = memmap_section_find(memmap, number, &section);
	if (error)
		return error;
	error = word_read(memmap, section + shape->map_offset, &word);
	if (error)
		return error;
	if ((word & shape->map_flags) != shape->map_flags)
		return -ENXIO;
	*base = word & shape->map_mask;
	if (shape->map_base && *base != shape->map_base)
		return -EFAULT;
	return 0;
}

static void map_by_section(struct vmcore_memmap *memmap, u64 pfn)
{
	unsigned int shift = memmap->shape->section_shift;
	struct vmcore_map *map = &memmap->map;

	map->start = ALIGN_DOWN(pfn, BIT_ULL(shift));
	map->end = map->start + BIT_ULL(shift);
	map->error = section_base(memmap, pfn >> shift, &map->base);
}

/* Without sections, all pages are one node's. */
static void map_by_node(struct vmcore_memmap *memmap, u64 pfn)
{
	const struct vmcore_memmap_shape *shape = memmap->shape;
	struct vmcore_map *map = &memmap->map;
	u64 at, start, pages;
	unsigned long end;
	int error;

	*map = (struct vmcore_map){ .end = U64_MAX };
	error = word_read(memmap, shape->node + shape->node_map, &at) ?:
		word_read(memmap, shape->node + shape->node_start, &start) ?:
		word_read(memmap, shape->node + shape->node_pages, &pages);
	/* They are words of that kernel: so is their sum. */
	if (error || check_add_overflow((unsigned long)start,
					(unsigned long)pages, &end)) {
		map->error = error ?: -EFAULT;
		return;
	}
	map->base = at - start * sizeof(struct page);
	if (pfn < start)
		map->end = start;
	else if (pfn < end)
		*map = (struct vmcore_map){ start, end, map->base };
	else
		map->start = end;
	if (pfn < start || pfn >= end)
		map->error = -ENXIO;
}

/**
 * vmcore_memmap_find - find the struct of a page
 * @memmap: where to remember what was found
 * @pfn: the page
 * @at: the virtual address of its struct in the crashed kernel
 *
 * Return: 0; %-ENXIO if it has none; %-EFAULT if what should lead there is
 * damaged; or an errno of memmap->read().
 */
int vmcore_memmap_find(struct vmcore_memmap *memmap, u64 pfn, u64 *at)
{
	struct vmcore_map *map = &memmap->map;

	if (pfn < map->start || pfn >= map->end) {
		if (memmap->shape->sections)
			map_by_section(memmap, pfn);
		else
			map_by_node(memmap, pfn);
	}
	*at = map->base + pfn * sizeof(struct page);
	return map->error;
}

/**
 * vmcore_memmap_copy - copy page structs
 * @memmap: where to remember what was found
 * @pfn: of the first page
 * @count: how many, no more than to the end of a section
 * @to: where to; undefined on failure
 * @at: where the first one was in the crashed kernel
 *
 * Return: 0; %-ENXIO if one of the pages has none; else as
 * vmcore_memmap_find(), and counted.
 */
int vmcore_memmap_copy(struct vmcore_memmap *memmap, u64 pfn,
		       unsigned int count, struct page *to, u64 *at)
{
	int error;

	error = vmcore_memmap_find(memmap, pfn, at);
	if (!error && count > memmap->map.end - pfn)
		error = -ENXIO;
	if (!error)
		error = vmcore_memmap_read(memmap, to, *at, count * sizeof(*to));
	if (error && error != -ENXIO)
		memmap->nr_damaged++;
	return error;
}
