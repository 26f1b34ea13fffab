// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments to the file that /proc/vmcore shows. Pure.
 *
 * Readers ask one question, "what is at this offset?", and ask it for every
 * read(2): the chunks lie back to back in ascending order, so a binary search
 * answers it, with 65 000 segments as with ten.
 *
 * Memory can be mapped by pages only, so a chunk is its segment widened to
 * page borders, and p_offset points behind the widened part. Segments that
 * share a page each get a copy of it in the file.
 */
#include <linux/align.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "header.h"
#include "layout.h"

/* File offsets are signed. */
#define LARGEST_FILE ((u64)S64_MAX)

/* The merged PT_NOTE, then one PT_LOAD for each segment. */
static u64 exported_entries(const struct vmcore_header *header)
{
	return 1 + (u64)header->nr_segments;
}

static int refuse(struct vmcore_fault *fault, const char *field, u64 value,
		  u64 most)
{
	*fault = (struct vmcore_fault){
		.field = field,
		.value = value,
		.rule = VMCORE_AT_MOST,
		.bound = most,
		.entry = VMCORE_NO_ENTRY,
	};
	return -EFBIG;
}

static struct kdump_range whole_pages(const struct kdump_range *memory)
{
	return (struct kdump_range){
		.start = ALIGN_DOWN(memory->start, PAGE_SIZE),
		.end = ALIGN(memory->end, PAGE_SIZE),
	};
}

/**
 * vmcore_layout_build - give everything an offset
 * @layout: the result
 * @storage: memory for header->nr_segments chunks; stays in use as long as
 *	@layout
 * @header: what to show; its ranges are below 2^63, as decoding ensures
 * @note_bytes: bytes of notes, without padding
 * @fault: what is too large, on failure
 *
 * Return: 0; %-EFBIG if the program headers cannot be counted in e_phnum or
 * the file is larger than an offset can say.
 */
int vmcore_layout_build(struct vmcore_layout *layout,
			struct vmcore_chunk *storage,
			const struct vmcore_header *header, u64 note_bytes,
			struct vmcore_fault *fault)
{
	u64 entries = exported_entries(header);
	u64 room, size, offset = 0;
	unsigned int i;

	if (entries >= PN_XNUM)
		return refuse(fault, "exported e_phnum", entries, PN_XNUM - 1);
	if (note_bytes > U32_MAX)
		return refuse(fault, "size of notes", note_bytes, U32_MAX);

	*layout = (struct vmcore_layout){
		.chunks = storage,
		.nr_chunks = header->nr_segments,
		.header_size = ALIGN(sizeof(struct elf64_hdr) + entries *
				     sizeof(struct elf64_phdr), PAGE_SIZE),
		.notes_size = ALIGN(note_bytes, PAGE_SIZE),
	};
	room = LARGEST_FILE - layout->header_size - layout->notes_size;
	for (i = 0; i < header->nr_segments; i++) {
		storage[i].offset = offset;
		storage[i].memory = whole_pages(&header->segments[i].memory);
		size = kdump_range_size(&storage[i].memory);
		if (size > room - offset)
			return refuse(fault, "size of memory", offset + size,
				      room);
		offset += size;
	}
	layout->memory_size = offset;
	return 0;
}

