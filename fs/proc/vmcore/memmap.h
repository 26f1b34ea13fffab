/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the page structs of the crashed kernel are, and copies of them. Pure:
 * the caller reads memory.
 *
 *	pfn -> section -> virtual address -> page tables -> physical address
 *
 * All of it is memory of a kernel that crashed: each step may lead anywhere, and
 * none is taken more often than the depth of the structures allows.
 */
#ifndef _VMCORE_MEMMAP_H
#define _VMCORE_MEMMAP_H

#include <linux/types.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>

struct kdump_diag;
struct page;

/**
 * struct vmcore_memmap_shape - how page structs are found
 * @sections: virtual address of the array of sections, or of pointers to its
 *	parts; 0 if there are no sections
 * @nr_roots: entries there
 * @per_root: sections of each entry
 * @by_pointer: whether an entry is a pointer to the sections, else it is one
 * @section_size: bytes of a section's struct
 * @map_offset: where in it the word is that leads to page structs
 * @map_mask: bits of that word that are an address
 * @map_flags: bits that have to be set
 * @map_base: what the address has to be where all page structs are in one
 *	virtual array; 0 otherwise, or if the crashed kernel does not tell
 * @section_shift: pages of a section, as a power of two
 * @node: virtual address of the only node, if there are no sections
 * @node_map: where in it the address of the page structs is,
 * @node_start: the first pfn that has one,
 * @node_pages: and how many follow
 *
 * Offsets are of this build, addresses of the crashed kernel.
 */
struct vmcore_memmap_shape {
	u64 sections;
	u64 nr_roots;
	u64 per_root;
	bool by_pointer;
	u64 section_size;
	u64 map_offset;
	u64 map_mask;
	u64 map_flags;
	u64 map_base;
	unsigned int section_shift;
	u64 node;
	u64 node_map;
	u64 node_start;
	u64 node_pages;
};

/**
 * struct vmcore_mapped - a piece of the crashed kernel's address space
 * @start: its first virtual address
 * @last: its last one
 * @address: where it is mapped to
 * @large: by an entry that is not of the last level
 * @error: 0 if it is mapped; %-ENXIO if it is not; else what kept its tables
 *	from being read
 *
 * Empty is no such piece: @start above @last.
 */
struct vmcore_mapped {
	u64 start;
	u64 last;
	u64 address;
	bool large;
	int error;
};

/**
 * struct vmcore_map - page structs that are found in one way
 * @start: the first pfn
 * @end: pfn past the last
 * @base: what the virtual address of pfn 0's struct would be
 * @error: 0; %-ENXIO if there are none; else what is wrong
 */
struct vmcore_map {
	u64 start;
	u64 end;
	u64 base;
	int error;
};

/**
 * struct vmcore_memmap - page structs being looked for
 * @shape: how
 * @tables: the page tables to go through
 * @read: copies physical memory; 0 or an errno
 * @context: for @read
 * @map: what was found last
 * @mapped: the same
 * @nr_damaged: how many pieces of page structs could not be copied although
 *	they ought to be there
 */
struct vmcore_memmap {
	const struct vmcore_memmap_shape *shape;
	const struct kdump_tables *tables;
	int (*read)(void *context, void *to, u64 address, size_t size);
	void *context;
	struct vmcore_map map;
	struct vmcore_mapped mapped;
	u64 nr_damaged;
};

int vmcore_memmap_shape_init(struct vmcore_memmap_shape *shape,
			     const struct kdump_info *info);
void vmcore_memmap_init(struct vmcore_memmap *memmap,
			const struct vmcore_memmap_shape *shape,
			const struct kdump_tables *tables);
int vmcore_memmap_copy(struct vmcore_memmap *memmap, u64 pfn,
		       unsigned int count, struct page *to, u64 *at);
int vmcore_memmap_read(struct vmcore_memmap *memmap, void *to, u64 virtual,
		       size_t size);
int vmcore_memmap_find(struct vmcore_memmap *memmap, u64 pfn, u64 *at);
const struct vmcore_mapped *vmcore_memmap_walk(struct vmcore_memmap *memmap,
					       u64 virtual);

#endif /* _VMCORE_MEMMAP_H */
