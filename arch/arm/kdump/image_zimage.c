// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading a zImage: where its parts go.
 *
 * It unpacks the kernel to a place that it finds in the device tree: where its
 * memory begins. Nothing of it may be there that is needed then or later. What is
 * there of the jump is not.
 *
 * Protocol: Documentation/arch/arm/booting.rst.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/align.h>
#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include <asm/setup.h>

#include "formats/fdt.h"
#include "formats/files.h"
#include "zimage_header.h"

/* What the new kernel maps of its tree at first. */
#define TREE_BYTES_MAX	SZ_1M

/* In memory without a limit it looks for its own by 128 MiB, then by the tree. */
#define NEAR_BYTES	SZ_128M

/**
 * struct zimage_place - where the new kernel may put what
 * @kernel: where it will unpack the kernel to, with the first page tables
 * @end: what is loaded ends at this address, or below
 */
struct zimage_place {
	struct kdump_range kernel;
	u64 end;
};

static int zimage_parse(const void *kernel, size_t size,
			struct kdump_arm_zimage *image)
{
	struct kdump_diag diag;
	int error = kdump_arm_zimage_parse(kernel, size, &diag, image);

	return error ? kdump_load_refuse("zImage", &diag, error) : 0;
}

static struct zimage_place zimage_place_of(const struct kdump_files *files,
					   const struct kdump_arm_zimage *image)
{
	const struct kdump_range region = kdump_region();
	bool crash = !kdump_range_empty(&files->elfcorehdr);
	u64 ram = crash ? region.start : memblock_start_of_DRAM();

	return (struct zimage_place){
		.kernel = kdump_arm_zimage_unpacked(image, ram),
		.end = crash ? region.end : ALIGN(ram + 1, NEAR_BYTES),
	};
}

/* The header was placed before anyone knew of the kernel. */
static int zimage_check_place(const struct kdump_files *files,
			      const struct zimage_place *place)
{
	if (!kdump_ranges_overlap(&files->elfcorehdr, &place->kernel))
		return 0;
	pr_err("load refused: the elfcorehdr (%llu KiB) is where the kernel will be\n",
	       kdump_range_size(&files->elfcorehdr) >> 10);
	return -EADDRNOTAVAIL;
}

static int zimage_load(struct kdump_builder *builder,
		       const struct kdump_files *files)
{
	struct kdump_fdt_needs tree = { .bytes_max = TREE_BYTES_MAX };
	struct kdump_placement kernel = {
		.name = "kernel",
		.data = files->kernel,
	};
	struct kdump_range kernel_at, initrd_at = { }, tree_at;
	struct kdump_arm_zimage image;
	struct zimage_place place;
	int error;

	error = zimage_parse(files->kernel, files->kernel_size, &image);
	if (error)
		return error;
	place = zimage_place_of(files, &image);
	kernel.size = image.size;
	kernel.memory_size = image.memory_size;
	kernel.lowest = place.kernel.end;
	kernel.highest = place.end;
	tree.lowest = place.kernel.end;
	error = zimage_check_place(files, &place) ?:
		kdump_files_check_cmdline(files, COMMAND_LINE_SIZE) ?:
		kdump_builder_place(builder, &kernel, &kernel_at) ?:
		kdump_files_place_initrd(builder, files, &kernel, &initrd_at) ?:
		kdump_fdt_place(builder, files, &initrd_at, &tree, &tree_at);
	if (!error)
		kdump_builder_set_entry(builder, kernel_at.start, tree_at.start);
	return error;
}

static int zimage_check(const void *kernel, size_t size)
{
	struct kdump_arm_zimage image;

	return zimage_parse(kernel, size, &image);
}

static const struct kdump_format zimage_format = {
	.name = "zImage",
	.check = zimage_check,
	.load = zimage_load,
};

const struct kdump_format *const kdump_arch_formats[] = {
	&zimage_format,
	NULL
};
