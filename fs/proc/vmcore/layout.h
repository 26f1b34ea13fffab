/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file that /proc/vmcore shows: what is at which offset. Pure.
 *
 *	offset 0         ELF header and program headers, padded to a page
 *	header_size      notes, padded to a page; device dumps before others
 *	+ notes_size     memory: one chunk per segment, in the header's order
 */
#ifndef _VMCORE_LAYOUT_H
#define _VMCORE_LAYOUT_H

#include <linux/types.h>
#include <linux/kdump.h>

struct vmcore_fault;
struct vmcore_header;

/**
 * struct vmcore_chunk - a segment's place in the file
 * @offset: bytes from the start of the file's memory part, so that notes can
 *	grow without a walk over all chunks
 * @memory: the segment, widened to page borders
 */
struct vmcore_chunk {
	u64 offset;
	struct kdump_range memory;
};

/**
 * struct vmcore_layout - the whole file
 * @chunks: in ascending order of offset, without gaps; storage of the caller
 * @nr_chunks: entries of @chunks
 * @header_size: bytes of ELF headers, a multiple of the page size
 * @notes_size: bytes of notes, a multiple of the page size
 * @memory_size: bytes of all chunks
 *
 * The sum of the three sizes is a valid file offset.
 */
struct vmcore_layout {
	struct vmcore_chunk *chunks;
	unsigned int nr_chunks;
	u64 header_size;
	u64 notes_size;
	u64 memory_size;
};

static inline u64 vmcore_layout_size(const struct vmcore_layout *layout)
{
	return layout->header_size + layout->notes_size + layout->memory_size;
}

/**
 * enum vmcore_area - the parts of the file
 * @VMCORE_HEADER: ELF headers
 * @VMCORE_NOTES: device dumps and notes
 * @VMCORE_MEMORY: memory of the crashed kernel
 */
enum vmcore_area {
	VMCORE_HEADER,
	VMCORE_NOTES,
	VMCORE_MEMORY,
};

/**
 * struct vmcore_place - what is at a file offset
 * @area: the part of the file
 * @start: the byte of that part, or its physical address in memory
 * @left: bytes from there to the end of the part or chunk; never 0
 * @chunk: the chunk, NULL outside memory
 */
struct vmcore_place {
	enum vmcore_area area;
	u64 start;
	u64 left;
	const struct vmcore_chunk *chunk;
};

int vmcore_layout_build(struct vmcore_layout *layout,
			struct vmcore_chunk *storage,
			const struct vmcore_header *header, u64 note_bytes,
			struct vmcore_fault *fault);
bool vmcore_layout_find(const struct vmcore_layout *layout, u64 offset,
			struct vmcore_place *ret);
void vmcore_layout_write_header(const struct vmcore_layout *layout,
				const struct vmcore_header *header,
				u64 note_bytes, void *buffer);
int vmcore_layout_grow_notes(struct vmcore_layout *layout, void *buffer,
			     u64 bytes);

#endif /* _VMCORE_LAYOUT_H */
