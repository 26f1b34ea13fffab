// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device tree of a new kernel, made from this boot's and placed.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/err.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/libfdt.h>
#include <linux/of_fdt.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/string.h>

#include "formats/fdt.h"

/* This boot's tree, if it is known where it lies. */
static struct kdump_range old_tree(void)
{
	struct kdump_range range = { };

	if (!initial_boot_params || !initial_boot_params_pa)
		return range;
	range.start = initial_boot_params_pa;
	range.end = range.start + fdt_totalsize(initial_boot_params);
	return range;
}

/* Returns the tree, or an error pointer after a message. */
static void *tree_build(struct kdump_builder *builder,
			const struct kdump_fdt_boot *boot, u32 bytes_max)
{
	size_t size = kdump_fdt_size(initial_boot_params, boot);
	void *tree = kdump_builder_alloc(builder, size);
	struct kdump_diag diag;
	int error;

	if (!tree)
		return ERR_PTR(-ENOMEM);
	error = kdump_fdt_make(initial_boot_params, boot, tree, size, &diag);
	if (error)
		return ERR_PTR(kdump_load_refuse("device tree", &diag, error));
	if (fdt_totalsize(tree) <= bytes_max)
		return tree;
	pr_err("load refused: the device tree has %u bytes, the new kernel takes %u\n",
	       fdt_totalsize(tree), bytes_max);
	return ERR_PTR(-EINVAL);
}

static int tree_place(struct kdump_builder *builder,
		      const struct kdump_fdt_boot *boot,
		      const struct kdump_fdt_needs *needs,
		      struct kdump_range *ret)
{
	struct kdump_placement placement = {
		.name = "device tree",
		.lowest = needs->lowest,
		.top_down = needs->top_down,
	};
	void *tree = tree_build(builder, boot, needs->bytes_max);

	if (IS_ERR(tree))
		return PTR_ERR(tree);
	placement.data = tree;
	placement.size = fdt_totalsize(tree);
	placement.memory_size = placement.size;
	return kdump_builder_place(builder, &placement, ret);
}

/**
 * kdump_fdt_place - make the device tree of a new kernel, and place it
 * @builder: the image, with kernel and ramdisk
 * @files: what was read for it
 * @initrd: where the ramdisk is, exact to the byte; empty if there is none
 * @needs: what the new kernel asks of its tree
 * @ret: where the tree will be; untouched on failure
 *
 * Return: 0; with a message %-EINVAL if this boot's tree is damaged or the new
 * one too large, %-EADDRNOTAVAIL if there is no room; %-ENOMEM.
 */
int kdump_fdt_place(struct kdump_builder *builder,
		    const struct kdump_files *files,
		    const struct kdump_range *initrd,
		    const struct kdump_fdt_needs *needs,
		    struct kdump_range *ret)
{
	u8 seed[KDUMP_FDT_SEED_BYTES];
	struct kdump_fdt_boot boot = {
		.cmdline = files->cmdline,
		.initrd = *initrd,
		.elfcorehdr = files->elfcorehdr,
		.measurements = files->measurements,
		.old_tree = old_tree(),
	};
	int error;

	kdump_assert_load_locked();
	if (!kdump_range_empty(&files->elfcorehdr)) {
		boot.usable = kdump_region();
		boot.usable_low = kdump_region_low();
		boot.lent = kdump_lent_ranges(&boot.nr_lent);
	}
	if (rng_is_initialized()) {
		get_random_bytes(seed, sizeof(seed));
		boot.seed = seed;
	}
	error = tree_place(builder, &boot, needs, ret);
	memzero_explicit(seed, sizeof(seed));
	return error;
}
