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
 * Asking costs as much as copying does, and there is nearly always somebody to
 * ask: kernels since 6.6 bring a driver for unaccepted memory that stands on the
 * list of every machine. So the answer is kept while reads stay near to it, and
 * those that go on from page to page have ever more asked ahead.
 *
 * A driver that withdraws while its pages are read is as much too late here as
 * in the kernel, which warns about it. One that comes is heard from then on.
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

#define QUESTION_SIZE SZ_4M
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

/**
 * struct ram_run - pages of which drivers say the same
 * @range: the pages
 * @is_ram: what they say
 */
struct ram_run {
	struct kdump_range range;
	bool is_ram;
};

/* Guards the question, what is known, and the place of our callback. */
static DEFINE_MUTEX(asking);
static struct question question;
static struct ram_run known;

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

/* Who is new on the list may know better than what was said before. */
static void hear_new_drivers(void)
{
	if (READ_ONCE(callback.next.next) == head)
		return;
	go_to_the_end();
	known.range = (struct kdump_range){};
}

/*
 * The kernel's file has a chunk for each of ours, back to back and in the
 * same order, up to its end; what is before them may differ. Returns how much
 * follows @address there and in memory alike, 0 if it is not in the file.
 */
static u64 find_in_kernels_file(u64 address, loff_t *offset)
{
	const struct vmcore_layout *layout = &vmcore_file_get()->layout;
	const struct vmcore_chunk *chunk;
	u64 behind = 0, left = 0;
	unsigned int i;

	for (i = layout->nr_chunks; i-- > 0 && !left;) {
		chunk = &layout->chunks[i];
		behind += kdump_range_size(&chunk->memory);
		if (address < chunk->memory.start ||
		    address >= chunk->memory.end)
			continue;
		behind -= address - chunk->memory.start;
		left = chunk->memory.end - address;
	}
	*offset = kernels_size - behind;
	return *offset < 0 ? 0 : left;
}

/*
 * Asks for pages from @start on, @size bytes or what there is of them. The
 * answer is in question.ram; returns of how many bytes, or an errno.
 */
static ssize_t ask(u64 start, u64 size)
{
	struct iov_iter nowhere;
	loff_t offset;
	ssize_t ret;

	size = min3(size, find_in_kernels_file(start, &offset),
		    (u64)QUESTION_SIZE);
	if (!size)
		return -ENXIO;
	iov_iter_discard(&nowhere, READ, size);
	bitmap_zero(question.ram, QUESTION_PAGES);
	question.first = PFN_DOWN(start);
	WRITE_ONCE(question.asker, current);
	ret = vfs_iter_read(kernels_file, &nowhere, &offset, 0);
	WRITE_ONCE(question.asker, NULL);
	return ret == size ? ret : -EIO;
}

/* Pages of the answer that are like the first one; at least one. */
static unsigned long alike(unsigned long nr_pages, bool *is_ram)
{
	*is_ram = test_bit(0, question.ram);
	if (*is_ram)
		return find_first_zero_bit(question.ram, nr_pages);
	return find_first_bit(question.ram, nr_pages);
}

/*
 * Has the page at @start known, and what is like it of the @size bytes behind.
 * A known run that ends there grows, and has shown that it is worth while to
 * ask for as much again.
 */
static int learn(u64 start, u64 size)
{
	bool goes_on = start == known.range.end;
	struct ram_run run;
	ssize_t asked;

	if (goes_on)
		size = max(size, kdump_range_size(&known.range));
	asked = ask(start, size);
	if (asked < 0)
		return asked;
	run.range.start = start;
	run.range.end = start +
		PFN_PHYS(alike(PFN_DOWN(asked), &run.is_ram));
	if (goes_on && run.is_ram == known.is_ram)
		known.range.end = run.range.end;
	else
		known = run;
	return 0;
}

static bool is_known(u64 address)
{
	return address >= known.range.start && address < known.range.end;
}

/* The run that holds @start, to @end if it goes so far and can be asked. */
static int find_run(u64 start, u64 end, struct ram_run *run)
{
	u64 page = PAGE_ALIGN_DOWN(start);
	int err = 0;

	if (!is_known(start))
		err = learn(page, PAGE_ALIGN(end) - page);
	*run = known;
	if (err || known.range.end >= end)
		return err;
	/* What is behind it is another run, or more of this one. */
	if (!learn(run->range.end, PAGE_ALIGN(end) - run->range.end) &&
	    is_known(start))
		*run = known;
	return 0;
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
	ssize_t err = 0;

	mutex_lock(&asking);
	hear_new_drivers();
	question.heard = false;
	for (i = 0; i < layout->nr_chunks && err >= 0; i++)
		err = ask(layout->chunks[i].memory.start, PAGE_SIZE);
	if (err >= 0 && layout->nr_chunks && !question.heard)
		err = -EPROTO;
	mutex_unlock(&asking);
	if (err >= 0)
		return 0;
	pr_err("/proc/vmcore is not the file of this crash (%zd): is it the kernel's own?\n",
	       err);
	return -EPROTO;
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
	struct ram_run run;

	*is_ram = true;
	if (vmcore_ram_unasked())
		return size;

	mutex_lock(&asking);
	hear_new_drivers();
	if (find_run(start, start + size, &run)) {
		pr_err_once("/proc/vmcore does not tell what is RAM at 0x%llx\n",
			    start);
		run.range.end = PAGE_ALIGN_DOWN(start) + PAGE_SIZE;
		run.is_ram = false;
	}
	mutex_unlock(&asking);
	*is_ram = run.is_ram;
	return min(size, run.range.end - start);
}
