// SPDX-License-Identifier: GPL-2.0-only
/*
 * read(2) of /proc/vmcore, and what the VFS makes of it: pread, readv, splice.
 *
 * Each step asks the layout what is at the offset and copies as much of that
 * as it can in one go. Bytes that were copied are never lost: an error behind
 * them shows up in the next call. Readers share nothing that is locked while
 * bytes are copied.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/align.h>
#include <linux/cache.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "vmcore.h"

/* Most bytes between two chances for others to run: a fraction of a ms. */
#define STEP_SIZE SZ_1M

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

	return copy_mc_to_kernel(line, from, min(size, sizeof(line)));
}

/*
 * A copy that ends early has met a target that cannot be written, or could not
 * just then, or memory that cannot be read. Touching that again is dangerous,
 * so the target comes first.
 */
static size_t copy_out(const void *from, u64 address, size_t size,
		       struct iov_iter *to)
{
	size_t done = _copy_mc_to_iter(from, size, to);

	if (likely(done == size) || fault_in_iov_iter_writeable(to, 1))
		return done;
	if (!is_damaged(from + done, size - done))
		return done + _copy_mc_to_iter(from + done, size - done, to);
	return done + skip_damage(address + done, size - done, to);
}

/* Copies from where the place is mapped to the end of the window or @size. */
static ssize_t copy_window(struct vmcore_reader *reader,
			   const struct vmcore_place *place, size_t size,
			   struct iov_iter *to)
{
	struct vmcore_window *window;

	window = vmcore_pool_get_to_copy(&reader->pool, place->start);
	if (IS_ERR(window))
		return PTR_ERR(window);
	size = min(size, vmcore_window_left(window, place->start));
	size = copy_out(vmcore_window_bytes(window, place->start),
			place->start, size, to);
	vmcore_pool_put(&reader->pool, window);
	return size;
}

static ssize_t read_memory(struct vmcore_reader *reader,
			   const struct vmcore_place *place, size_t size,
			   struct iov_iter *to)
{
	ssize_t ret;
	bool is_ram;
	int cookie;

	if (vmcore_ram_unasked())
		return copy_window(reader, place, size, to);
	cookie = vmcore_ram_lock();
	size = vmcore_ram_run(place->start, size, &is_ram);
	if (is_ram)
		ret = copy_window(reader, place, size, to);
	else
		ret = iov_iter_zero(size, to);
	vmcore_ram_unlock(cookie);
	return ret;
}

static ssize_t read_kept(const struct vmcore_file *file,
			 const struct vmcore_place *place, size_t size,
			 struct iov_iter *to)
{
	size_t left;
	const void *from = vmcore_kept_bytes(file, place, &left);

	return copy_to_iter(from, min(size, left), to);
}

/* Bytes copied, 0 at the end of the file, or an errno. */
static ssize_t read_step(struct vmcore_reader *reader, loff_t offset,
			 struct iov_iter *to)
{
	struct vmcore_place place;
	ssize_t ret = 0;
	size_t size;

	if (!vmcore_layout_find(&reader->file->layout, offset, &place))
		return 0;
	size = min3(place.left, (u64)iov_iter_count(to), (u64)STEP_SIZE);
	switch (place.area) {
	case VMCORE_HEADER:
	case VMCORE_NOTES:
		ret = read_kept(reader->file, &place, size, to);
		break;
	case VMCORE_MEMORY:
		ret = read_memory(reader, &place, size, to);
		break;
	case VMCORE_GAP:
		ret = iov_iter_zero(size, to);
		break;
	}
	return ret ?: -EFAULT;
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
	ssize_t done = 0, ret = 0;

	while (iov_iter_count(to)) {
		ret = read_step(reader, iocb->ki_pos, to);
		if (ret <= 0)
			break;
		iocb->ki_pos += ret;
		done += ret;
		if (!iov_iter_count(to))
			break;
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		cond_resched();
	}
	if (done)
		vmcore_reader_touched(reader, iocb->ki_pos);
	return done ?: ret;
}
