// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes of an ELF core header to note ranges and memory segments. Pure.
 *
 * The bytes come out of memory that a crashed kernel wrote, a loader before
 * it, or a stray pointer since: nothing in them is trusted. A field
 * is looked at only after it was found inside the bytes, and a sum is formed
 * only after a comparison showed that it does not wrap.
 *
 * What is refused and what is not:
 * - A field that contradicts the format, a range that wraps or lies where no
 *   memory can be: refused, as a header that lies once is not a header.
 * - An empty entry or one of unknown type: skipped and counted; there is
 *   nothing in it that could be read.
 * - Segments out of order: kept in the header's order, which is the order
 *   clients see; the file layout does not care.
 * - Segments that overlap: kept. The kernel's own image is described twice
 *   by design, once at its link address and once as RAM.
 *
 * Format: ELF-64 or ELF-32 (System V ABI; include/uapi/linux/elf.h), in the
 * byte order of this kernel. p_offset of an elfcorehdr= header is the physical
 * address where the bytes are, and p_memsz counts them. More program headers
 * than e_phnum can count are in sh_info of section header 0; e_phnum is PN_XNUM
 * then.
 */
#include <linux/array_size.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "lib/elf_codec.h"
#include "elf_parse.h"

#define ELF_MAGIC ((u32)ELFMAG0 << 24 | ELFMAG1 << 16 | ELFMAG2 << 8 | ELFMAG3)

static int claims_check(const struct kdump_diag *claims, unsigned int nr,
			int entry, struct kdump_diag *diag)
{
	return kdump_claims_hold(claims, nr, entry, diag) ? 0 : -EINVAL;
}

/**
 * struct file_header - the file header, and how to read what follows
 * @format: of this header and all others
 * @elf: the header itself
 */
struct file_header {
	const struct kdump_elf_format *format;
	struct elf64_hdr elf;
};

/* The part that says how the rest is to be read; bytes only. */
static int ident_check(const u8 *ident, const struct vmcore_limits *limits,
		       struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "magic", get_unaligned_be32(ident), KDUMP_MUST_BE,
		  ELF_MAGIC, .remark = "no ELF header there" },
		{ "EI_CLASS", ident[EI_CLASS], KDUMP_AT_LEAST, ELFCLASS32 },
		{ "EI_CLASS", ident[EI_CLASS], KDUMP_AT_MOST, ELFCLASS64 },
		{ "EI_DATA", ident[EI_DATA], KDUMP_MUST_BE, limits->data,
		  .remark = "this kernel reads its own byte order only" },
		{ "EI_VERSION", ident[EI_VERSION], KDUMP_MUST_BE, EV_CURRENT },
	};

	return claims_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

static int file_header_check(const struct file_header *file,
			     const struct vmcore_limits *limits,
			     struct kdump_diag *diag)
{
	const struct elf64_hdr *elf = &file->elf;
	const struct kdump_diag claims[] = {
		{ "e_type", elf->e_type, KDUMP_MUST_BE, ET_CORE },
		{ "e_machine", elf->e_machine, KDUMP_MUST_BE,
		  limits->machine },
		{ "e_version", elf->e_version, KDUMP_MUST_BE, EV_CURRENT },
		{ "e_ehsize", elf->e_ehsize, KDUMP_MUST_BE,
		  file->format->file_size },
		{ "e_phentsize", elf->e_phentsize, KDUMP_MUST_BE,
		  file->format->entry_size },
		{ "e_phnum", elf->e_phnum, KDUMP_AT_LEAST, 1 },
	};

	return claims_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

static int header_size_check(size_t size, const struct vmcore_limits *limits,
			     size_t least, struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "header size", size, KDUMP_AT_LEAST, least },
		{ "header size", limits->header_bytes, KDUMP_AT_LEAST, least },
	};

	return claims_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

/* Copies the file header out, as the bytes need not be aligned. */
static int file_header_read(const void *bytes, size_t size,
			    const struct vmcore_limits *limits,
			    struct file_header *ret, struct kdump_diag *diag)
{
	u8 ident[EI_NIDENT];
	int error;

	error = header_size_check(size, limits, sizeof(ident), diag);
	if (error)
		return error;
	memcpy(ident, bytes, sizeof(ident));
	error = ident_check(ident, limits, diag);
	if (error)
		return error;
	ret->format = kdump_elf_format(ident[EI_CLASS]);
	error = header_size_check(size, limits, ret->format->file_size, diag);
	if (error)
		return error;
	kdump_elf_format_load_file(ret->format, bytes, &ret->elf);
	return file_header_check(ret, limits, diag);
}

static bool file_is_extended(const struct file_header *file)
{
	return file->elf.e_phnum == PN_XNUM;
}

