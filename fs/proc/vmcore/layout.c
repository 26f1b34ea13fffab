// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments to the file that /proc/vmcore shows, and to what is mapped for it.
 * Pure.
 *
 * The chunks are in ascending order of offset, so a binary search finds what is
 * at an offset, with 65 000 segments as with ten.
 *
 * Memory can be mapped by pages only, so a chunk is its segment widened to
 * page borders, and p_offset points into it. Segments that share a page each
 * get a copy of it in the file.
 *
 * A large page can map a piece of the file only where file offset and physical
 * address are the same distance from its border. Large chunks are put where
 * that holds; a smaller chunk is not worth a gap and follows its predecessor
 * directly. With 32-bit headers all do, as their offsets are scarce.
 *
 * Headers name memory block by block, or page by page: what is contiguous in
 * memory may be thousands of segments, in any order. Mappings are planned for
 * contiguous ranges, and what is found at an offset goes on through chunks that
 * are neighbours in the file as well, so that these cost no more than one segment.
 *
 * A window is what is mapped at once. Windows lie on a grid, so that reading
 * backwards or with jumps finds them again, and never leave the range they are
 * for: memory of the running kernel may follow it, or none. A range that does
 * not start at the border of a large page gets a short window up to the first
 * border; from there on large pages fit.
 */
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sort.h>

#include "lib/elf_codec.h"
#include "elf_parse.h"
#include "layout.h"

/* Large chunks and windows consist of whole large pages, these of pages. */
static_assert(VMCORE_LARGE_CHUNK % VMCORE_LARGE_PAGE == 0);
static_assert(VMCORE_WINDOW_SIZE % VMCORE_LARGE_PAGE == 0);
static_assert(VMCORE_LARGE_PAGE % PAGE_SIZE == 0);

/* Windows lie on a grid, whose lines are masks of addresses. */
static_assert((VMCORE_WINDOW_SIZE & (VMCORE_WINDOW_SIZE - 1)) == 0);
static_assert((VMCORE_LARGE_PAGE & (VMCORE_LARGE_PAGE - 1)) == 0);

/* File offsets are signed. */
#define LARGEST_FILE ((u64)S64_MAX)

/* A thousand times what any machine has; all sums below stay below 2^63. */
#define NOTE_BYTES_MAX ((u64)U32_MAX)

static int layout_refuse(struct kdump_diag *diag, const char *field, u64 value,
			 u64 most)
{
	*diag = (struct kdump_diag){
		.field = field,
		.value = value,
		.rule = KDUMP_AT_MOST,
		.bound = most,
		.entry = KDUMP_NO_ENTRY,
	};
	return -EFBIG;
}

static struct kdump_range segment_pages(const struct kdump_range *memory)
{
	return (struct kdump_range){
		.start = ALIGN_DOWN(memory->start, PAGE_SIZE),
		.end = ALIGN(memory->end, PAGE_SIZE),
	};
}

/* May gaps be left for this chunk's sake? */
static bool pages_are_large(const struct kdump_range *pages)
{
	return kdump_range_size(pages) >= VMCORE_LARGE_CHUNK;
}

/* The first offset from @offset on that suits a chunk. */
static u64 layout_place_chunk(const struct vmcore_layout *layout,
			      const struct kdump_range *pages, u64 offset)
{
	u64 wanted = pages->start % VMCORE_LARGE_PAGE;

	if (layout->memory_align < VMCORE_LARGE_PAGE || !pages_are_large(pages))
		return offset;
	return offset + (wanted - offset) % VMCORE_LARGE_PAGE;
}

/* Without a large chunk nothing has to be aligned to large pages. */
static u64 header_memory_align(const struct vmcore_header *header)
{
	struct kdump_range pages;
	unsigned int i;

	if (header->class != ELFCLASS64)
		return PAGE_SIZE;
	for (i = 0; i < header->nr_segments; i++) {
		pages = segment_pages(&header->segments[i].memory);
		if (pages_are_large(&pages))
			return VMCORE_LARGE_PAGE;
	}
	return PAGE_SIZE;
}

static u64 layout_memory_start(const struct vmcore_layout *layout)
{
	return ALIGN(layout->header_size + layout->notes_size,
		     layout->memory_align);
}

/* Gives all chunks their offsets, one after the other. */
static int layout_place_chunks(struct vmcore_layout *layout,
			       const struct vmcore_header *header,
			       struct kdump_diag *diag)
{
	const u64 limit = layout->largest - layout->memory_start;
	struct vmcore_chunk *chunk = layout->chunks;
	u64 size, offset = 0;
	unsigned int i;

