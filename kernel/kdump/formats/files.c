// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ramdisk and the command line of a new kernel, where a port asks for nothing
 * else of them than a place and a length.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "formats/files.h"

/**
 * kdump_files_check_cmdline - does the new kernel take the whole command line?
 * @files: with the command line
 * @room: bytes that it copies, with the NUL; it would drop the rest without a word
 *
 * Return: 0; %-EINVAL, with a message, if not.
 */
int kdump_files_check_cmdline(const struct kdump_files *files, size_t room)
{
	size_t length = strlen(files->cmdline);

	if (length < room)
		return 0;
	pr_err("load refused: the command line has %zu bytes, the new kernel takes %zu\n",
	       length, room - 1);
	return -EINVAL;
}

/**
 * kdump_files_place_initrd - place the ramdisk, if there is one
 * @builder: the image that it is for
 * @files: with the ramdisk
 * @where: its @lowest, @highest and @top_down count
 * @ret: where it is, exact to the byte; untouched if there is none, or on failure
 *
 * Return: 0; else as kdump_builder_place().
 */
int kdump_files_place_initrd(struct kdump_builder *builder,
			     const struct kdump_files *files,
			     const struct kdump_placement *where,
			     struct kdump_range *ret)
{
	const struct kdump_placement placement = {
		.name = "initrd",
		.data = files->initrd,
		.size = files->initrd_size,
		.memory_size = files->initrd_size,
		.lowest = where->lowest,
		.highest = where->highest,
		.top_down = where->top_down,
	};
	int error;

	if (!files->initrd)
		return 0;
	error = kdump_builder_place(builder, &placement, ret);
	if (!error)
		ret->end = ret->start + files->initrd_size;
	return error;
}
