/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flattened device tree that a new kernel is started with.
 */
#ifndef _KDUMP_FDT_H
#define _KDUMP_FDT_H

#include <linux/kdump.h>
#include <linux/types.h>

#include "lib/diag.h"

struct kdump_builder;
struct kdump_files;

/* For the random numbers of a new kernel, and for where it puts itself. */
#define KDUMP_FDT_RNG_SEED_BYTES	128
#define KDUMP_FDT_KASLR_SEED_BYTES	8
#define KDUMP_FDT_SEED_BYTES \
	(KDUMP_FDT_RNG_SEED_BYTES + KDUMP_FDT_KASLR_SEED_BYTES)

/**
 * struct kdump_fdt_boot - what a new kernel is told in /chosen
 * @cmdline: its command line
 * @initrd: its ramdisk, exact to the byte; empty if there is none
 * @elfcorehdr: the ELF core header for a capture kernel; empty for a kernel
 *	that is not started by a crash
 * @usable: all memory that is a capture kernel's own
 * @usable_low: more of it, the low memory; empty if there is none
 * @lent: more of it, which the running kernel has until then
 * @nr_lent: entries of @lent
 * @measurements: IMA's list; empty if there is none
 * @old_tree: where the tree that is changed lies; empty if that is not known
 * @seed: KDUMP_FDT_SEED_BYTES fresh random bytes; NULL if there are none
 */
struct kdump_fdt_boot {
	const char *cmdline;
	struct kdump_range initrd;
	struct kdump_range elfcorehdr;
	struct kdump_range usable;
	struct kdump_range usable_low;
	const struct kdump_range *lent;
	unsigned int nr_lent;
	struct kdump_range measurements;
	struct kdump_range old_tree;
	const u8 *seed;
};

/**
 * struct kdump_fdt_needs - what a new kernel asks of its tree
 * @bytes_max: it takes no larger one
 * @lowest: it does not start below this address
 * @top_down: place it in the highest hole instead of the lowest
 */
struct kdump_fdt_needs {
	u32 bytes_max;
	u64 lowest;
	bool top_down;
};

/* fdt.c, pure */
size_t kdump_fdt_size(const void *old, const struct kdump_fdt_boot *boot);
int kdump_fdt_make(const void *old, const struct kdump_fdt_boot *boot,
		   void *tree, size_t size, struct kdump_diag *diag);

/* fdt_check.c, pure */
int kdump_fdt_refuse(struct kdump_diag *diag, const char *what, u64 value,
		     enum kdump_rule rule, u64 bound, const char *remark);
bool kdump_fdt_probe(const void *bytes, size_t size);
int kdump_fdt_check(const void *tree, size_t size, struct kdump_diag *diag);

/* fdt_place.c; process context, the load lock is held */
int kdump_fdt_place(struct kdump_builder *builder,
		    const struct kdump_files *files,
		    const struct kdump_range *initrd,
		    const struct kdump_fdt_needs *needs,
		    struct kdump_range *ret);

#endif /* _KDUMP_FDT_H */
