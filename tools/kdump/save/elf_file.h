/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The headers of an ELF core file, of 32 or 64 bits.
 */
#ifndef KDUMP_SAVE_ELF_FILE_H
#define KDUMP_SAVE_ELF_FILE_H

#include <elf.h>

#include "source.h"

/* What makedumpfile sets in e_flags of a dump that is not complete. */
#define ELF_FLAG_INCOMPLETE 0x1

/* Physical addresses have at most so many bits. */
#define ELF_ADDRESS_BITS 52
/* No machine has more memory than so many bits can count. */
#define ELF_MEMORY_BITS 47

/**
 * struct elf_file - what the file header says
 * @source: where it is
 * @bits: 32 or 64
 * @machine: e_machine
 * @flags: e_flags
 * @flags_offset: where they are in the file
 * @table: file offset of the program headers
 * @count: how many there are
 */
struct elf_file {
	struct source *source;
	unsigned int bits;
	uint16_t machine;
	uint32_t flags;
	size_t flags_offset;
	uint64_t table;
	uint32_t count;
};

/**
 * struct elf_segment - a program header, as one of 64 bits has it
 *
 * That of a PT_LOAD or PT_NOTE has been compared with the size of the file.
 */
struct elf_segment {
	uint32_t type;
	uint64_t offset;
	uint64_t vaddr;
	uint64_t paddr;
	uint64_t filesz;
	uint64_t memsz;
};

#define ELF_TABLE_BYTES 3584

/**
 * struct elf_table - a walk over the program headers
 * @file: whose
 * @next: the index of the next one
 * @read: what was read of the table ends before this index
 * @bytes: the last ones that were read
 */
struct elf_table {
	const struct elf_file *file;
	uint32_t next;
	uint32_t read;
	unsigned char bytes[ELF_TABLE_BYTES];
};

int elf_open(struct elf_file *file, struct source *source, struct fault *fault);
void elf_table_start(struct elf_table *table, const struct elf_file *file);
int elf_table_next(struct elf_table *table, struct elf_segment *ret,
		   struct fault *fault);

#endif
