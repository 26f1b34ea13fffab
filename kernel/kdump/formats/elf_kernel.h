/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel in an ELF file: what it says is checked, then it is placed.
 */
#ifndef _KDUMP_ELF_KERNEL_H
#define _KDUMP_ELF_KERNEL_H

#include <linux/types.h>
#include <linux/kdump.h>

#include "lib/diag.h"

struct kdump_builder;
struct kdump_placement;

/* Kernels have four PT_LOADs or fewer; a builder has room for some more. */
#define KDUMP_ELF_PARTS_MAX 8

/**
 * struct kdump_elf_part - a PT_LOAD of a kernel
 * @offset: where its bytes are in the file
 * @size: how many
 * @memory: physical addresses it is linked to, in whole pages; what is past
 *	@size is zero. Up to the next part: a kernel takes its image, holes
 *	included, for its own
 */
struct kdump_elf_part {
	u64 offset;
	u64 size;
	struct kdump_range memory;
};

/**
 * struct kdump_elf_kernel - a kernel that can be placed
 * @entry: physical address of its first instruction, if it is where it is
 *	linked to
 * @count: entries of @part, not 0
 * @part: ascending, each up to the next
 */
struct kdump_elf_kernel {
	u64 entry;
	unsigned int count;
	struct kdump_elf_part part[KDUMP_ELF_PARTS_MAX];
};

/* The physical addresses that it is linked to. */
static inline struct kdump_range
kdump_elf_kernel_memory(const struct kdump_elf_kernel *kernel)
{
	return (struct kdump_range){
		kernel->part[0].memory.start,
		kernel->part[kernel->count - 1].memory.end,
	};
}

/* elf_kernel.c, pure */
bool kdump_elf_kernel_probe(const void *file, size_t size);
int kdump_elf_kernel_parse(const void *file, size_t size,
			   const struct kdump_elf_identity *identity,
			   struct kdump_diag *diag,
			   struct kdump_elf_kernel *ret);

/* elf_kernel_place.c; process context, the load lock is held */
int kdump_elf_kernel_place(struct kdump_builder *builder,
			   const struct kdump_elf_kernel *kernel,
			   const void *file,
			   const struct kdump_placement *needs, u64 *entry);

#endif /* _KDUMP_ELF_KERNEL_H */
