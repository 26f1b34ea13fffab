// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading an Image or an ELF kernel, as it is, compressed, or in a file for EFI:
 * where its parts go.
 *
 * Protocol: Documentation/arch/riscv/boot.rst.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/align.h>
#include <linux/elf.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/pgtable.h>

#include <asm/fixmap.h>
#include <asm/setup.h>

#include "formats/elf_kernel.h"
#include "formats/fdt.h"
#include "formats/files.h"
#include "image_header.h"

/**
 * struct kernel_place - where the new kernel is
 * @entry: its first instruction
 * @end: of what it takes for its own before it looks at anything else. It reserves
 *	up to a multiple of PMD_SIZE, and drops a ramdisk that it finds there
 */
struct kernel_place {
	u64 entry;
	u64 end;
};

static const struct kdump_elf_identity elf_identity = {
	.class = ELFCLASS64,
	.data = ELFDATA2LSB,
	.machine = EM_RISCV,
};

static int image_parse(const struct kdump_unpacked *kernel,
		       struct kdump_riscv_image *image)
{
	struct kdump_diag diag;
	int error = kdump_riscv_image_parse(kernel->data, kernel->size, &diag,
					    image);

	return error ? kdump_load_refuse("Image", &diag, error) : 0;
}

static int elf_parse(const struct kdump_unpacked *kernel,
		     struct kdump_elf_kernel *elf)
{
	struct kdump_diag diag;
	int error = kdump_elf_kernel_parse(kernel->data, kernel->size,
					   &elf_identity, &diag, elf);

	/* There is no other way to start it. */
	return error ? kdump_load_refuse("ELF kernel", &diag, -ENOEXEC) : 0;
}

/* At the lowest place: older kernels cannot use what is below them. */
static int image_place_kernel(struct kdump_builder *builder,
			      const struct kdump_unpacked *kernel,
			      struct kernel_place *ret)
{
	struct kdump_placement placement = {
		.name = "kernel",
		.data = kernel->data,
		.size = kernel->size,
		.align = PMD_SIZE,
	};
	struct kdump_riscv_image image;
	struct kdump_range at;
	int error = image_parse(kernel, &image);

	if (error)
		return error;
	placement.memory_size = image.memory_size;
	error = kdump_builder_place(builder, &placement, &at);
	if (!error)
		*ret = (struct kernel_place){ at.start, ALIGN(at.end, PMD_SIZE) };
	return error;
}

static int elf_place_kernel(struct kdump_builder *builder,
			    const struct kdump_unpacked *kernel,
			    struct kernel_place *ret)
{
	const struct kdump_placement needs = {
		.name = "kernel",
		.align = PMD_SIZE,
	};
	struct kdump_elf_kernel elf;
	u64 entry, length;
	int error;

	error = elf_parse(kernel, &elf) ?:
		kdump_elf_kernel_place(builder, &elf, kernel->data, &needs,
				       &entry);
	if (error)
		return error;
	length = kdump_elf_kernel_memory(&elf).end - elf.entry;
	*ret = (struct kernel_place){ entry, ALIGN(entry + length, PMD_SIZE) };
	return 0;
}

static int place_kernel(struct kdump_builder *builder,
			const struct kdump_unpacked *kernel,
			struct kernel_place *ret)
{
	if (kdump_elf_kernel_probe(kernel->data, kernel->size))
		return elf_place_kernel(builder, kernel, ret);
	return image_place_kernel(builder, kernel, ret);
}

static int place_initrd(struct kdump_builder *builder,
			const struct kdump_files *files, u64 above,
			struct kdump_range *ret)
{
	const struct kdump_placement where = { .lowest = above };

	return kdump_files_place_initrd(builder, files, &where, ret);
}

static int image_place(struct kdump_builder *builder,
		       const struct kdump_files *files,
		       const struct kdump_unpacked *kernel)
{
	const struct kdump_fdt_needs tree = { .bytes_max = MAX_FDT_SIZE };
	struct kdump_range initrd_at = { }, tree_at;
	struct kernel_place at;
	int error;

	error = kdump_files_check_cmdline(files, COMMAND_LINE_SIZE) ?:
		place_kernel(builder, kernel, &at) ?:
		place_initrd(builder, files, at.end, &initrd_at) ?:
		kdump_fdt_place(builder, files, &initrd_at, &tree, &tree_at);
	if (!error)
		kdump_builder_set_entry(builder, at.entry, tree_at.start);
	return error;
}

static int image_load(struct kdump_builder *builder,
		      const struct kdump_files *files)
{
	const struct kdump_unpacked kernel = {
		.data = files->kernel, .size = files->kernel_size,
	};

	return image_place(builder, files, &kernel);
}

static int image_check(const void *kernel, size_t size)
{
	const struct kdump_unpacked whole = { kernel, size };
	struct kdump_riscv_image image;

	return image_parse(&whole, &image);
}

static int elf_check(const void *kernel, size_t size)
{
	const struct kdump_unpacked whole = { kernel, size };
	struct kdump_elf_kernel elf;

	return elf_parse(&whole, &elf);
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

static const struct kdump_format zboot_format = {
	.name = "EFI zboot",
	.probe = kdump_zboot_probe,
	.check = kdump_zboot_kernel_check,
	.load = zboot_load,
};

static const struct kdump_format packed_format = {
	.name = "compressed kernel",
	.probe = kdump_packed_kernel_probe,
	.check = kdump_packed_kernel_check,
	.load = packed_load,
};

static const struct kdump_format elf_format = {
	.name = "ELF",
	.probe = kdump_elf_kernel_probe,
	.check = elf_check,
	.load = image_load,
};

static const struct kdump_format image_format = {
	.name = "Image",
	.check = image_check,
	.load = image_load,
};

const struct kdump_format *const kdump_arch_formats[] = {
	&zboot_format,
	&packed_format,
	&elf_format,
	&image_format,
	NULL
};
