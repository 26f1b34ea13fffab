// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel in an ELF file, checked. Pure.
 *
 * The file is not trusted: a field is used only after it was found inside the
 * bytes, and a sum is formed only after a comparison showed that it does not
 * wrap. What contradicts the format is an error of its own (%-ENOEXEC); what is
 * right, but laid out in a way that is not known here, is another one
 * (%-EOPNOTSUPP), for the caller may know some other way to start it.
 *
 * Format: System V ABI, chapters 4 and 5 (include/uapi/linux/elf.h). Where
 * things go is said by p_paddr alone: p_vaddr is the kernel's own business. Only
 * e_entry is a virtual address on some architectures, and is found by it then.
 */
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "formats/elf_kernel.h"
#include "lib/elf_codec.h"

/* Beyond the physical addresses of any machine, far from where sums wrap. */
#define ADDRESS_LIMIT	BIT_ULL(52)

/**
 * struct kernel_file - the file and what its header says
 * @bytes: the file
 * @size: its bytes
 * @format: how headers of its class look
 * @elf: the file header
 * @virtual_entry: the physical address of e_entry, taken for a virtual one; 0 if
 *	no part is there
 */
struct kernel_file {
	const u8 *bytes;
	size_t size;
	const struct kdump_elf_format *format;
	struct elf64_hdr elf;
	u64 virtual_entry;
};

static int fields_check(const struct kdump_diag *claims, unsigned int nr,
			int entry, struct kdump_diag *diag)
{
	return kdump_claims_hold(claims, nr, entry, diag) ? 0 : -ENOEXEC;
}

static int layout_check(const struct kdump_diag *claims, unsigned int nr,
			int entry, struct kdump_diag *diag)
{
	return kdump_claims_hold(claims, nr, entry, diag) ? 0 : -EOPNOTSUPP;
}

static int kernel_ends_early(const struct kernel_file *file, const char *where,
			     u64 needed, struct kdump_diag *diag)
{
	*diag = kdump_diag_ends_early(where, file->size, needed);
	return -ENOEXEC;
}

static int kernel_check_ident(const u8 *ident,
			      const struct kdump_elf_identity *identity,
			      struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "EI_CLASS", ident[EI_CLASS], KDUMP_MUST_BE, identity->class },
		{ "EI_DATA", ident[EI_DATA], KDUMP_MUST_BE, identity->data },
		{ "EI_VERSION", ident[EI_VERSION], KDUMP_MUST_BE, EV_CURRENT },
	};

	if (!kdump_elf_kernel_probe(ident, EI_NIDENT)) {
		*diag = kdump_diag_expected("e_ident", ident[0],
					    "the magic of ELF");
		return -ENOEXEC;
	}
	return fields_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

static int kernel_check_header(const struct kernel_file *file,
			       const struct kdump_elf_identity *identity,
			       struct kdump_diag *diag)
{
	const struct elf64_hdr *elf = &file->elf;
	const struct kdump_diag claims[] = {
		{ "e_type", elf->e_type, KDUMP_AT_LEAST, ET_EXEC },
		{ "e_type", elf->e_type, KDUMP_AT_MOST, ET_DYN },
		{ "e_machine", elf->e_machine, KDUMP_MUST_BE,
		  identity->machine },
		{ "e_version", elf->e_version, KDUMP_MUST_BE, EV_CURRENT },
		{ "e_phentsize", elf->e_phentsize, KDUMP_MUST_BE,
		  file->format->entry_size },
		{ "e_phnum", elf->e_phnum, KDUMP_AT_LEAST, 1 },
		{ "e_phnum", elf->e_phnum, KDUMP_AT_MOST, PN_XNUM - 1 },
		{ "e_phoff", elf->e_phoff, KDUMP_AT_LEAST,
		  file->format->file_size },
	};

	return fields_check(claims, ARRAY_SIZE(claims), KDUMP_NO_ENTRY, diag);
}

/* All program headers are in the file. */
static int kernel_check_table(const struct kernel_file *file,
			      struct kdump_diag *diag)
{
	u64 table = (u64)file->elf.e_phnum * file->format->entry_size;
	const struct kdump_diag claim = {
		"e_phoff", file->elf.e_phoff, KDUMP_AT_MOST, file->size - table,
	};

	if (table > file->size)
		return kernel_ends_early(file, "program headers", table, diag);
	return fields_check(&claim, 1, KDUMP_NO_ENTRY, diag);
}

static int kernel_open(struct kernel_file *file,
		       const struct kdump_elf_identity *identity,
		       struct kdump_diag *diag)
{
	int error;

	if (file->size < EI_NIDENT)
		return kernel_ends_early(file, "file header", EI_NIDENT, diag);
	error = kernel_check_ident(file->bytes, identity, diag);
	if (error)
		return error;
	file->format = kdump_elf_format(identity->class);
	if (file->size < file->format->file_size)
		return kernel_ends_early(file, "file header",
					 file->format->file_size, diag);
	kdump_elf_format_load_file(file->format, file->bytes, &file->elf);
	return kernel_check_header(file, identity, diag) ?:
	       kernel_check_table(file, diag);
}

static int part_check(const struct kernel_file *file,
		      const struct elf64_phdr *entry, int index,
		      struct kdump_diag *diag)
{
	const struct kdump_diag claims[] = {
		{ "p_filesz", entry->p_filesz, KDUMP_AT_MOST, entry->p_memsz },
		{ "p_filesz", entry->p_filesz, KDUMP_AT_MOST, file->size },
		{ "p_offset", entry->p_offset, KDUMP_AT_MOST,
		  file->size - entry->p_filesz },
		{ "p_memsz", entry->p_memsz, KDUMP_AT_MOST, ADDRESS_LIMIT },
		{ "p_paddr", entry->p_paddr, KDUMP_AT_MOST,
		  ADDRESS_LIMIT - entry->p_memsz },
	};

