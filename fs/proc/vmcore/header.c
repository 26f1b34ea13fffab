// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes of an ELF core header to note ranges and memory segments. Pure.
 *
 * The bytes come out of memory that a crashed kernel wrote, a loader before
 * it, or anybody's stray pointer since: nothing in them is believed. A field
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
 * Format: ELF-64 (System V ABI; include/uapi/linux/elf.h). p_offset of an
 * elfcorehdr= header is the physical address where the bytes are, and p_memsz
 * counts them.
 */
#include <linux/array_size.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "header.h"

#define ELF_MAGIC ((u32)ELFMAG0 << 24 | ELFMAG1 << 16 | ELFMAG2 << 8 | ELFMAG3)

static bool holds(const struct vmcore_fault *claim)
{
	switch (claim->rule) {
	case VMCORE_MUST_BE:
		return claim->value == claim->bound;
	case VMCORE_AT_LEAST:
		return claim->value >= claim->bound;
	case VMCORE_AT_MOST:
		return claim->value <= claim->bound;
	}
	return false;
}

/*
 * A claim is a fault that did not happen yet: this hands out the first one
 * that does not hold. The bound of a claim may be nonsense as long as an
 * earlier claim fails then.
 */
static int check(const struct vmcore_fault *claims, unsigned int nr, int entry,
		 struct vmcore_fault *fault)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (holds(&claims[i]))
			continue;
		*fault = claims[i];
		fault->entry = entry;
		return -EINVAL;
	}
	return 0;
}

/* The part that says how the rest is to be read; bytes only. */
static int check_ident(const u8 *ident, const struct vmcore_limits *limits,
		       struct vmcore_fault *fault)
{
	const struct vmcore_fault claims[] = {
		{ "magic", get_unaligned_be32(ident), VMCORE_MUST_BE,
		  ELF_MAGIC, .remark = "no ELF header there" },
		{ "EI_CLASS", ident[EI_CLASS], VMCORE_MUST_BE, ELFCLASS64,
		  .remark = "only 64-bit headers are supported yet" },
		{ "EI_DATA", ident[EI_DATA], VMCORE_MUST_BE, limits->data },
		{ "EI_VERSION", ident[EI_VERSION], VMCORE_MUST_BE, EV_CURRENT },
	};

	return check(claims, ARRAY_SIZE(claims), VMCORE_NO_ENTRY, fault);
}

static int check_file_header(const struct elf64_hdr *header,
			     const struct vmcore_limits *limits,
			     struct vmcore_fault *fault)
{
	const struct vmcore_fault claims[] = {
		{ "e_type", header->e_type, VMCORE_MUST_BE, ET_CORE },
		{ "e_machine", header->e_machine, VMCORE_MUST_BE,
		  limits->machine },
		{ "e_version", header->e_version, VMCORE_MUST_BE, EV_CURRENT },
		{ "e_ehsize", header->e_ehsize, VMCORE_MUST_BE,
		  sizeof(struct elf64_hdr) },
		{ "e_phentsize", header->e_phentsize, VMCORE_MUST_BE,
		  sizeof(struct elf64_phdr) },
		{ "e_phnum", header->e_phnum, VMCORE_AT_LEAST, 1 },
		{ "e_phnum", header->e_phnum, VMCORE_AT_MOST, PN_XNUM - 1,
		  .remark = "extended numbering is not supported yet" },
	};

	return check(claims, ARRAY_SIZE(claims), VMCORE_NO_ENTRY, fault);
}

/*
 * The table may be anywhere behind the file header, as the format allows; it
 * has to end within @limit bytes, at least sizeof(struct elf64_hdr).
 */
static int check_table(const struct elf64_hdr *header, u64 limit,
		       struct vmcore_fault *fault)
{
	const u64 room = limit - sizeof(struct elf64_hdr);
	const u64 table = (u64)header->e_phnum * sizeof(struct elf64_phdr);
	const struct vmcore_fault claims[] = {
		{ "e_phnum", header->e_phnum, VMCORE_AT_MOST,
		  room / sizeof(struct elf64_phdr) },
		{ "e_phoff", header->e_phoff, VMCORE_AT_LEAST,
		  sizeof(struct elf64_hdr) },
		{ "e_phoff", header->e_phoff, VMCORE_AT_MOST, limit - table },
	};

	return check(claims, ARRAY_SIZE(claims), VMCORE_NO_ENTRY, fault);
}

/* Copies the file header out, as the bytes need not be aligned. */
static int read_file_header(const void *bytes, size_t size,
			    const struct vmcore_limits *limits,
			    struct elf64_hdr *header,
			    struct vmcore_fault *fault)
{
	const struct vmcore_fault claims[] = {
		{ "header size", size, VMCORE_AT_LEAST, sizeof(*header) },
		{ "header size", limits->header_bytes, VMCORE_AT_LEAST,
		  sizeof(*header) },
	};
	int err = check(claims, ARRAY_SIZE(claims), VMCORE_NO_ENTRY, fault);

	if (err)
		return err;
	memcpy(header, bytes, sizeof(*header));
	err = check_ident(header->e_ident, limits, fault);
	if (err)
		return err;
	err = check_file_header(header, limits, fault);
	if (err)
		return err;
	return check_table(header, limits->header_bytes, fault);
}

