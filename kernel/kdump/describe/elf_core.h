/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ELF core header that describes the memory of this kernel. Pure.
 */
#ifndef _KDUMP_ELFHDR_H
#define _KDUMP_ELFHDR_H

#include <linux/types.h>
#include <linux/kdump.h>

/**
 * struct kdump_saved - memory that every kernel overwrites while it boots
 * @memory: where it was, and is for every reader of a dump
 * @copy: where the jump puts it, and where its bytes are found
 */
struct kdump_saved {
	struct kdump_range memory;
	u64 copy;
};

/**
 * struct kdump_elfhdr - what an ELF core header is to say
 * @identity: the kind of ELF
 * @notes: physical ranges of notes, one PT_NOTE each, in this order
 * @nr_notes: entries of @notes
 * @kernel: the kernel's own image; described a second time, at its virtual
 *	address, because gdb looks symbols up there. Empty where that is in the
 *	direct map: it is not described twice then
 * @kernel_virtual: virtual address of @kernel.start
 * @saved: RAM that the jump copies aside, one PT_LOAD each; not in @ram
 * @nr_saved: entries of @saved
 * @ram: RAM to dump, one PT_LOAD each, but two where the direct map ends within
 * @direct_map: virtual address of physical address 0 in the direct map
 * @direct_end: physical address where that map ends, what is above has no virtual
 *	address, and the header says -1; 0: the map is of all memory
 */
struct kdump_elfhdr {
	struct kdump_elf_identity identity;
	const struct kdump_range *notes;
	unsigned int nr_notes;
	struct kdump_range kernel;
	u64 kernel_virtual;
	const struct kdump_saved *saved;
	unsigned int nr_saved;
	const struct kdump_range_set *ram;
	u64 direct_map;
	u64 direct_end;
};

size_t kdump_elfhdr_bytes(u8 class, unsigned int nr_notes, unsigned int nr_ram);
bool kdump_elfhdr_is_core(const void *data, u64 size,
			  const struct kdump_elf_identity *identity);
int kdump_elfhdr_write(const struct kdump_elfhdr *what, void *buffer,
		       size_t size);

#endif /* _KDUMP_ELFHDR_H */
