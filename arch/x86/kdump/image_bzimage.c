// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading a bzImage: where its parts go.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "bzimage_bits.h"
#include "bzimage_header.h"
#include "formats/initramfs.h"
#include "kdump_x86.h"

/* "elfcorehdr=0x" and 16 digits, a space and a NUL. */
#define ELFCOREHDR_TEXT_MAX 32
/* "kdump.lapic_khz=" and 10 digits, a space and a NUL. */
#define LAPIC_TEXT_MAX 28

static int bzimage_parse(const void *kernel, size_t size, struct kdump_bzimage *image)
{
	struct kdump_diag diag;
	int error = kdump_bzimage_parse(kernel, size, BZIMAGE_BITS, &diag, image);

	return error ? kdump_load_refuse("bzImage", &diag, error) : 0;
}

static int bzimage_check(const void *kernel, size_t size)
{
	struct kdump_bzimage image;
	int error = bzimage_parse(kernel, size, &image);

	return error ?: bzimage_check_machine(&image);
}

static char *bzimage_make_cmdline(struct kdump_builder *builder,
				  const struct kdump_files *files, size_t limit)
{
	size_t given = strlen(files->cmdline);
	size_t size = given + ELFCOREHDR_TEXT_MAX + LAPIC_TEXT_MAX;
	char *cmdline = kdump_builder_alloc(builder, size);
	unsigned int khz = kdump_x86_lapic_khz();
	int prefix = 0, length;

	if (!cmdline)
		return ERR_PTR(-ENOMEM);
	if (!kdump_range_empty(&files->elfcorehdr))
		prefix = scnprintf(cmdline, size, "elfcorehdr=0x%llx ",
				   files->elfcorehdr.start);
	/* It saves time, and is left out where others need the space. */
	if (prefix && khz && prefix + LAPIC_TEXT_MAX + given <= limit)
		prefix += scnprintf(cmdline + prefix, size - prefix,
				    "kdump.lapic_khz=%u ", khz);
	length = prefix + scnprintf(cmdline + prefix, size - prefix, "%s",
				    files->cmdline);
	if (length <= limit)
		return cmdline;
	pr_err("load refused: the command line has %d bytes%s, the new kernel takes %zu\n",
	       length, prefix ? " with elfcorehdr=" : "", limit);
	return ERR_PTR(-EINVAL);
}

/* As it is: it will move, unpack and relocate itself. */
static int bzimage_place_packed(struct kdump_builder *builder,
				const struct kdump_files *files,
				const struct kdump_bzimage *image, u64 *entry)
{
	const struct kdump_placement kernel = {
		.name = "kernel",
		.data = files->kernel + image->kernel_offset,
		.size = files->kernel_size - image->kernel_offset,
		.memory_size = image->memory_size,
		.align = image->alignment,
		.lowest = image->lowest,
		.highest = BZIMAGE_HIGHEST,
		.top_down = true,
	};
	struct kdump_range at;
	int error = kdump_builder_place(builder, &kernel, &at);

	if (!error)
		*entry = at.start + BZIMAGE_ENTRY;
	return error;
}

static int bzimage_place_kernel(struct kdump_builder *builder,
				const struct kdump_files *files,
				const struct kdump_bzimage *image, u64 *entry)
{
	int error = kdump_x86_place_vmlinux(builder, files, image, entry);

	if (error != -EOPNOTSUPP)
		return error;
	return bzimage_place_packed(builder, files, image, entry);
}

/* Time counts after a crash. Elsewhere it is memory that counts. */
static struct kdump_files bzimage_ready_files(struct kdump_builder *builder,
					      const struct kdump_files *files)
{
	struct kdump_files ready = *files;

	if (!kdump_range_empty(&files->elfcorehdr))
		kdump_initramfs_unpack(builder, &ready);
	return ready;
}

static int bzimage_place_initrd(struct kdump_builder *builder,
				const struct kdump_files *files,
				struct boot_params *params)
{
	const struct kdump_files ready = bzimage_ready_files(builder, files);
	const struct kdump_placement initrd = {
		.name = "initrd",
		.data = ready.initrd,
		.size = ready.initrd_size,
		.memory_size = ready.initrd_size,
		.highest = BZIMAGE_HIGHEST,
		.top_down = true,
	};
	struct kdump_range at;
	int error;

	if (!ready.initrd)
		return 0;
	error = kdump_builder_place(builder, &initrd, &at);
	if (error)
		return error;
	params->hdr.ramdisk_image = lower_32_bits(at.start);
	params->ext_ramdisk_image = upper_32_bits(at.start);
	params->hdr.ramdisk_size = lower_32_bits(ready.initrd_size);
	params->ext_ramdisk_size = upper_32_bits(ready.initrd_size);
	return 0;
}

static int bzimage_place_boot_params(struct kdump_builder *builder,
				     const struct kdump_files *files,
			     const struct kdump_bzimage *image,
			     struct boot_params **params,
			     struct kdump_range *ret)
{
	struct kdump_placement placement = {
		.name = "boot parameters",
		.highest = BZIMAGE_HIGHEST,
		.top_down = kdump_range_empty(&files->elfcorehdr),
	};
	struct kdump_x86_memory_map map = { };
	char *cmdline;
	int error;

	cmdline = bzimage_make_cmdline(builder, files, image->cmdline_size);
	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);
	map.entry = kdump_builder_alloc(builder, KDUMP_X86_MEMORY_MAP_MAX *
					sizeof(*map.entry));
	if (!map.entry)
		return -ENOMEM;
	kdump_x86_memory_map(&files->elfcorehdr, &map);
	placement.size = kdump_x86_boot_params_size(strlen(cmdline) + 1, &map);
	placement.memory_size = placement.size;
	*params = kdump_builder_alloc(builder, placement.size);
	if (!*params)
		return -ENOMEM;
	placement.data = *params;
	error = kdump_builder_place(builder, &placement, ret);
	if (error)
		return error;

	(*params)->hdr = image->header;
	kdump_x86_boot_params_fill(*params, ret->start, cmdline, &map,
				   &files->measurements);
	return 0;
}

static int bzimage_load(struct kdump_builder *builder,
			const struct kdump_files *files)
{
	struct kdump_range params_at;
	struct kdump_bzimage image;
	struct boot_params *params;
	u64 entry;
	int error;

	error = bzimage_parse(files->kernel, files->kernel_size, &image);
	if (error)
		return error;
	error = bzimage_place_boot_params(builder, files, &image, &params,
					  &params_at);
	if (error)
		return error;
	error = bzimage_place_kernel(builder, files, &image, &entry);
	if (error)
		return error;
	error = bzimage_place_initrd(builder, files, params);
	if (error)
		return error;
	kdump_builder_set_entry(builder, entry, params_at.start);
	return 0;
}

static const struct kdump_format bzimage_format = {
	.name = "bzImage",
	.check = bzimage_check,
	.verify_signature = IS_ENABLED(CONFIG_KEXEC_BZIMAGE_VERIFY_SIG) ?
			    kdump_pe_signature_verify : NULL,
	.load = bzimage_load,
};

const struct kdump_format *const kdump_arch_formats[] = {
	&bzimage_format,
	NULL
};
