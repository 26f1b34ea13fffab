// SPDX-License-Identifier: GPL-2.0-only
/*
 * lseek(2) of /proc/vmcore: where there is data, and where only zeros.
 *
 * A hole is what reads as zeros without a look at memory: what drivers say is
 * no RAM, what the filter leaves out, and the gaps of the file. Copies by tools
 * that know about holes neither read nor store them.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>

#include "vmcore.h"

/* Most bytes that drivers are asked about between two looks at signals. */
#define STEP_SIZE SZ_1G

/* The first offset from @offset on that is what is wanted, or an errno. */
static loff_t lseek_find(const struct vmcore_reader *reader, loff_t offset,
			 bool want_data)
{
	struct vmcore_extent extent;
	bool is_data;

	if (offset < 0 || offset >= vmcore_layout_size(&reader->file->layout))
		return -ENXIO;
	while (vmcore_extent_at(reader, offset, STEP_SIZE, &extent)) {
		vmcore_extent_end(&extent);
		is_data = extent.kind != VMCORE_EXTENT_ZERO;
		if (is_data == want_data)
			return offset;
		offset += extent.size;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return want_data ? -ENXIO : offset;
}

/**
 * vmcore_lseek - move in the dump
 * @file: the open file
 * @offset: where to, as @whence says
 * @whence: as in lseek(2)
 *
 * Process context, may sleep.
 *
 * Return: the new offset; %-ENXIO for data or holes past the end, or where
 * no data follows; %-EINVAL for a negative result; %-EINTR.
 */
loff_t vmcore_lseek(struct file *file, loff_t offset, int whence)
{
	const struct vmcore_reader *reader = file->private_data;

	might_sleep();
	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return default_llseek(file, offset, whence);
	offset = lseek_find(reader, offset, whence == SEEK_DATA);
	if (offset < 0)
		return offset;
	return vfs_setpos(file, offset,
			  vmcore_layout_size(&reader->file->layout));
}
