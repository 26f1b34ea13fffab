// SPDX-License-Identifier: GPL-2.0-only
/*
 * lseek(2) of /proc/vmcore: where there is data, and where only zeros.
 *
 * A hole is what reads as zeros without a look at memory: what drivers say is
 * no RAM, and the gaps of the file. Copies by tools that know about holes
 * neither read nor store them.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>

#include "vmcore.h"

/* Most bytes that drivers are asked about between two looks at signals. */
#define STEP_SIZE ((u64)SZ_1G)

/* How far the file is alike from @offset on; @place is what is there. */
static u64 run_at(const struct vmcore_place *place, bool *is_data)
{
	int cookie;
	u64 size;

	*is_data = place->area != VMCORE_GAP;
	if (place->area != VMCORE_MEMORY)
		return place->left;
	cookie = vmcore_ram_lock();
	size = vmcore_ram_run(place->start, min(place->left, STEP_SIZE),
			      is_data);
	vmcore_ram_unlock(cookie);
	return size;
}

/* The first offset from @offset on that is what is wanted, or an errno. */
static loff_t find(const struct vmcore_layout *layout, loff_t offset,
		   bool want_data)
{
	struct vmcore_place place;
	bool is_data;
	u64 size;

	if (offset < 0 || !vmcore_layout_find(layout, offset, &place))
		return -ENXIO;
	do {
		size = run_at(&place, &is_data);
		if (is_data == want_data)
			return offset;
		offset += size;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	} while (vmcore_layout_find(layout, offset, &place));
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
 * Return: the new offset; %-ENXIO for data or holes behind the end, or where
 * no data follows; %-EINVAL for a negative result; %-EINTR.
 */
loff_t vmcore_lseek(struct file *file, loff_t offset, int whence)
{
	const struct vmcore_reader *reader = file->private_data;
	const struct vmcore_layout *layout = &reader->file->layout;

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return default_llseek(file, offset, whence);
	offset = find(layout, offset, whence == SEEK_DATA);
	if (offset < 0)
		return offset;
	return vfs_setpos(file, offset, vmcore_layout_size(layout));
}