/* The last chunk that starts at or before @offset, which is in one of them. */
static const struct vmcore_chunk *
chunk_at(const struct vmcore_layout *layout, u64 offset)
{
	unsigned int low = 0, high = layout->nr_chunks;

	while (high - low > 1) {
		unsigned int middle = low + (high - low) / 2;

		if (layout->chunks[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return &layout->chunks[low];
}

static struct vmcore_place place_in_memory(const struct vmcore_layout *layout,
					   u64 offset)
{
	const struct vmcore_chunk *chunk = chunk_at(layout, offset);
	u64 inside = offset - chunk->offset;

	return (struct vmcore_place){
		.area = VMCORE_MEMORY,
		.start = chunk->memory.start + inside,
		.left = kdump_range_size(&chunk->memory) - inside,
		.chunk = chunk,
	};
}

/**
 * vmcore_layout_find - what is at a file offset
 * @layout: the file
 * @offset: the offset
 * @ret: what is there; untouched if nothing is
 *
 * Takes O(log n) steps for n chunks.
 *
 * Return: false at or behind the end of the file.
 */
bool vmcore_layout_find(const struct vmcore_layout *layout, u64 offset,
			struct vmcore_place *ret)
{
	u64 before = layout->header_size;

	if (offset < before) {
		*ret = (struct vmcore_place){
			VMCORE_HEADER, offset, before - offset,
		};
		return true;
	}
	offset -= before;
	before = layout->notes_size;
	if (offset < before) {
		*ret = (struct vmcore_place){
			VMCORE_NOTES, offset, before - offset,
		};
		return true;
	}
	offset -= before;
	if (offset >= layout->memory_size)
		return false;
	*ret = place_in_memory(layout, offset);
	return true;
}

static struct elf64_hdr file_header(const struct vmcore_header *header)
{
	return (struct elf64_hdr){
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
			[EI_CLASS] = ELFCLASS64,
			[EI_DATA] = header->data,
			[EI_VERSION] = EV_CURRENT,
			[EI_OSABI] = header->osabi,
		},
		.e_type = ET_CORE,
		.e_machine = header->machine,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(struct elf64_hdr),
		.e_flags = header->flags,
		.e_ehsize = sizeof(struct elf64_hdr),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = exported_entries(header),
	};
}

static struct elf64_phdr notes_entry(const struct vmcore_layout *layout,
				     u64 note_bytes)
{
	return (struct elf64_phdr){
		.p_type = PT_NOTE,
		.p_offset = layout->header_size,
		.p_filesz = note_bytes,
		.p_memsz = note_bytes,
		.p_align = 4,	/* notes are made of 4-byte words */
	};
}

static struct elf64_phdr memory_entry(const struct vmcore_layout *layout,
				      const struct vmcore_chunk *chunk,
				      const struct vmcore_segment *segment)
{
	u64 widened = segment->memory.start - chunk->memory.start;

	return (struct elf64_phdr){
		.p_type = PT_LOAD,
		.p_flags = segment->flags,
		.p_offset = layout->header_size + layout->notes_size +
			    chunk->offset + widened,
		.p_vaddr = segment->virtual,
		.p_paddr = segment->physical,
		.p_filesz = segment->file_size,
		.p_memsz = kdump_range_size(&segment->memory),
		.p_align = segment->align,
	};
}

/**
 * vmcore_layout_write_header - write the headers that clients will read
 * @layout: the file, built from @header
 * @header: what the crashed kernel said
 * @note_bytes: bytes of notes, without padding
 * @buffer: layout->header_size bytes, 8-byte aligned; written completely
 */
void vmcore_layout_write_header(const struct vmcore_layout *layout,
				const struct vmcore_header *header,
				u64 note_bytes, void *buffer)
{
	struct elf64_hdr *file = buffer;
	struct elf64_phdr *entry = buffer + sizeof(*file);
	unsigned int i;

	memset(buffer, 0, layout->header_size);
	*file = file_header(header);
	*entry++ = notes_entry(layout, note_bytes);
	for (i = 0; i < layout->nr_chunks; i++)
		*entry++ = memory_entry(layout, &layout->chunks[i],
					&header->segments[i]);
}

/**
 * vmcore_layout_grow_notes - make room before the notes
 * @layout: the file
 * @buffer: its headers as vmcore_layout_write_header() wrote them; changed
 *	to say the same as @layout
 * @bytes: how much room, a multiple of the page size
 *
 * Return: 0; %-EFBIG if the file became larger than an offset can say. Then
 * nothing is changed.
 */
int vmcore_layout_grow_notes(struct vmcore_layout *layout, void *buffer,
			     u64 bytes)
{
	struct elf64_phdr *entry = buffer + sizeof(struct elf64_hdr);
	unsigned int i;

	if (bytes > LARGEST_FILE - vmcore_layout_size(layout))
		return -EFBIG;
	layout->notes_size += bytes;
	entry->p_filesz += bytes;
	entry->p_memsz += bytes;
	for (i = 0; i < layout->nr_chunks; i++)
		(++entry)->p_offset += bytes;
	return 0;
}
