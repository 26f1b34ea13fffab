// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands for ram_callbacks.c in a module: what drivers say about old memory.
 *
 * Drivers (virtio-mem, Xen, EFI's unaccepted memory) tell the kernel's own
 * reader which old pages are RAM no more, and only it can ask them. So it is
 * made to ask: a callback of ours stands on its list, behind theirs, and the
 * file is read over the pages in question, to nowhere. The kernel stops at the
 * first "no", so our callback hears of a page only if everybody before it said
 * "yes". It notes the page and says "no" itself: then the kernel does not map
 * the page, which is what makes its own reading slow.
 *
 * All of that is interface: the list's locks are taken by those whose they
 * are. Of the list itself, only the pointer behind our node is looked at, and
 * not followed.
 *
 * A driver that withdraws or comes while its pages are read is as much too
 * late here as in the kernel, which warns about it.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/bitmap.h>
#include <linux/compiler.h>
#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/uio.h>

#include "module.h"
#include "vmcore.h"

#define QUESTION_SIZE SZ_1M
#define QUESTION_PAGES (QUESTION_SIZE / PAGE_SIZE)

/**
 * struct question - which pages of a run are RAM
 * @asker: whose read of the kernel's file is meant, NULL if nobody asks
 * @first: the first page
 * @heard: whether the kernel asked for a page of the run
 * @ram: the answer, a bit for each page
 */
struct question {
	const struct task_struct *asker;
	unsigned long first;
	bool heard;
	DECLARE_BITMAP(ram, QUESTION_PAGES);
};

/* Guards the question and the place of our callback. */
static DEFINE_MUTEX(asking);
static struct question question;

static struct file *kernels_file;
static loff_t kernels_size;
static const struct list_head *head;

/* By all who read the kernel's file; those who do not ask are not disturbed. */
static bool note_page(struct vmcore_cb *cb, unsigned long pfn)
{
	if (READ_ONCE(question.asker) != current)
		return true;
	if (pfn - question.first < QUESTION_PAGES) {
		__set_bit(pfn - question.first, question.ram);
		question.heard = true;
	}
	return false;
}

static struct vmcore_cb callback = {
	.pfn_is_ram = note_page,
};

/*
 * Registering puts us at the end. What is behind us then is the head of the
 * list, unless somebody else came in that instant: but he would stand before
 * us the next time, so twice the same is the head.
 */
static void go_to_the_end(void)
{
	const struct list_head *before;

	do {
		before = READ_ONCE(callback.next.next);
		unregister_vmcore_cb(&callback);
		register_vmcore_cb(&callback);
		head = READ_ONCE(callback.next.next);
	} while (head != before);
}

/*
 * The kernel's file has a chunk for each of ours, back to back and in the
 * same order, up to its end; what is before them may differ.
 */
static bool find_in_kernels_file(u64 address, loff_t *offset)
{
	const struct vmcore_layout *layout = &vmcore_file_get()->layout;
	const struct vmcore_chunk *chunk;
	bool found = false;
	u64 behind = 0;
	unsigned int i;

	for (i = layout->nr_chunks; i-- > 0 && !found;) {
		chunk = &layout->chunks[i];
		behind += kdump_range_size(&chunk->memory);
		if (address < chunk->memory.start ||
		    address >= chunk->memory.end)
			continue;
		behind -= address - chunk->memory.start;
		found = true;
	}
	*offset = kernels_size - behind;
	return found && *offset >= 0;
}

/* The answer is in question.ram; an errno if it cannot be had. */
static int ask(u64 start, u64 size)
{
	struct iov_iter nowhere;
	loff_t offset;
	ssize_t ret;

	if (!find_in_kernels_file(start, &offset))
		return -ENXIO;
	if (READ_ONCE(callback.next.next) != head)
		go_to_the_end();
	iov_iter_discard(&nowhere, READ, size);
	bitmap_zero(question.ram, QUESTION_PAGES);
	question.first = PFN_DOWN(start);
	WRITE_ONCE(question.asker, current);
	ret = vfs_iter_read(kernels_file, &nowhere, &offset, 0);
	WRITE_ONCE(question.asker, NULL);
	return ret == size ? 0 : -EIO;
}

/**
 * kdump_ram_watch - get ready to ask drivers
 *
 * Process context, may sleep.
 *
 * Return: 0; %-ENOENT, with a message, if there is nobody to ask through.
 */
int __init kdump_ram_watch(void)
{
	register_vmcore_cb(&callback);
	go_to_the_end();
	kernels_file = filp_open("/proc/vmcore", O_RDONLY, 0);
	if (!IS_ERR(kernels_file)) {
		kernels_size = i_size_read(file_inode(kernels_file));
		return 0;
	}
	pr_err("/proc/vmcore cannot be opened (%ld), which knows the drivers that say what is RAM\n",
	       PTR_ERR(kernels_file));
	unregister_vmcore_cb(&callback);
	return -ENOENT;
}

/**
 * kdump_ram_unwatch - undo kdump_ram_watch()
 */
void kdump_ram_unwatch(void)
{
	filp_close(kernels_file, NULL);
	unregister_vmcore_cb(&callback);
}

/**
 * kdump_ram_check - make sure that the right pages would be asked for
 *
 * Process context, may sleep; the file has been laid out.
 *
 * Return: 0; %-EPROTO, with a message, if the kernel's file is another one.
 */
int __init kdump_ram_check(void)
{
	const struct vmcore_layout *layout = &vmcore_file_get()->layout;
	unsigned int i;
	int err = 0;

	mutex_lock(&asking);
	question.heard = false;
	for (i = 0; i < layout->nr_chunks && !err; i++)
		err = ask(layout->chunks[i].memory.start, PAGE_SIZE);
	if (!err && layout->nr_chunks && !question.heard)
		err = -EPROTO;
	mutex_unlock(&asking);
	if (err)
		pr_err("/proc/vmcore is not the file of this crash (%d): is it the kernel's own?\n",
		       err);
	return err ? -EPROTO : 0;
}

/**
 * kdump_kernels_file - the kernel's own file
 *
 * @size: how large it was when it was opened
 *
 * Return: the file, open from kdump_ram_watch() to kdump_ram_unwatch().
 */
struct file *kdump_kernels_file(loff_t *size)
{
	*size = kernels_size;
	return kernels_file;
}

/**
 * vmcore_ram_opened - note that the dump is being read from now on
 */
void vmcore_ram_opened(void)
{
}

/**
 * vmcore_ram_unasked - whether there is nobody to ask about memory
 *
 * Return: true if no driver stands on the list beside us.
 */
bool vmcore_ram_unasked(void)
{
	return READ_ONCE(callback.next.next) == READ_ONCE(callback.next.prev);
}

/**
 * vmcore_ram_lock - keep the answers of vmcore_ram_run() for this task
 *
 * Return: a cookie for vmcore_ram_unlock().
 */
int vmcore_ram_lock(void)
{
	return 0;
}

/**
 * vmcore_ram_unlock - undo vmcore_ram_lock()
 * @cookie: what it returned
 */
void vmcore_ram_unlock(int cookie)
{
}

/* Pages of the answer that are like the first one; at least one. */
static unsigned long alike(unsigned long nr_pages, bool *is_ram)
{
	*is_ram = test_bit(0, question.ram);
	if (*is_ram)
		return find_first_zero_bit(question.ram, nr_pages);
	return find_first_bit(question.ram, nr_pages);
}

/**
 * vmcore_ram_run - how far memory is alike
 * @start: physical address
 * @size: how far to look, not 0
 * @is_ram: whether the run is RAM; else it must not be touched and shows as
 *	zeros. So does what cannot be asked for.
 *
 * Process context, may sleep, also with the mmap lock held: what the kernel
 * reads goes nowhere. Nobody is asked where no driver has anything to say.
 *
 * Return: bytes of the run, at most @size.
 */
u64 vmcore_ram_run(u64 start, u64 size, bool *is_ram)
{
	u64 end;

	*is_ram = true;
	if (vmcore_ram_unasked())
		return size;

	end = start + min_t(u64, size, QUESTION_SIZE - offset_in_page(start));
	mutex_lock(&asking);
	if (ask(start, end - start)) {
		pr_err_once("/proc/vmcore does not tell what is RAM at 0x%llx\n",
			    start);
		bitmap_zero(question.ram, QUESTION_PAGES);
	}
	size = (u64)alike(PFN_UP(end) - PFN_DOWN(start), is_ram) << PAGE_SHIFT;
	mutex_unlock(&asking);
	return min(size - offset_in_page(start), end - start);
}
