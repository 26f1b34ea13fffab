// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel inside of a bzImage: unpacked, checked, and placed where it will
 * run, to be entered at startup_64 of arch/x86/kernel/head_64.S.
 *
 * That wants: 64-bit mode, an identity mapping of the kernel, the boot
 * parameters and the command line, %rsi = boot parameters, a start that is a
 * multiple of 2 MiB away from where it was linked to. It finds out itself how
 * far that is (phys_base), and has its own stack, GDT and, soon, page tables.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/cc_platform.h>
#include <linux/elf.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>

#include <asm/cmdline.h>

#include "bzimage_header.h"
#include "entry_rules.h"
#include "formats/decompress.h"
#include "formats/elf_kernel.h"
#include "formats/unpack.h"
#include "kdump_x86.h"

static const struct kdump_elf_identity vmlinux_identity = {
	.class = ELFCLASS64,
	.data = ELFDATA2LSB,
	.machine = EM_X86_64,
};

static int vmlinux_refuse(const struct kdump_diag *diag, int error)
{
	char why[KDUMP_DIAG_SIZE];

	if (error != -EOPNOTSUPP)
		return kdump_load_refuse("kernel in the bzImage", diag, error);
	kdump_diag_string(diag, why, sizeof(why));
	return kdump_stays_packed(why);
}

static const char *vmlinux_why_packed(const struct kdump_files *files,
				      const struct kdump_bzimage *image)
{
	const char *words = files->cmdline;
	const struct kdump_x86_start start = {
		.by_crash = !kdump_range_empty(&files->elfcorehdr),
		.five_level = pgtable_l5_enabled(),
		.encrypted = cc_platform_has(CC_ATTR_MEM_ENCRYPT),
		.no5lvl = cmdline_find_option_bool(words, "no5lvl"),
		.nokaslr = cmdline_find_option_bool(words, "nokaslr"),
		.mem_encrypt = cmdline_find_option_bool(words,
							"mem_encrypt=on"),
	};

	if (!kdump_unpack_wanted())
		return "kdump.unpack=0";
	return kdump_x86_why_packed(image, &start);
}

/* The header says how much the kernel takes to unpack itself: never less. */
static int vmlinux_check_size(const struct kdump_bzimage *image,
			      const char *what, u64 size)
{
	const struct kdump_diag diag = {
		.field = what,
		.value = size,
		.rule = KDUMP_AT_MOST,
		.bound = image->memory_size,
		.entry = KDUMP_NO_ENTRY,
		.remark = "init_size of its header",
	};

	return size <= image->memory_size ? 0 : vmlinux_refuse(&diag, -ENOEXEC);
}

static int vmlinux_unpack(struct kdump_builder *builder,
			  const struct kdump_files *files,
			  const struct kdump_bzimage *image,
			  struct kdump_unpacked *ret)
{
	const void *payload = files->kernel + image->kernel_offset +
			      image->header.payload_offset;
	size_t size = image->header.payload_length;
	struct kdump_packed packed;
	struct kdump_diag diag;
	int error;

	/* What is not known here may be known to it. */
	if (!kdump_decompressor(kdump_packing_of(payload, size)))
		return kdump_stays_packed("this kernel has no decompressor for it");
	error = kdump_payload_parse(payload, size, &diag, &packed);
	if (error)
		return vmlinux_refuse(&diag, error);
	error = vmlinux_check_size(image, "size of the content",
				   packed.unpacked);
	return error ?: kdump_unpack_try(builder, &packed, ret);
}

static int vmlinux_parse(const struct kdump_bzimage *image,
			 const struct kdump_unpacked *unpacked,
			 struct kdump_elf_kernel *ret)
{
	struct kdump_range memory;
	struct kdump_diag diag;
	int error;

	if (!kdump_elf_kernel_probe(unpacked->data, unpacked->size))
		return kdump_stays_packed("what it unpacks is not ELF");
	error = kdump_elf_kernel_parse(unpacked->data, unpacked->size,
				       &vmlinux_identity, &diag, ret);
	if (error)
		return vmlinux_refuse(&diag, error);
	memory = kdump_elf_kernel_memory(ret);
	if (!IS_ALIGNED(memory.start, SZ_2M))
		return kdump_stays_packed("it is not linked to a multiple of 2 MiB");
	return vmlinux_check_size(image, "memory of all PT_LOADs",
				  kdump_range_size(&memory));
}

static int vmlinux_place(struct kdump_builder *builder,
			 const struct kdump_bzimage *image,
			 const struct kdump_unpacked *unpacked, u64 *entry)
{
	const struct kdump_placement needs = {
		.name = "kernel",
		.align = image->alignment,
		.lowest = image->lowest,
		.top_down = true,
	};
	struct kdump_elf_kernel kernel;
	int error = vmlinux_parse(image, unpacked, &kernel);

	return error ?: kdump_elf_kernel_place(builder, &kernel, unpacked->data,
					       &needs, entry);
}

/**
 * kdump_x86_place_vmlinux - place the kernel inside of a bzImage
 * @builder: the image
 * @files: what was read
 * @image: the bzImage's header
 * @entry: set to the kernel's entry
 *
 * It never takes more room than the bzImage would.
 *
 * Return: 0; %-EOPNOTSUPP, with a message, if the bzImage is to be placed as it
 * is; %-ENOEXEC, with a message, if it is damaged inside; %-EADDRNOTAVAIL, with
 * a message, if there is no room; %-EINVAL if there are too many pieces.
 */
int kdump_x86_place_vmlinux(struct kdump_builder *builder,
			    const struct kdump_files *files,
			    const struct kdump_bzimage *image, u64 *entry)
{
	const char *why = vmlinux_why_packed(files, image);
	struct kdump_unpacked unpacked;
	int error;

	if (why)
		return kdump_stays_packed(why);
	error = vmlinux_unpack(builder, files, image, &unpacked);
	return error ?: vmlinux_place(builder, image, &unpacked, entry);
}
