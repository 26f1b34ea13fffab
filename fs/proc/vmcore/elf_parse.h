/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ELF core header that the crashed kernel left. Pure.
 */
#ifndef _VMCORE_ELF_PARSE_H
#define _VMCORE_ELF_PARSE_H

#include <linux/types.h>
#include <linux/kdump.h>

#include "lib/diag.h"

/**
 * struct vmcore_limits - what the running kernel can accept
 * @machine: the only good e_machine
 * @data: the only good e_ident[EI_DATA]
 * @header_bytes: most bytes from the file header to the end of the program
 *	headers
 * @note_bytes: most bytes of all note ranges together
 * @physical_end: first address that no memory can have, or that this kernel cannot
 *	map; at most 2^63, so that page and window arithmetic cannot wrap
 * @unreachable_end: memory to dump may lie between @physical_end and here, and is
 *	left out; 0: there is nothing of the kind
 */
struct vmcore_limits {
	u16 machine;
	u8 data;
	u64 header_bytes;
	u64 note_bytes;
	u64 physical_end;
	u64 unreachable_end;
};

/**
 * struct vmcore_header_extent - how much a header is
 * @bytes: bytes from the file header to the end of the program headers, and of
 *	the section header that counts them if there is one
 * @entries: program headers; 0 as long as they could not be counted
 */
struct vmcore_header_extent {
	size_t bytes;
	unsigned int entries;
};

/**
 * struct vmcore_segment - a piece of old memory to dump
 * @memory: where it is; never empty
 * @virtual: p_vaddr, for clients only; -1 is how some loaders say "none"
 * @physical: p_paddr, for clients only; differs from @memory.start where the
 *	loader saved a piece of memory elsewhere before the jump
 * @file_size: p_filesz, not above the size of @memory
 * @align: p_align, for clients only
 * @flags: p_flags, for clients only
 */
struct vmcore_segment {
	struct kdump_range memory;
	u64 virtual;
	u64 physical;
	u64 file_size;
	u64 align;
	u32 flags;
};

/**
 * struct vmcore_header - a header, decoded
 * @notes: where notes are, in the header's order; storage of the caller
 * @segments: what to dump, in the header's order; storage of the caller
 * @capacity: entries that fit @notes, and entries that fit @segments
 * @nr_notes: entries of @notes
 * @nr_segments: entries of @segments
 * @nr_skipped: program headers that say nothing: of size 0, or of a type
 *	that is neither PT_NOTE nor PT_LOAD
 * @note_bytes: size of all @notes together
 * @unreachable: bytes to dump that this kernel cannot map
 * @machine: e_machine
 * @flags: e_flags
 * @class: e_ident[EI_CLASS]; clients get the class that the loader chose
 * @data: e_ident[EI_DATA]
 * @osabi: e_ident[EI_OSABI]
 */
struct vmcore_header {
	struct kdump_range *notes;
	struct vmcore_segment *segments;
	unsigned int capacity;
	unsigned int nr_notes;
	unsigned int nr_segments;
	unsigned int nr_skipped;
	u64 note_bytes;
	u64 unreachable;
	u16 machine;
	u32 flags;
	u8 class;
	u8 data;
	u8 osabi;
};

int vmcore_header_survey(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_header_extent *ret,
			 struct kdump_diag *diag);
int vmcore_header_decode(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_header *header,
			 struct kdump_diag *diag);

#endif /* _VMCORE_ELF_PARSE_H */