/* Where section header 0 ends; it has to be within @limit bytes. */
static int section_header_find(const struct file_header *file, u64 limit,
			       u64 *end, struct kdump_diag *diag)
{
	const u64 size = file->format->section_size;
	const struct kdump_diag claims[] = {
		{ "e_shentsize", file->elf.e_shentsize, KDUMP_MUST_BE, size,
		  .remark = "section header 0 has to count program headers" },
		{ "header size", limit, KDUMP_AT_LEAST, size },
		{ "e_shoff", file->elf.e_shoff, KDUMP_AT_LEAST,
		  file->format->file_size },
		{ "e_shoff", file->elf.e_shoff, KDUMP_AT_MOST, limit - size },
	};
	int error;

	error = claims_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
	if (error)
		return error;
	*end = file->elf.e_shoff + size;
	return 0;
}

/* How many program headers there are; @bytes hold section header 0. */
static int section_count(const struct file_header *file, const void *bytes,
			 u64 *entries, struct kdump_diag *diag)
{
	struct elf64_shdr section;
	struct kdump_diag claim;

	kdump_elf_format_load_section(file->format, bytes + file->elf.e_shoff,
				      &section);
	claim = (struct kdump_diag){
		"sh_info", section.sh_info, KDUMP_AT_LEAST, PN_XNUM,
		.remark = "fewer program headers fit e_phnum",
	};
	*entries = section.sh_info;
	return claims_check(&claim, 1, KDUMP_NO_ENTRY, diag);
}

/*
 * The table may be anywhere past the file header, as the format allows; it
 * has to end within @limit bytes, at least the file header's size.
 */
static int table_check(const struct file_header *file, u64 entries, u64 limit,
		       struct kdump_diag *diag)
{
	const struct kdump_elf_format *format = file->format;
	const u64 left = limit - format->file_size;
	const u64 table = entries * format->entry_size;
	const struct kdump_diag claims[] = {
		{ file_is_extended(file) ? "sh_info" : "e_phnum", entries,
		  KDUMP_AT_MOST, div_u64(left, format->entry_size) },
		{ "e_phoff", file->elf.e_phoff, KDUMP_AT_LEAST,
		  format->file_size },
		{ "e_phoff", file->elf.e_phoff, KDUMP_AT_MOST, limit - table },
	};

	return claims_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

/**
 * vmcore_header_survey - how many bytes have to be read before decoding
 * @bytes: the first bytes of the header
 * @size: how many there are; the file header's size is enough
 * @limits: what can be accepted
 * @ret: how much the whole header is, on success
 * @diag: why not, on failure
 *
 * Where the program headers are counted elsewhere and @size does not reach
 * there, entries of @ret is 0 and bytes is what the next survey needs.
 *
 * Return: 0; %-EINVAL with the field in @diag.
 */
int vmcore_header_survey(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_header_extent *ret,
			 struct kdump_diag *diag)
{
	u64 entries, table_end, section_end = 0;
	struct file_header file;
	int error = file_header_read(bytes, size, limits, &file, diag);

	if (error)
		return error;
	entries = file.elf.e_phnum;
	if (file_is_extended(&file)) {
		error = section_header_find(&file, limits->header_bytes,
					    &section_end, diag);
		if (error)
			return error;
		if (section_end > size) {
			*ret = (struct vmcore_header_extent){
				.bytes = section_end,
			};
			return 0;
		}
		error = section_count(&file, bytes, &entries, diag);
		if (error)
			return error;
	}
	error = table_check(&file, entries, limits->header_bytes, diag);
	if (error)
		return error;
	table_end = file.elf.e_phoff + entries * file.format->entry_size;
	*ret = (struct vmcore_header_extent){
		.bytes = max(table_end, section_end),
		.entries = entries,
	};
	return 0;
}

/* Where addresses end that an entry of this type can have. */
static u64 entry_end(const struct vmcore_limits *limits, u32 type,
		     const struct kdump_elf_format *format)
{
	u64 end = limits->physical_end;

	if (type == PT_LOAD)
		end = max(end, limits->unreachable_end);
	return min(end - 1, format->largest) + 1;
}

/*
 * p_vaddr, p_paddr, p_flags and p_align are not checked: they are not used
 * here, and go on to clients as they came.
 */
static int entry_check(const struct elf64_phdr *entry, int index, u64 end,
		       struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "p_offset", entry->p_offset, KDUMP_AT_MOST, end - 1 },
		{ "p_memsz", entry->p_memsz, KDUMP_AT_MOST,
		  end - entry->p_offset },
		{ "p_filesz", entry->p_filesz, KDUMP_AT_MOST, entry->p_memsz },
	};

	return claims_check(claims, ARRAY_SIZE(claims), index, diag);
}

