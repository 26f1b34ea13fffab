// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF headers of 32 and of 64 bits, in one form. Pure.
 *
 * All that decides works on the 64-bit form. Widening loses nothing; what is
 * to be narrowed has been found to fit before, see layout.c. The bytes may be
 * at any address.
 *
 * Format: System V ABI, chapters 4 and 5 (include/uapi/linux/elf.h).
 */
#include <linux/elf.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "lib/elf_codec.h"

static const struct kdump_elf_format elf32_format = {
	.class = ELFCLASS32,
	.file_size = sizeof(struct elf32_hdr),
	.entry_size = sizeof(struct elf32_phdr),
	.section_size = sizeof(struct elf32_shdr),
	.largest = U32_MAX,
};

static const struct kdump_elf_format elf64_format = {
	.class = ELFCLASS64,
	.file_size = sizeof(struct elf64_hdr),
	.entry_size = sizeof(struct elf64_phdr),
	.section_size = sizeof(struct elf64_shdr),
	.largest = U64_MAX,
};

/**
 * kdump_elf_format - how headers of a class look
 * @class: e_ident[EI_CLASS]
 *
 * Return: the format, NULL for a class that does not exist.
 */
const struct kdump_elf_format *kdump_elf_format(u8 class)
{
	switch (class) {
	case ELFCLASS32:
		return &elf32_format;
	case ELFCLASS64:
		return &elf64_format;
	}
	return NULL;
}

/**
 * kdump_elf_format_load_file - read a file header
 * @format: the encoding of its class
 * @bytes: format->file_size bytes
 * @ret: the header, widened to 64 bits
 */
void kdump_elf_format_load_file(const struct kdump_elf_format *format,
				const void *bytes, struct elf64_hdr *ret)
{
	struct elf32_hdr narrow;

	if (format->class == ELFCLASS64) {
		memcpy(ret, bytes, sizeof(*ret));
		return;
	}
	memcpy(&narrow, bytes, sizeof(narrow));
	*ret = (struct elf64_hdr){
		.e_type = narrow.e_type,
		.e_machine = narrow.e_machine,
		.e_version = narrow.e_version,
		.e_entry = narrow.e_entry,
		.e_phoff = narrow.e_phoff,
		.e_shoff = narrow.e_shoff,
		.e_flags = narrow.e_flags,
		.e_ehsize = narrow.e_ehsize,
		.e_phentsize = narrow.e_phentsize,
		.e_phnum = narrow.e_phnum,
		.e_shentsize = narrow.e_shentsize,
		.e_shnum = narrow.e_shnum,
		.e_shstrndx = narrow.e_shstrndx,
	};
	memcpy(ret->e_ident, narrow.e_ident, sizeof(ret->e_ident));
}

/**
 * kdump_elf_format_load_entry - read a program header
 * @format: the encoding of its class
 * @bytes: format->entry_size bytes
 * @ret: the program header, widened to 64 bits
 */
void kdump_elf_format_load_entry(const struct kdump_elf_format *format,
				 const void *bytes, struct elf64_phdr *ret)
{
	struct elf32_phdr narrow;

	if (format->class == ELFCLASS64) {
		memcpy(ret, bytes, sizeof(*ret));
		return;
	}
	memcpy(&narrow, bytes, sizeof(narrow));
	*ret = (struct elf64_phdr){
		.p_type = narrow.p_type,
		.p_flags = narrow.p_flags,
		.p_offset = narrow.p_offset,
		.p_vaddr = narrow.p_vaddr,
		.p_paddr = narrow.p_paddr,
		.p_filesz = narrow.p_filesz,
		.p_memsz = narrow.p_memsz,
		.p_align = narrow.p_align,
	};
}

/**
 * kdump_elf_format_load_section - read what a section header counts
 * @format: the encoding of its class
 * @bytes: format->section_size bytes
 * @ret: the section header; only sh_type and sh_info are set
 */
void kdump_elf_format_load_section(const struct kdump_elf_format *format,
				   const void *bytes, struct elf64_shdr *ret)
{
	struct elf32_shdr narrow;

	if (format->class == ELFCLASS64) {
		memcpy(ret, bytes, sizeof(*ret));
		return;
	}
	memcpy(&narrow, bytes, sizeof(narrow));
	*ret = (struct elf64_shdr){
		.sh_type = narrow.sh_type,
		.sh_info = narrow.sh_info,
	};
}

/**
 * kdump_elf_format_store_file - write a file header
 * @format: the encoding of its class
 * @file: the header; its offsets are at most format->largest
 * @bytes: where format->file_size bytes go
 */
void kdump_elf_format_store_file(const struct kdump_elf_format *format,
				 const struct elf64_hdr *file, void *bytes)
{
	struct elf32_hdr narrow;

	if (format->class == ELFCLASS64) {
		memcpy(bytes, file, sizeof(*file));
		return;
	}
	narrow = (struct elf32_hdr){
		.e_type = file->e_type,
		.e_machine = file->e_machine,
		.e_version = file->e_version,
		.e_entry = file->e_entry,
		.e_phoff = file->e_phoff,
		.e_shoff = file->e_shoff,
		.e_flags = file->e_flags,
		.e_ehsize = file->e_ehsize,
		.e_phentsize = file->e_phentsize,
		.e_phnum = file->e_phnum,
		.e_shentsize = file->e_shentsize,
		.e_shnum = file->e_shnum,
		.e_shstrndx = file->e_shstrndx,
	};
	memcpy(narrow.e_ident, file->e_ident, sizeof(narrow.e_ident));
	memcpy(bytes, &narrow, sizeof(narrow));
}

/**
 * kdump_elf_format_store_entry - write a program header
 * @format: the encoding of its class
 * @entry: the program header; its values are at most format->largest
 * @bytes: where format->entry_size bytes go
 */
void kdump_elf_format_store_entry(const struct kdump_elf_format *format,
				  const struct elf64_phdr *entry, void *bytes)
{
	struct elf32_phdr narrow;

	if (format->class == ELFCLASS64) {
		memcpy(bytes, entry, sizeof(*entry));
		return;
	}
	narrow = (struct elf32_phdr){
		.p_type = entry->p_type,
		.p_flags = entry->p_flags,
		.p_offset = entry->p_offset,
		.p_vaddr = entry->p_vaddr,
		.p_paddr = entry->p_paddr,
		.p_filesz = entry->p_filesz,
		.p_memsz = entry->p_memsz,
		.p_align = entry->p_align,
	};
	memcpy(bytes, &narrow, sizeof(narrow));
}

/**
 * kdump_elf_format_store_section - write a section header that only counts
 * @format: the encoding of its class
 * @section: the section header; only sh_type and sh_info are written
 * @bytes: where format->section_size bytes go
 */
void kdump_elf_format_store_section(const struct kdump_elf_format *format,
				    const struct elf64_shdr *section, void *bytes)
{
	const struct elf64_shdr wide = {
		.sh_type = section->sh_type,
		.sh_info = section->sh_info,
	};
	const struct elf32_shdr narrow = {
		.sh_type = section->sh_type,
		.sh_info = section->sh_info,
	};

	if (format->class == ELFCLASS64)
		memcpy(bytes, &wide, sizeof(wide));
	else
		memcpy(bytes, &narrow, sizeof(narrow));
}