	return fields_check(claims, ARRAY_SIZE(claims), index, diag);
}

/* Each part is placed by itself: in whole pages, past the one before it. */
static int part_check_layout(const struct kdump_elf_kernel *kernel,
			     const struct elf64_phdr *entry, int index,
			     struct kdump_diag *diag)
{
	u64 lowest = kernel->count ? kdump_elf_kernel_memory(kernel).end : 0;
	const struct kdump_diag claims[] = {
		{ "p_paddr", entry->p_paddr, KDUMP_MUST_BE,
		  ALIGN_DOWN(entry->p_paddr, (u64)PAGE_SIZE),
		  .remark = "whole pages" },
		{ "p_paddr", entry->p_paddr, KDUMP_AT_LEAST, lowest,
		  .remark = "parts that ascend and share no page" },
		{ "PT_LOADs", kernel->count + 1, KDUMP_AT_MOST,
		  KDUMP_ELF_PARTS_MAX },
	};

	return layout_check(claims, ARRAY_SIZE(claims), index, diag);
}

static int kernel_add_part(const struct kernel_file *file,
			   const struct elf64_phdr *entry, int index,
			   struct kdump_diag *diag,
			   struct kdump_elf_kernel *kernel)
{
	int error = part_check(file, entry, index, diag);

	if (!error)
		error = part_check_layout(kernel, entry, index, diag);
	if (error)
		return error;
	kernel->part[kernel->count++] = (struct kdump_elf_part){
		.offset = entry->p_offset,
		.size = entry->p_filesz,
		.memory = {
			entry->p_paddr,
			ALIGN(entry->p_paddr + entry->p_memsz, (u64)PAGE_SIZE),
		},
	};
	return 0;
}

static void kernel_find_entry(struct kernel_file *file,
			      const struct elf64_phdr *entry)
{
	u64 offset = file->elf.e_entry - entry->p_vaddr;

	if (!file->virtual_entry && offset < entry->p_filesz)
		file->virtual_entry = entry->p_paddr + offset;
}

static int kernel_read_parts(struct kernel_file *file,
			     struct kdump_diag *diag,
			     struct kdump_elf_kernel *kernel)
{
	const u8 *at = file->bytes + file->elf.e_phoff;
	struct elf64_phdr entry;
	int i, error = 0;

	for (i = 0; i < file->elf.e_phnum && !error; i++) {
		kdump_elf_format_load_entry(file->format, at, &entry);
		at += file->format->entry_size;
		if (entry.p_type != PT_LOAD || !entry.p_memsz)
			continue;
		error = kernel_add_part(file, &entry, i, diag, kernel);
		kernel_find_entry(file, &entry);
	}
	if (error || kernel->count)
		return error;
	*diag = kdump_diag_expected("e_phnum", file->elf.e_phnum,
				    "a PT_LOAD among them");
	return -ENOEXEC;
}

/* The holes belong to what is below them. */
static void kernel_close_holes(struct kdump_elf_kernel *kernel)
{
	unsigned int i;

	for (i = 1; i < kernel->count; i++)
		kernel->part[i - 1].memory.end = kernel->part[i].memory.start;
}

static bool kernel_has_bytes(const struct kdump_elf_kernel *kernel, u64 address)
{
	unsigned int i;

	for (i = 0; i < kernel->count; i++) {
		const struct kdump_elf_part *part = &kernel->part[i];

		if (address >= part->memory.start &&
		    address - part->memory.start < part->size)
			return true;
	}
	return false;
}

static int kernel_set_entry(const struct kernel_file *file,
			    struct kdump_diag *diag,
			    struct kdump_elf_kernel *kernel)
{
	kernel->entry = file->elf.e_entry;
	if (!kernel_has_bytes(kernel, kernel->entry))
		kernel->entry = file->virtual_entry;
	if (kernel_has_bytes(kernel, kernel->entry))
		return 0;
	*diag = kdump_diag_expected("e_entry", file->elf.e_entry,
				    "an address in the bytes of a PT_LOAD");
	return -ENOEXEC;
}

/**
 * kdump_elf_kernel_probe - is this file ELF, by its magic?
 * @file: a file of any kind, and as short as it may be
 * @size: its bytes
 */
bool kdump_elf_kernel_probe(const void *file, size_t size)
{
	return size >= SELFMAG && !memcmp(file, ELFMAG, SELFMAG);
}

/**
 * kdump_elf_kernel_parse - check a file and say what to place
 * @file: not trusted; bytes that no header tells of do not matter
 * @size: its bytes
 * @identity: the ELF that this machine runs, in its own byte order
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0; %-ENOEXEC if it is damaged, or no kernel for this machine;
 * %-EOPNOTSUPP if its parts do not ascend in whole pages, or are too many.
 */
int kdump_elf_kernel_parse(const void *file, size_t size,
			   const struct kdump_elf_identity *identity,
			   struct kdump_diag *diag,
			   struct kdump_elf_kernel *ret)
{
	struct kernel_file opened = { .bytes = file, .size = size };
	struct kdump_elf_kernel kernel = { };
	int error = kernel_open(&opened, identity, diag);

	if (!error)
		error = kernel_read_parts(&opened, diag, &kernel);
	if (error)
		return error;
	kernel_close_holes(&kernel);
	error = kernel_set_entry(&opened, diag, &kernel);
	if (!error)
		*ret = kernel;
	return error;
}