	for (i = 0; i < header->nr_segments; i++, chunk++) {
		chunk->memory = segment_pages(&header->segments[i].memory);
		chunk->offset = layout_place_chunk(layout, &chunk->memory,
						   offset);
		size = kdump_range_size(&chunk->memory);
		if (chunk->offset > limit || size > limit - chunk->offset)
			return layout_refuse(diag, "size of memory",
					     chunk->offset + size, limit);
		offset = chunk->offset + size;
	}
	layout->memory_size = offset;
	return 0;
}

static bool chunks_are_joined(const struct vmcore_chunk *chunk,
			      const struct vmcore_chunk *next)
{
	return chunk->memory.end == next->memory.start &&
	       next->offset - chunk->offset == kdump_range_size(&chunk->memory);
}

/* From the last one on, so that each is looked at once. */
static void layout_join_chunks(struct vmcore_layout *layout)
{
	unsigned int i = layout->nr_chunks;
	struct vmcore_chunk *chunk, *next = NULL;

	while (i--) {
		chunk = &layout->chunks[i];
		chunk->more = 0;
		if (next && chunks_are_joined(chunk, next))
			chunk->more = kdump_range_size(&next->memory) +
				      next->more;
		next = chunk;
	}
}

/**
 * vmcore_layout_build - give everything an offset
 * @layout: filled in
 * @storage: memory for header->nr_segments chunks; stays in use as long as
 *	@layout
 * @header: what to show; its ranges are below 2^63, as decoding ensures
 * @note_bytes: bytes of notes, without padding
 * @diag: what is too large, on failure
 *
 * Return: 0; %-EFBIG if the file is larger than an offset can say.
 */
int vmcore_layout_build(struct vmcore_layout *layout,
			struct vmcore_chunk *storage,
			const struct vmcore_header *header, u64 note_bytes,
			struct kdump_diag *diag)
{
	u64 largest = min(kdump_elf_format(header->class)->largest, LARGEST_FILE);
	int error;

	if (note_bytes > NOTE_BYTES_MAX)
		return layout_refuse(diag, "size of notes", note_bytes,
				     NOTE_BYTES_MAX);

	*layout = (struct vmcore_layout){
		.chunks = storage,
		.nr_chunks = header->nr_segments,
		.header_size = ALIGN(vmcore_export_size(header), PAGE_SIZE),
		.notes_size = ALIGN(note_bytes, PAGE_SIZE),
		.memory_align = header_memory_align(header),
		.largest = largest,
	};
	layout->memory_start = layout_memory_start(layout);
	if (layout->memory_start > largest)
		return layout_refuse(diag, "size of headers and notes",
				     layout->memory_start, largest);
	error = layout_place_chunks(layout, header, diag);
	if (!error)
		layout_join_chunks(layout);
	return error;
}