/* What of it cannot be reached is counted, and is at its end. */
static void header_add_segment(struct vmcore_header *header,
			       const struct elf64_phdr *entry,
			       const struct vmcore_limits *limits)
{
	u64 end = entry->p_offset + entry->p_memsz;
	const struct kdump_range memory = {
		entry->p_offset, min(end, limits->physical_end),
	};

	header->unreachable += end - max(memory.start, memory.end);
	if (memory.start >= memory.end)
		return;
	header->segments[header->nr_segments++] = (struct vmcore_segment){
		.memory = memory,
		.virtual = entry->p_vaddr,
		.physical = entry->p_paddr,
		.file_size = min_t(u64, entry->p_filesz,
				   kdump_range_size(&memory)),
		.align = entry->p_align,
		.flags = entry->p_flags,
	};
}

static int header_add_notes(struct vmcore_header *header,
			    const struct kdump_range *memory, int index,
			    const struct vmcore_limits *limits,
			    struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "p_memsz", kdump_range_size(memory), KDUMP_AT_MOST,
		  limits->note_bytes - header->note_bytes,
		  .remark = "more notes than any machine has" },
	};
	int error = claims_check(claims, ARRAY_SIZE(claims), index, diag);

	if (error)
		return error;
	header->notes[header->nr_notes++] = *memory;
	header->note_bytes += kdump_range_size(memory);
	return 0;
}

static int header_add_entry(struct vmcore_header *header,
			    const struct elf64_phdr *entry, int index,
			    const struct vmcore_limits *limits,
			    struct kdump_diag *diag)
{
	struct kdump_range memory;
	int error;

	if (!entry->p_memsz ||
	    (entry->p_type != PT_NOTE && entry->p_type != PT_LOAD)) {
		header->nr_skipped++;
		return 0;
	}

	error = entry_check(entry, index,
			    entry_end(limits, entry->p_type,
				      kdump_elf_format(header->class)), diag);
	if (error)
		return error;
	memory.start = entry->p_offset;
	memory.end = entry->p_offset + entry->p_memsz;
	if (entry->p_type == PT_NOTE)
		return header_add_notes(header, &memory, index, limits, diag);
	header_add_segment(header, entry, limits);
	return 0;
}

static void header_start(struct vmcore_header *header,
			 const struct file_header *file)
{
	header->nr_notes = 0;
	header->nr_segments = 0;
	header->nr_skipped = 0;
	header->note_bytes = 0;
	header->unreachable = 0;
	header->machine = file->elf.e_machine;
	header->flags = file->elf.e_flags;
	header->class = file->format->class;
	header->data = file->elf.e_ident[EI_DATA];
	header->osabi = file->elf.e_ident[EI_OSABI];
}

/* How many program headers there are, all of them within @size bytes. */
static int table_count(const struct file_header *file, const void *bytes,
		       size_t size, unsigned int capacity, u64 *ret,
		       struct kdump_diag *diag)
{
	struct kdump_diag claim;
	u64 end;
	int error;

	*ret = file->elf.e_phnum;
	if (file_is_extended(file)) {
		error = section_header_find(file, size, &end, diag);
		if (error)
			return error;
		error = section_count(file, bytes, ret, diag);
		if (error)
			return error;
	}
	error = table_check(file, *ret, size, diag);
	if (error)
		return error;
	claim = (struct kdump_diag){
		file_is_extended(file) ? "sh_info" : "e_phnum", *ret,
		KDUMP_AT_MOST, capacity,
	};
	return claims_check(&claim, 1, KDUMP_NO_ENTRY, diag);
}

/**
 * vmcore_header_decode - take a header apart
 * @bytes: what was read of the header, not trusted
 * @size: how many bytes there are; nothing past them is looked at
 * @limits: what can be accepted
 * @header: where to put what was found; the caller has set notes, segments
 *	and capacity
 * @diag: why not, on failure
 *
 * The file header is checked again here, so what was surveyed and what is
 * decoded may come from two different readings.
 *
 * Return: 0; %-EINVAL with the field in @diag, also for more program headers
 * than fit the capacity or @size. @header is then half filled.
 */
int vmcore_header_decode(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_header *header,
			 struct kdump_diag *diag)
{
	struct elf64_phdr entry;
	struct file_header file;
	u64 entries, i;
	int error;

	error = file_header_read(bytes, size, limits, &file, diag);
	if (error)
		return error;
	error = table_count(&file, bytes, size, header->capacity, &entries,
			    diag);
	if (error)
		return error;

	header_start(header, &file);
	bytes += file.elf.e_phoff;
	for (i = 0; i < entries; i++) {
		kdump_elf_format_load_entry(file.format, bytes, &entry);
		error = header_add_entry(header, &entry, i, limits, diag);
		if (error)
			return error;
		bytes += file.format->entry_size;
	}
	return 0;
}
