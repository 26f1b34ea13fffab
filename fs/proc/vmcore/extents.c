// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctl(2) of /proc/vmcore: what is kept and what is left out, many pieces at a
 * time. See <linux/kdump_filter.h>.
 *
 * Context: process context, may sleep.
 */
#include <linux/compat.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include "filter.h"
#include "vmcore.h"

/* Most bytes between two looks at signals. */
#define STEP_SIZE SZ_1G

/**
 * struct tell - an answer being written
 * @reader: the open file
 * @ask: the question; what is answered so far
 * @to: where the next piece goes
 * @room: how many fit
 * @last: the piece at hand, not written yet; empty at the start
 */
struct tell {
	const struct vmcore_reader *reader;
	struct kdump_filter_extents ask;
	struct kdump_filter_extent __user *to;
	u32 room;
	struct kdump_filter_extent last;
};

static u32 extent_flags(const struct vmcore_extent *extent)
{
	u32 flags = 0;

	if (extent->kind != VMCORE_EXTENT_ZERO)
		flags |= KDUMP_EXTENT_KEPT;
	if (extent->class >= KDUMP_CLASS_KERNEL)
		flags |= KDUMP_EXTENT_MEMORY;
	return flags;
}

/* The piece of the file at @offset, as user space knows it. */
static bool piece_at(const struct tell *tell, u64 offset,
		     struct kdump_filter_extent *ret)
{
	u64 size = min_t(u64, tell->ask.end - offset, STEP_SIZE);
	struct vmcore_extent extent;
	bool found;

	if (tell->ask.flags & KDUMP_EXTENTS_BY_CLASS)
		found = vmcore_extent_of_class(tell->reader, offset, size,
					       &extent);
	else
		found = vmcore_extent_at(tell->reader, offset, size, &extent);
	if (!found)
		return false;
	vmcore_extent_end(&extent);
	*ret = (struct kdump_filter_extent){
		.offset = offset,
		.size = extent.size,
		.class = extent.class,
		.flags = extent_flags(&extent),
	};
	if (ret->flags & KDUMP_EXTENT_MEMORY)
		ret->address = extent.address;
	return true;
}

static bool is_more_of(const struct kdump_filter_extent *last,
		       const struct kdump_filter_extent *piece, bool by_class)
{
	if (!last->size || last->flags != piece->flags ||
	    (by_class && last->class != piece->class))
		return false;
	return !(piece->flags & KDUMP_EXTENT_MEMORY) ||
	       last->address + last->size == piece->address;
}

/* Writes the piece at hand, if there is one. */
static int tell_flush(struct tell *tell)
{
	if (!tell->last.size)
		return 0;
	if (copy_to_user(tell->to, &tell->last, sizeof(tell->last)))
		return -EFAULT;
	tell->to++;
	tell->ask.count++;
	tell->ask.offset = tell->last.offset + tell->last.size;
	tell->last.size = 0;
	return 0;
}

/* Adds a piece: 1, 0 if there is no room for it, or an errno. */
static int tell_add(struct tell *tell, const struct kdump_filter_extent *piece)
{
	bool by_class = tell->ask.flags & KDUMP_EXTENTS_BY_CLASS;
	int error;

	if (is_more_of(&tell->last, piece, by_class)) {
		tell->last.size += piece->size;
		return 1;
	}
	error = tell_flush(tell);
	if (error)
		return error;
	if (tell->ask.count == tell->room)
		return 0;
	tell->last = *piece;
	return 1;
}

static int tell_all(struct tell *tell)
{
	struct kdump_filter_extent piece;
	u64 offset = tell->ask.offset;
	int more = 1;

	while (offset < tell->ask.end && piece_at(tell, offset, &piece)) {
		more = tell_add(tell, &piece);
		if (more <= 0)
			return more;
		offset += piece.size;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return tell_flush(tell);
}

static long extents_tell(const struct vmcore_reader *reader,
			 struct kdump_filter_extents __user *from)
{
	struct tell tell = { .reader = reader };
	int error;

	if (copy_from_user(&tell.ask, from, sizeof(tell.ask)))
		return -EFAULT;
	if (!tell.ask.count || tell.ask.reserved ||
	    tell.ask.flags & ~KDUMP_EXTENTS_BY_CLASS)
		return -EINVAL;
	tell.to = u64_to_user_ptr(tell.ask.extents);
	tell.room = tell.ask.count;
	tell.ask.count = 0;
	tell.ask.level = reader->level;
	error = tell_all(&tell);
	if (error)
		return error;
	if (copy_to_user(from, &tell.ask, sizeof(tell.ask)))
		return -EFAULT;
	return 0;
}

/**
 * vmcore_ioctl - tell what is in the file
 * @file: the open file
 * @command: KDUMP_IOC_EXTENTS
 * @argument: address of a struct kdump_filter_extents
 *
 * Return: 0; %-ENOTTY for another command; %-EFAULT if the question cannot be
 * read or the answer not be written; %-EINVAL for a question that makes no
 * sense.
 */
long vmcore_ioctl(struct file *file, unsigned int command,
		  unsigned long argument)
{
	if (command != KDUMP_IOC_EXTENTS)
		return -ENOTTY;
	return extents_tell(file->private_data, (void __user *)argument);
}
