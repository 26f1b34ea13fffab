/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file that /proc/vmcore shows: what is at which offset, and which memory
 * to map for it. Pure.
 *
 *	offset 0         ELF header and program headers, padded to a page
 *	header_size      notes, padded to a page; device dumps before others
 *	memory_start     memory: one chunk per segment, in the header's order
 *
 * Before memory and between chunks there may be gaps, so that large chunks can
 * be mapped with large pages; they read as zeros, and as holes.
 */
#ifndef _VMCORE_LAYOUT_H
#define _VMCORE_LAYOUT_H

#include <linux/sizes.h>
#include <linux/types.h>
#include <linux/kdump.h>

/*
 * A chunk that is at least so large lies in the file as it lies in memory, at
 * the same distance from the borders of large pages. That adds less than one
 * large page to each, 3 % of its size at most. Where the hardware has large
 * pages of another size, all is mapped page by page.
 */
#define VMCORE_LARGE_CHUNK SZ_64M
#define VMCORE_LARGE_PAGE SZ_2M

/* Most bytes of one window: mapping them costs little beside copying them. */
#define VMCORE_WINDOW_SIZE SZ_64M

struct kdump_diag;
struct vmcore_header;

/**
 * struct vmcore_chunk - a segment's place in the file
 * @offset: bytes from the start of the file's memory part, so that notes can
 *	grow without a walk over all chunks
 * @memory: the segment, widened to page borders
 * @more: bytes that go on from its end in the file and in memory alike, in
 *	chunks that follow it
 */
struct vmcore_chunk {
	u64 offset;
	struct kdump_range memory;
	u64 more;
};

/**
 * struct vmcore_layout - the whole file
 * @chunks: in ascending order of offset; storage of the caller
 * @nr_chunks: entries of @chunks
 * @header_size: bytes of ELF headers, a multiple of the page size
 * @notes_size: bytes of notes, a multiple of the page size
 * @memory_start: where the memory part begins
 * @memory_align: what @memory_start is a multiple of
 * @memory_size: bytes from @memory_start to the end of the last chunk
 * @largest: the largest size that the class of the header can express
 *
 * The file ends where the memory part does, at most at @largest.
 */
struct vmcore_layout {
	struct vmcore_chunk *chunks;
	unsigned int nr_chunks;
	u64 header_size;
	u64 notes_size;
	u64 memory_start;
	u64 memory_align;
	u64 memory_size;
	u64 largest;
};

static inline u64 vmcore_layout_size(const struct vmcore_layout *layout)
{
	return layout->memory_start + layout->memory_size;
}

/**
 * enum vmcore_area - the parts of the file
 * @VMCORE_HEADER: ELF headers
 * @VMCORE_NOTES: device dumps and notes
 * @VMCORE_MEMORY: memory of the crashed kernel
 * @VMCORE_GAP: nothing, read as zeros
 */
enum vmcore_area {
	VMCORE_HEADER,
	VMCORE_NOTES,
	VMCORE_MEMORY,
	VMCORE_GAP,
};

/**
 * struct vmcore_place - what is at a file offset
 * @area: the part of the file
 * @start: the byte of that part, or its physical address in memory; 0 in a gap
 * @left: bytes from there to the end of the part, the gap, or the memory that
 *	goes on without one; never 0
 */
struct vmcore_place {
	enum vmcore_area area;
	u64 start;
	u64 left;
};

int vmcore_layout_build(struct vmcore_layout *layout,
			struct vmcore_chunk *storage,
			const struct vmcore_header *header, u64 note_bytes,
			struct kdump_diag *diag);
bool vmcore_layout_find(const struct vmcore_layout *layout, u64 offset,
			struct vmcore_place *ret);
int vmcore_layout_grow_notes(struct vmcore_layout *layout, u64 bytes);

void vmcore_layout_ranges(struct kdump_range_set *ranges,
			  struct kdump_range *storage,
			  const struct vmcore_layout *layout);
struct kdump_range vmcore_layout_window(u64 address, u64 size,
					const struct kdump_range *within);
bool vmcore_layout_large_pages(unsigned long at,
			       const struct kdump_range *pages,
			       struct kdump_range *ret);

/* elf_write.c */
u64 vmcore_export_size(const struct vmcore_header *header);
void vmcore_export_write(const struct vmcore_layout *layout,
			 const struct vmcore_header *header, u64 note_bytes,
			 void *buffer);
void vmcore_export_move(const struct vmcore_layout *from,
			const struct vmcore_layout *to, void *buffer);

#endif /* _VMCORE_LAYOUT_H */
