// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel in an ELF file, placed: its parts are taken from the file as they
 * are, so no second copy of them is made.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/kdump_port.h>

#include "formats/elf_kernel.h"
#include "image/image.h"

/* Messages tell the parts apart. */
static const char *const part_names[KDUMP_ELF_PARTS_MAX] = {
	"kernel", "kernel part 2", "kernel part 3", "kernel part 4",
	"kernel part 5", "kernel part 6", "kernel part 7", "kernel part 8",
};

static int part_place(struct kdump_builder *builder, unsigned int index,
		      const struct kdump_elf_part *part, const void *file,
		      u64 shift)
{
	const struct kdump_range memory = {
		part->memory.start + shift, part->memory.end + shift,
	};

	return kdump_builder_add(builder, part_names[index],
				 file + part->offset, part->size, &memory);
}

/**
 * kdump_elf_kernel_place - place all parts of a kernel
 * @builder: the image
 * @kernel: the kernel, from kdump_elf_kernel_parse()
 * @file: its file, which must stay until the image is installed
 * @needs: name, for messages, alignment and limits of the place; its bytes and
 *	sizes are not looked at
 * @entry: set to where the kernel starts there
 *
 * Return: 0; %-EADDRNOTAVAIL, with a message, if there is no room; %-EINVAL if
 * there are too many pieces.
 */
int kdump_elf_kernel_place(struct kdump_builder *builder,
			   const struct kdump_elf_kernel *kernel,
			   const void *file,
			   const struct kdump_placement *needs, u64 *entry)
{
	const struct kdump_range linked = kdump_elf_kernel_memory(kernel);
	struct kdump_placement whole = *needs;
	struct kdump_range at;
	unsigned int i;
	u64 shift;
	int error;

	kdump_assert_load_locked();
	whole.memory_size = kdump_range_size(&linked);
	error = kdump_builder_find(builder, &whole, &at);
	if (error)
		return error;
	/* Where it moves down, the sums wrap, and come out right. */
	shift = at.start - linked.start;
	for (i = 0; i < kernel->count && !error; i++)
		error = part_place(builder, i, &kernel->part[i], file, shift);
	*entry = kernel->entry + shift;
	return error;
}
