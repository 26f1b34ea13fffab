/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ELF headers of 32 and of 64 bits, in one form. Pure.
 */
#ifndef _VMCORE_ELF_CODEC_H
#define _VMCORE_ELF_CODEC_H

#include <linux/elf.h>
#include <linux/types.h>

/**
 * struct vmcore_format - what differs between the classes of ELF
 * @class: e_ident[EI_CLASS]
 * @file_size: bytes of the file header
 * @entry_size: bytes of a program header
 * @section_size: bytes of a section header
 * @largest: the largest offset, address or size that can be written
 */
struct vmcore_format {
	u8 class;
	u16 file_size;
	u16 entry_size;
	u16 section_size;
	u64 largest;
};

const struct vmcore_format *vmcore_format(u8 class);

void vmcore_format_load_file(const struct vmcore_format *format,
			     const void *bytes, struct elf64_hdr *ret);
void vmcore_format_load_entry(const struct vmcore_format *format,
			      const void *bytes, struct elf64_phdr *ret);
void vmcore_format_load_section(const struct vmcore_format *format,
				const void *bytes, struct elf64_shdr *ret);
void vmcore_format_store_file(const struct vmcore_format *format,
			      const struct elf64_hdr *file, void *bytes);
void vmcore_format_store_entry(const struct vmcore_format *format,
			       const struct elf64_phdr *entry, void *bytes);
void vmcore_format_store_section(const struct vmcore_format *format,
				 const struct elf64_shdr *section, void *bytes);

#endif /* _VMCORE_ELF_CODEC_H */
