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

/* Programs are compiled with these, and compat ones have the same. */
static_assert(sizeof(struct kdump_filter_extent) == 32);
static_assert(sizeof(struct kdump_filter_extents) == 40);

/* Most bytes between two looks at signals. */
#define STEP_SIZE SZ_1G

/**
 * struct extents_answer - an answer being written
 * @reader: the open file
 * @ask: the question; what is answered so far
 * @to: where the next piece goes
 * @capacity: how many pieces fit
 * @last: the piece at hand, not written yet; empty at the start
 */
struct extents_answer {
	const struct vmcore_reader *reader;
	struct kdump_filter_extents ask;
	struct kdump_filter_extent __user *to;
	u32 capacity;
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
static bool piece_at(const struct extents_answer *answer, u64 offset,
		     struct kdump_filter_extent *ret)
{
	u64 size = min_t(u64, answer->ask.end - offset, STEP_SIZE);
	struct vmcore_extent extent;
	bool found;

	if (answer->ask.flags & KDUMP_EXTENTS_BY_CLASS)
		found = vmcore_extent_of_class(answer->reader, offset, size,
					       &extent);
	else
		found = vmcore_extent_at(answer->reader, offset, size, &extent);
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
static int answer_flush(struct extents_answer *answer)
{
	if (!answer->last.size)
		return 0;
	if (copy_to_user(answer->to, &answer->last, sizeof(answer->last)))
		return -EFAULT;
	answer->to++;
	answer->ask.count++;
	answer->ask.offset = answer->last.offset + answer->last.size;
	answer->last.size = 0;
	return 0;
}

/* Adds a piece: 1, 0 if it does not fit, or an errno. */
static int answer_add(struct extents_answer *answer,
		      const struct kdump_filter_extent *piece)
{
	bool by_class = answer->ask.flags & KDUMP_EXTENTS_BY_CLASS;
	int error;

	if (is_more_of(&answer->last, piece, by_class)) {
		answer->last.size += piece->size;
		return 1;
	}
	error = answer_flush(answer);
	if (error)
		return error;
	if (answer->ask.count == answer->capacity)
		return 0;
	answer->last = *piece;
	return 1;
}

static int answer_fill(struct extents_answer *answer)
{
	struct kdump_filter_extent piece;
	u64 offset = answer->ask.offset;
	int more = 1;

	while (offset < answer->ask.end && piece_at(answer, offset, &piece)) {
		more = answer_add(answer, &piece);
		if (more <= 0)
			return more;
		offset += piece.size;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return answer_flush(answer);
}

static long extents_answer(const struct vmcore_reader *reader,
			   struct kdump_filter_extents __user *from)
{
	struct extents_answer answer = { .reader = reader };
	int error;

	if (copy_from_user(&answer.ask, from, sizeof(answer.ask)))
		return -EFAULT;
	if (!answer.ask.count || answer.ask.reserved ||
	    answer.ask.flags & ~KDUMP_EXTENTS_BY_CLASS)
		return -EINVAL;
	answer.to = u64_to_user_ptr(answer.ask.extents);
	answer.capacity = answer.ask.count;
	answer.ask.count = 0;
	answer.ask.level = reader->level;
	error = answer_fill(&answer);
	if (error)
		return error;
	if (copy_to_user(from, &answer.ask, sizeof(answer.ask)))
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
	might_sleep();
	if (command != KDUMP_IOC_EXTENTS)
		return -ENOTTY;
	return extents_answer(file->private_data, (void __user *)argument);
}