/* The last chunk that starts at or before @offset, else the first one. */
static unsigned int layout_chunk_at(const struct vmcore_layout *layout,
				    u64 offset)
{
	unsigned int low = 0, high = layout->nr_chunks;

	while (high - low > 1) {
		unsigned int middle = low + (high - low) / 2;

		if (layout->chunks[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void layout_find_gap(u64 left, struct vmcore_place *ret)
{
	*ret = (struct vmcore_place){ .area = VMCORE_GAP, .left = left };
}

/* @offset is below layout->memory_size, so what is in no chunk is before one. */
static void layout_find_memory(const struct vmcore_layout *layout, u64 offset,
			       struct vmcore_place *ret)
{
	unsigned int index = layout_chunk_at(layout, offset);
	const struct vmcore_chunk *chunk = &layout->chunks[index];
	u64 size = kdump_range_size(&chunk->memory);
	u64 inside = offset - chunk->offset;

	if (offset < chunk->offset)
		layout_find_gap(chunk->offset - offset, ret);
	else if (inside >= size)
		layout_find_gap(chunk[1].offset - offset, ret);
	else
		*ret = (struct vmcore_place){
			.area = VMCORE_MEMORY,
			.start = chunk->memory.start + inside,
			.left = size - inside + chunk->more,
		};
}

/**
 * vmcore_layout_find - what is at a file offset
 * @layout: where everything is
 * @offset: bytes from the start of the file
 * @ret: what is there; untouched if nothing is
 *
 * Takes O(log n) steps for n chunks.
 *
 * Return: false at or past the end of the file.
 */
bool vmcore_layout_find(const struct vmcore_layout *layout, u64 offset,
			struct vmcore_place *ret)
{
	u64 notes_end = layout->header_size + layout->notes_size;

	if (offset >= vmcore_layout_size(layout))
		return false;
	if (offset >= layout->memory_start)
		layout_find_memory(layout, offset - layout->memory_start, ret);
	else if (offset >= notes_end)
		layout_find_gap(layout->memory_start - offset, ret);
	else if (offset >= layout->header_size)
		*ret = (struct vmcore_place){
			VMCORE_NOTES, offset - layout->header_size,
			notes_end - offset,
		};
	else
		*ret = (struct vmcore_place){
			VMCORE_HEADER, offset, layout->header_size - offset,
		};
	return true;
}

/**
 * vmcore_layout_grow_notes - let the notes part grow
 * @layout: changed, unless it would become too large
 * @bytes: how much is put before the notes, a multiple of the page size
 *
 * Return: 0; %-EFBIG if the file became larger than an offset can say. Then
 * nothing is changed.
 */
int vmcore_layout_grow_notes(struct vmcore_layout *layout, u64 bytes)
{
	struct vmcore_layout grown = *layout;

	if (bytes > LARGEST_FILE - layout->header_size - layout->notes_size)
		return -EFBIG;
	grown.notes_size += bytes;
	grown.memory_start = layout_memory_start(&grown);
	if (grown.memory_start > grown.largest ||
	    grown.memory_size > grown.largest - grown.memory_start)
		return -EFBIG;
	*layout = grown;
	return 0;
}

static int range_compare(const void *left, const void *right)
{
	const struct kdump_range *a = left, *b = right;

	return a->start < b->start ? -1 : a->start > b->start;
}

/**
 * vmcore_layout_ranges - collect all memory of a file
 * @ranges: the result: whole pages, each of them in one range
 * @storage: memory for as many ranges as there are chunks; stays in use as
 *	long as @ranges
 * @layout: the chunks, which may overlap
 *
 * Takes O(n log n) steps for n chunks, also when they overlap.
 */
void vmcore_layout_ranges(struct kdump_range_set *ranges,
			  struct kdump_range *storage,
			  const struct vmcore_layout *layout)
{
	unsigned int i;

	for (i = 0; i < layout->nr_chunks; i++)
		storage[i] = layout->chunks[i].memory;
	sort(storage, layout->nr_chunks, sizeof(*storage), range_compare, NULL);

	/* In ascending order the set grows at its end only: i or less. */
	kdump_range_set_init(ranges, storage, layout->nr_chunks);
	for (i = 0; i < layout->nr_chunks; i++)
		kdump_range_set_add(ranges, &storage[i]);
}

/**
 * vmcore_layout_window - choose the window that holds an address
 * @address: physical address inside @within
 * @size: distance of the grid's lines: a power of two, VMCORE_LARGE_PAGE or
 *	more, so that a window that starts on one starts at a border
 * @within: page aligned range, below 2^63
 *
 * Return: a page aligned part of @within with @address in it, not larger
 * than @size.
 */
struct kdump_range vmcore_layout_window(u64 address, u64 size,
					const struct kdump_range *within)
{
	u64 grid = ALIGN_DOWN(address, size);
	u64 start = max(grid, within->start);
	u64 end = min(grid + size, within->end);
	u64 border = ALIGN(start, VMCORE_LARGE_PAGE);

	if (address >= border)
		start = border;
	else
		end = min(end, border);
	return (struct kdump_range){ start, end };
}

/**
 * vmcore_layout_large_pages - choose what of a range large pages can map
 * @at: virtual address to which the range is to be mapped, page aligned
 * @pages: the range, page aligned, below 2^63
 * @ret: the part that starts and ends at borders of large pages, in memory and
 *	at @at alike; untouched if there is none
 *
 * Return: whether there is one.
 */
bool vmcore_layout_large_pages(unsigned long at,
			       const struct kdump_range *pages,
			       struct kdump_range *ret)
{
	u64 start = ALIGN(pages->start, VMCORE_LARGE_PAGE);
	u64 end = ALIGN_DOWN(pages->end, VMCORE_LARGE_PAGE);

	if (!IS_ALIGNED(at - pages->start, VMCORE_LARGE_PAGE) || start >= end)
		return false;
	*ret = (struct kdump_range){ start, end };
	return true;
}
