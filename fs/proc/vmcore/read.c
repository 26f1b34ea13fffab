// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(2) of /proc/vmcore, and what the VFS makes of it: pread, readv, splice.
 *
 * Each step asks what is at the offset and copies as much of that as it can at
 * once. Bytes that were copied are never lost: an error that follows them shows
 * up in the next call. Readers share no lock while bytes are copied.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/align.h>
#include <linux/cache.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/uio.h>

#include "vmcore.h"

/* Most bytes between two chances for others to run: a fraction of a ms. */
#define STEP_SIZE SZ_1M

/* To open a window costs as much as to show some twenty pages alone. */
#define SHORT_RANGE SZ_64K

/*
 * What hardware cannot read any more is shown as zeros to the end of its page;
 * @address is the first byte of it.
 */
static size_t skip_damage(u64 address, size_t size, struct iov_iter *to)
{
	u64 page_end = ALIGN_DOWN(address, PAGE_SIZE) + PAGE_SIZE;

	pr_warn_ratelimited("memory at 0x%llx is damaged (hardware error): the dump shows zeros to the end of its page\n",
			    address);
	return iov_iter_zero(min(size, page_end - address), to);
}

/* Reads what a copy stopped at, no further than a cache line may be bad. */
static bool is_damaged(const void *from, size_t size)
{
	u8 line[SMP_CACHE_BYTES];

	return kdump_arch_oldmem_copy(line, from, min(size, sizeof(line)));
}

/*
 * A copy that ends early has met a target that cannot be written, or could not
 * just then, or memory that cannot be read. Touching that again is dangerous,
 * so the target comes first.
 */
static size_t copy_out(const void *from, u64 address, size_t size,
		       struct iov_iter *to)
{
	size_t done = kdump_arch_oldmem_to_iter(from, size, to);

	if (likely(done == size) || fault_in_iov_iter_writeable(to, 1))
		return done;
	if (!is_damaged(from + done, size - done))
		return done + kdump_arch_oldmem_to_iter(from + done,
							size - done, to);
	return done + skip_damage(address + done, size - done, to);
}

/*
 * Where memory is in short ranges, each page is shown alone, if the
 * architecture can do that. No window is looked for among the open ones twice.
 */
static struct vmcore_window *copy_begin(struct vmcore_reader *reader,
					u64 address)
{
	struct vmcore_window *window;
	const struct kdump_range *range;

	window = vmcore_window_cache_find(&reader->windows, address);
	if (window)
		return window;
	range = kdump_range_set_find(&reader->file->ranges, address);
	if (!range)
		return ERR_PTR(-EFAULT);
	if (kdump_range_size(range) <= SHORT_RANGE)
		window = vmcore_page_slot_show(&reader->slot, address);
	return window ?: vmcore_window_cache_open(&reader->windows, address,
						  range);
}

static void copy_end(struct vmcore_reader *reader, struct vmcore_window *window)
{
	if (window == &reader->slot.window)
		vmcore_page_slot_hide(&reader->slot);
	else
		vmcore_window_cache_put(&reader->windows, window);
}

/* Copies memory to the end of the extent, or of the window that shows it. */
static ssize_t read_memory(struct vmcore_reader *reader,
			   const struct vmcore_extent *extent,
			   struct iov_iter *to)
{
	u64 address = extent->address;
	struct vmcore_window *window;
	size_t size;

	window = copy_begin(reader, address);
	if (IS_ERR(window))
		return PTR_ERR(window);
	size = min(extent->size, vmcore_window_left(window, address));
	size = copy_out(vmcore_window_bytes(window, address), address, size,
			to);
	copy_end(reader, window);
	return size;
}

/* Bytes copied, 0 at the end of the file, or an errno. */
static ssize_t read_step(struct vmcore_reader *reader, loff_t offset,
			 struct iov_iter *to)
{
	struct vmcore_extent extent;
	ssize_t done = 0;

	if (!vmcore_extent_at(reader, offset,
			      min_t(size_t, iov_iter_count(to), STEP_SIZE),
			      &extent))
		return 0;
	switch (extent.kind) {
	case VMCORE_EXTENT_BUFFERED:
		done = copy_to_iter(extent.bytes, extent.size, to);
		break;
	case VMCORE_EXTENT_MEMORY:
		done = read_memory(reader, &extent, to);
		break;
	case VMCORE_EXTENT_ZERO:
		done = iov_iter_zero(extent.size, to);
		break;
	}
	vmcore_extent_end(&extent);
	return done ?: -EFAULT;
}

/**
 * vmcore_read_iter - read from the dump
 * @iocb: the open file and the offset
 * @to: where to; may be user memory or, for splice, pages of the kernel
 *
 * Process context, may sleep. A fatal signal ends it early.
 *
 * Return: bytes copied, 0 at the end of the file, and if there are none to
 * report: %-EFAULT if the target cannot be written or the source is RAM of
 * the running kernel; %-ENOMEM if old memory could not be mapped; %-EINTR.
 */
ssize_t vmcore_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct vmcore_reader *reader = iocb->ki_filp->private_data;
	ssize_t done = 0, step = 0;

	might_sleep();
	while (iov_iter_count(to)) {
		step = read_step(reader, iocb->ki_pos, to);
		if (step <= 0)
			break;
		iocb->ki_pos += step;
		done += step;
		if (!iov_iter_count(to))
			break;
		if (fatal_signal_pending(current)) {
			step = -EINTR;
			break;
		}
		cond_resched();
	}
	if (done)
		vmcore_reader_touched(reader, iocb->ki_pos);
	return done ?: step;
}