/**
 * vmcore_header_survey - how many bytes have to be read before decoding
 * @bytes: the first bytes of the header
 * @size: how many there are; the file header's size is enough
 * @limits: what can be accepted
 * @ret: how much the whole header is, on success
 * @fault: why not, on failure
 *
 * Return: 0; %-EINVAL with the field in @fault.
 */
int vmcore_header_survey(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_extent *ret, struct vmcore_fault *fault)
{
	struct elf64_hdr header;
	int err = read_file_header(bytes, size, limits, &header, fault);

	if (err)
		return err;
	*ret = (struct vmcore_extent){
		.bytes = header.e_phoff +
			 header.e_phnum * sizeof(struct elf64_phdr),
		.entries = header.e_phnum,
	};
	return 0;
}

/*
 * p_vaddr, p_paddr, p_flags and p_align are not checked: nobody here uses
 * them, they go on to clients as they came.
 */
static int check_entry(const struct elf64_phdr *entry, int index,
		       const struct vmcore_limits *limits,
		       struct vmcore_fault *fault)
{
	const struct vmcore_fault claims[] = {
		{ "p_offset", entry->p_offset, VMCORE_AT_MOST,
		  limits->physical_end - 1 },
		{ "p_memsz", entry->p_memsz, VMCORE_AT_MOST,
		  limits->physical_end - entry->p_offset },
		{ "p_filesz", entry->p_filesz, VMCORE_AT_MOST, entry->p_memsz },
	};

	return check(claims, ARRAY_SIZE(claims), index, fault);
}

static void add_segment(struct vmcore_header *header,
			const struct elf64_phdr *entry,
			const struct kdump_range *memory)
{
	header->segments[header->nr_segments++] = (struct vmcore_segment){
		.memory = *memory,
		.virtual = entry->p_vaddr,
		.physical = entry->p_paddr,
		.file_size = entry->p_filesz,
		.align = entry->p_align,
		.flags = entry->p_flags,
	};
}

static int add_notes(struct vmcore_header *header,
		     const struct kdump_range *memory, int index,
		     const struct vmcore_limits *limits,
		     struct vmcore_fault *fault)
{
	const struct vmcore_fault claims[] = {
		{ "p_memsz", kdump_range_size(memory), VMCORE_AT_MOST,
		  limits->note_bytes - header->note_bytes,
		  .remark = "more notes than any machine has" },
	};
	int err = check(claims, ARRAY_SIZE(claims), index, fault);

	if (err)
		return err;
	header->notes[header->nr_notes++] = *memory;
	header->note_bytes += kdump_range_size(memory);
	return 0;
}

static int add_entry(struct vmcore_header *header,
		     const struct elf64_phdr *entry, int index,
		     const struct vmcore_limits *limits,
		     struct vmcore_fault *fault)
{
	struct kdump_range memory;
	int err;

	if (!entry->p_memsz ||
	    (entry->p_type != PT_NOTE && entry->p_type != PT_LOAD)) {
		header->nr_skipped++;
		return 0;
	}

	err = check_entry(entry, index, limits, fault);
	if (err)
		return err;
	memory.start = entry->p_offset;
	memory.end = entry->p_offset + entry->p_memsz;
	if (entry->p_type == PT_NOTE)
		return add_notes(header, &memory, index, limits, fault);
	add_segment(header, entry, &memory);
	return 0;
}

static void start_header(struct vmcore_header *header,
			 const struct elf64_hdr *file)
{
	header->nr_notes = 0;
	header->nr_segments = 0;
	header->nr_skipped = 0;
	header->note_bytes = 0;
	header->machine = file->e_machine;
	header->flags = file->e_flags;
	header->data = file->e_ident[EI_DATA];
	header->osabi = file->e_ident[EI_OSABI];
}

/**
 * vmcore_header_decode - take a header apart
 * @bytes: the header
 * @size: how many bytes there are; nothing behind them is looked at
 * @limits: what can be accepted
 * @header: where to put what was found; the caller has set notes, segments
 *	and capacity
 * @fault: why not, on failure
 *
 * The file header is checked again here, so what was surveyed and what is
 * decoded may come from two different readings.
 *
 * Return: 0; %-EINVAL with the field in @fault, also for more program headers
 * than fit the capacity or @size. @header is then half filled.
 */
int vmcore_header_decode(const void *bytes, size_t size,
			 const struct vmcore_limits *limits,
			 struct vmcore_header *header,
			 struct vmcore_fault *fault)
{
	struct vmcore_fault capacity;
	struct elf64_phdr entry;
	struct elf64_hdr file;
	unsigned int i;
	int err;

	err = read_file_header(bytes, size, limits, &file, fault);
	if (err)
		return err;
	err = check_table(&file, size, fault);
	if (err)
		return err;
	capacity = (struct vmcore_fault){
		"e_phnum", file.e_phnum, VMCORE_AT_MOST, header->capacity,
	};
	err = check(&capacity, 1, VMCORE_NO_ENTRY, fault);
	if (err)
		return err;

	start_header(header, &file);
	for (i = 0; i < file.e_phnum; i++) {
		memcpy(&entry, bytes + file.e_phoff + i * sizeof(entry),
		       sizeof(entry));
		err = add_entry(header, &entry, i, limits, fault);
		if (err)
			return err;
	}
	return 0;
}
