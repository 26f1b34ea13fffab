/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ELF headers of 32 and of 64 bits, in one form. Pure.
 */
#ifndef _KDUMP_ELF_CODEC_H
#define _KDUMP_ELF_CODEC_H

#include <linux/elf.h>
#include <linux/types.h>

/**
 * struct kdump_elf_format - what differs between the classes of ELF
 * @class: e_ident[EI_CLASS]
 * @file_size: bytes of the file header
 * @entry_size: bytes of a program header
 * @section_size: bytes of a section header
 * @largest: the largest offset, address or size that can be written
 */
struct kdump_elf_format {
	u8 class;
	u16 file_size;
	u16 entry_size;
	u16 section_size;
	u64 largest;
};

const struct kdump_elf_format *kdump_elf_format(u8 class);

void kdump_elf_format_load_file(const struct kdump_elf_format *format,
				const void *bytes, struct elf64_hdr *ret);
void kdump_elf_format_load_entry(const struct kdump_elf_format *format,
				 const void *bytes, struct elf64_phdr *ret);
void kdump_elf_format_load_section(const struct kdump_elf_format *format,
				   const void *bytes, struct elf64_shdr *ret);
void kdump_elf_format_store_file(const struct kdump_elf_format *format,
				 const struct elf64_hdr *file, void *bytes);
void kdump_elf_format_store_entry(const struct kdump_elf_format *format,
				  const struct elf64_phdr *entry, void *bytes);
void kdump_elf_format_store_section(const struct kdump_elf_format *format,
				    const struct elf64_shdr *section, void *bytes);

#endif /* _KDUMP_ELF_CODEC_H */
