/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The filter of pages: what a level leaves out of the file.
 *
 *	filter_level.c	may there be a filter, and which is the level
 *	filter.c	a reader's: is a page kept, and how far is it alike
 *	memmap_runs.c	which pages hold page structs
 *	extents.c	the ioctl that tells of many pieces at once
 *	extents_compat.c
 *			the same, for compat readers
 *
 * A reader takes the level when it opens the file and keeps it.
 */
#ifndef _VMCORE_FILTER_H
#define _VMCORE_FILTER_H

#include <linux/types.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_filter.h>

#include "memmap.h"

struct file;
struct vmcore_file;
struct vmcore_filter;
struct vmcore_memmap_runs;
struct vmcore_reader;
struct vmcore_window_cache;

#define VMCORE_CLASSES (KDUMP_CLASS_MEMMAP + 1)

/**
 * struct vmcore_page_structs - how page structs of the crashed kernel are found
 * @shape: from a pfn to a virtual address
 * @tables: from there to a physical one
 * @runs: from there to the pages that are described; NULL until it is needed
 */
struct vmcore_page_structs {
	struct vmcore_memmap_shape shape;
	struct kdump_tables tables;
	const struct vmcore_memmap_runs *runs;
};

/**
 * struct vmcore_piece - memory that is asked about
 * @offset: where it is in the file
 * @address: physical address
 * @size: bytes of it, not 0
 */
struct vmcore_piece {
	u64 offset;
	u64 address;
	u64 size;
};

/**
 * struct vmcore_run - pages that are alike
 * @size: bytes of it, not 0
 * @class: enum kdump_filter_class of the first page
 * @kept: whether they are in the dump
 */
struct vmcore_run {
	u64 size;
	u32 class;
	bool kept;
};

/* filter_level.c */
void vmcore_filter_setup(const struct vmcore_file *file);
void vmcore_filter_teardown(void);
int vmcore_filter_set_level(u32 level);
u32 vmcore_filter_level(void);
int vmcore_filter_open(struct vmcore_reader *reader);

/* filter_sysfs.c, or module/filter.c where the reader is a module */
int vmcore_build_id(u8 *id, size_t size);

/* filter.c */
struct vmcore_filter *
vmcore_filter_new(struct vmcore_window_cache *windows,
		  const struct vmcore_page_structs *structs, u32 level);
void vmcore_filter_destroy(struct vmcore_filter *filter);
void vmcore_filter_find_runs(struct vmcore_memmap_runs *runs,
			     struct vmcore_window_cache *windows,
			     const struct vmcore_page_structs *structs,
			     const struct kdump_range_set *memory);
void vmcore_filter_run(struct vmcore_filter *filter,
		       const struct vmcore_piece *piece, bool by_class,
		       struct vmcore_run *ret);
size_t vmcore_filter_stats(char *to, size_t size);

/* extents.c */
long vmcore_ioctl(struct file *file, unsigned int command,
		  unsigned long argument);

/* extents_compat.c */
#ifdef CONFIG_COMPAT
long vmcore_compat_ioctl(struct file *file, unsigned int command,
			 unsigned long argument);
#define VMCORE_COMPAT_IOCTL .proc_compat_ioctl = vmcore_compat_ioctl,
#else
#define VMCORE_COMPAT_IOCTL
#endif

#endif /* _VMCORE_FILTER_H */
