// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ELF headers that clients of /proc/vmcore read. Pure.
 *
 * One PT_NOTE for all notes, then one PT_LOAD for each segment, in the class
 * that the crashed kernel's header had. When e_phnum cannot count them, section
 * header 0 does, as in the header that came.
 */
#include <linux/elf.h>
#include <linux/string.h>

#include "lib/elf_codec.h"
#include "elf_parse.h"
#include "layout.h"

/* The merged PT_NOTE, then one PT_LOAD for each segment. */
static u64 exported_entries(const struct vmcore_header *header)
{
	return 1 + (u64)header->nr_segments;
}

static bool header_is_extended(const struct vmcore_header *header)
{
	return exported_entries(header) >= PN_XNUM;
}

static u64 exported_table_end(const struct vmcore_header *header)
{
	const struct kdump_elf_format *format = kdump_elf_format(header->class);

	return format->file_size +
	       exported_entries(header) * format->entry_size;
}

/**
 * vmcore_export_size - how large the headers are
 * @header: what the crashed kernel said
 *
 * Return: bytes.
 */
u64 vmcore_export_size(const struct vmcore_header *header)
{
	u64 size = exported_table_end(header);

	if (header_is_extended(header))
		size += kdump_elf_format(header->class)->section_size;
	return size;
}

static struct elf64_hdr exported_file_header(const struct vmcore_header *header)
{
	const struct kdump_elf_format *format = kdump_elf_format(header->class);
	struct elf64_hdr file = {
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
			[EI_CLASS] = header->class,
			[EI_DATA] = header->data,
			[EI_VERSION] = EV_CURRENT,
			[EI_OSABI] = header->osabi,
		},
		.e_type = ET_CORE,
		.e_machine = header->machine,
		.e_version = EV_CURRENT,
		.e_phoff = format->file_size,
		.e_flags = header->flags,
		.e_ehsize = format->file_size,
		.e_phentsize = format->entry_size,
		.e_phnum = exported_entries(header),
	};

	if (header_is_extended(header)) {
		file.e_phnum = PN_XNUM;
		file.e_shoff = exported_table_end(header);
		file.e_shentsize = format->section_size;
		file.e_shnum = 1;
	}
	return file;
}

static struct elf64_phdr exported_notes(const struct vmcore_layout *layout,
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

static struct elf64_phdr exported_memory(const struct vmcore_layout *layout,
					 const struct vmcore_chunk *chunk,
					 const struct vmcore_segment *segment)
{
	u64 widened = segment->memory.start - chunk->memory.start;

	return (struct elf64_phdr){
		.p_type = PT_LOAD,
		.p_flags = segment->flags,
		.p_offset = layout->memory_start + chunk->offset + widened,
		.p_vaddr = segment->virtual,
		.p_paddr = segment->physical,
		.p_filesz = segment->file_size,
		.p_memsz = kdump_range_size(&segment->memory),
		.p_align = segment->align,
	};
}

/**
 * vmcore_export_write - write the headers that clients will read
 * @layout: the file, built from @header
 * @header: what the crashed kernel said
 * @note_bytes: bytes of notes, without padding
 * @buffer: layout->header_size bytes; written completely
 */
void vmcore_export_write(const struct vmcore_layout *layout,
			 const struct vmcore_header *header, u64 note_bytes,
			 void *buffer)
{
	const struct kdump_elf_format *format = kdump_elf_format(header->class);
	const struct elf64_hdr file = exported_file_header(header);
	const struct elf64_shdr section = {
		.sh_info = exported_entries(header),
	};
	struct elf64_phdr entry = exported_notes(layout, note_bytes);
	void *at = buffer + format->file_size;
	unsigned int i;

	memset(buffer, 0, layout->header_size);
	kdump_elf_format_store_file(format, &file, buffer);
	kdump_elf_format_store_entry(format, &entry, at);
	for (i = 0; i < layout->nr_chunks; i++) {
		at += format->entry_size;
		entry = exported_memory(layout, &layout->chunks[i],
					&header->segments[i]);
		kdump_elf_format_store_entry(format, &entry, at);
	}
	if (header_is_extended(header))
		kdump_elf_format_store_section(format, &section,
					       at + format->entry_size);
}

/**
 * vmcore_export_move - follow a layout whose notes have grown
 * @from: the layout for which @buffer was written
 * @to: the layout as it is now
 * @buffer: the headers, changed to say the same as @to
 */
void vmcore_export_move(const struct vmcore_layout *from,
			const struct vmcore_layout *to, void *buffer)
{
	const struct kdump_elf_format *format =
		kdump_elf_format(((u8 *)buffer)[EI_CLASS]);
	void *at = buffer + format->file_size;
	struct elf64_phdr entry;
	unsigned int i;

	kdump_elf_format_load_entry(format, at, &entry);
	entry.p_filesz += to->notes_size - from->notes_size;
	entry.p_memsz += to->notes_size - from->notes_size;
	kdump_elf_format_store_entry(format, &entry, at);
	for (i = 0; i < to->nr_chunks; i++) {
		at += format->entry_size;
		kdump_elf_format_load_entry(format, at, &entry);
		entry.p_offset += to->memory_start - from->memory_start;
		kdump_elf_format_store_entry(format, &entry, at);
	}
}
