// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading an Image, as it is, compressed, or in a file for EFI: where its parts
 * go.
 *
 * Protocol: Documentation/arch/arm64/booting.rst.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>

#include <asm/cpufeature.h>
#include <asm/setup.h>

#include "formats/fdt.h"
#include "formats/files.h"
#include "image_header.h"

/* The kernel starts at a multiple of this, or text_offset past one. */
#define KERNEL_ALIGN	SZ_2M
#define KERNEL_HIGHEST	BIT_ULL(48)

/* Kernel and ramdisk lie in a window of this size that starts at one of that. */
#define WINDOW_ALIGN	SZ_1G
#define WINDOW_BYTES	(32ULL * SZ_1G)

/* What the new kernel maps of its tree. */
#define TREE_BYTES_MAX	SZ_2M

static int image_parse(const void *kernel, size_t size,
		       struct kdump_arm64_image *image)
{
	bool both = system_supports_mixed_endian();
	const struct kdump_arm64_machine machine = {
		.little_endian = both || !IS_ENABLED(CONFIG_CPU_BIG_ENDIAN),
		.big_endian = both || IS_ENABLED(CONFIG_CPU_BIG_ENDIAN),
		.pages_4k = system_supports_4kb_granule(),
		.pages_16k = system_supports_16kb_granule(),
		.pages_64k = system_supports_64kb_granule(),
		.load_align = PAGE_SIZE,
	};
	struct kdump_diag diag;
	int error = kdump_arm64_image_parse(kernel, size, &machine, &diag,
					    image);

	return error ? kdump_load_refuse("Image", &diag, error) : 0;
}

/*
 * A capture kernel takes the lowest places. Without a crash all goes to the top
 * of RAM: an interrupt controller goes on writing to the tables that this kernel
 * gave to it early, and without EFI nothing says where they are.
 */
static bool image_top_down(const struct kdump_files *files)
{
	return kdump_range_empty(&files->elfcorehdr);
}

static int image_place_kernel(struct kdump_builder *builder,
			      const struct kdump_files *files,
			      const struct kdump_unpacked *kernel,
			      struct kdump_range *ret)
{
	struct kdump_placement placement = {
		.name = "kernel",
		.data = kernel->data,
		.size = kernel->size,
		.align = KERNEL_ALIGN,
		.highest = KERNEL_HIGHEST,
		.top_down = image_top_down(files),
	};
	struct kdump_arm64_image image;
	int error = image_parse(kernel->data, kernel->size, &image);

	if (error)
		return error;
	placement.memory_size = image.memory_size;
	placement.offset = image.text_offset;
	return kdump_builder_place(builder, &placement, ret);
}

/* Of all windows that hold the kernel, the one with most of it on that side. */
static struct kdump_range initrd_window(const struct kdump_files *files,
					const struct kdump_range *kernel)
{
	u64 start = ALIGN_DOWN(kernel->start, WINDOW_ALIGN);
	u64 end = ALIGN(kernel->end, WINDOW_ALIGN);

	if (image_top_down(files))
		start = end > WINDOW_BYTES ? end - WINDOW_BYTES : 0;
	return (struct kdump_range){ start, start + WINDOW_BYTES };
}

static int image_place_initrd(struct kdump_builder *builder,
			      const struct kdump_files *files,
			      const struct kdump_range *kernel,
			      struct kdump_range *ret)
{
	struct kdump_range window = initrd_window(files, kernel);
	const struct kdump_placement where = {
		.lowest = window.start,
		.highest = window.end,
		.top_down = image_top_down(files),
	};

	return kdump_files_place_initrd(builder, files, &where, ret);
}

static int image_place(struct kdump_builder *builder,
		       const struct kdump_files *files,
		       const struct kdump_unpacked *kernel)
{
	const struct kdump_fdt_needs tree = {
		.bytes_max = TREE_BYTES_MAX,
		.top_down = image_top_down(files),
	};
	struct kdump_range kernel_at, initrd_at = { }, tree_at;
	int error;

	error = kdump_files_check_cmdline(files, COMMAND_LINE_SIZE) ?:
		image_place_kernel(builder, files, kernel, &kernel_at) ?:
		image_place_initrd(builder, files, &kernel_at, &initrd_at) ?:
		kdump_fdt_place(builder, files, &initrd_at, &tree, &tree_at);
	if (error)
		return error;
	kdump_builder_set_entry(builder, kernel_at.start, tree_at.start);
	return 0;
}

static int image_check(const void *kernel, size_t size)
{
	struct kdump_arm64_image image;

	return image_parse(kernel, size, &image);
}

static int image_load(struct kdump_builder *builder,
		      const struct kdump_files *files)
{
	const struct kdump_unpacked kernel = {
		.data = files->kernel, .size = files->kernel_size,
	};

	return image_place(builder, files, &kernel);
}

static int packed_load(struct kdump_builder *builder,
		       const struct kdump_files *files)
{
	return kdump_packed_kernel_load(builder, files, image_place);
}

static int zboot_load(struct kdump_builder *builder,
		      const struct kdump_files *files)
{
	return kdump_zboot_kernel_load(builder, files, image_place);
}

#define PE_VERIFY_SIGNATURE					\
	(IS_ENABLED(CONFIG_KEXEC_IMAGE_VERIFY_SIG) ?		\
	 kdump_pe_signature_verify : NULL)

static const struct kdump_format zboot_format = {
	.name = "EFI zboot",
	.probe = kdump_zboot_probe,
	.check = kdump_zboot_kernel_check,
	.verify_signature = PE_VERIFY_SIGNATURE,
	.load = zboot_load,
};

/* Its signature, if there is one, is in the content. */
static const struct kdump_format packed_format = {
	.name = "compressed Image",
	.probe = kdump_packed_kernel_probe,
	.check = kdump_packed_kernel_check,
	.load = packed_load,
};

static const struct kdump_format image_format = {
	.name = "Image",
	.check = image_check,
	.verify_signature = PE_VERIFY_SIGNATURE,
	.load = image_load,
};

const struct kdump_format *const kdump_arch_formats[] = {
	&zboot_format,
	&packed_format,
	&image_format,
	NULL
};
