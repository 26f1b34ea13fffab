// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands for ram_filter.c in a module: what drivers say about old memory.
 *
 * Drivers (virtio-mem, Xen, EFI's unaccepted memory) tell the kernel's own
 * reader which old pages are RAM no more, and only it can ask them. So it is
 * made to ask: a callback of ours is the last on its list, and the file is read
 * over the pages in question, with the bytes discarded. The kernel stops at the
 * first "no", so our callback is asked about a page only if all before it said
 * "yes". It notes the page and says "no" itself: then the kernel does not map
 * the page, which is what makes its own reading slow.
 *
 * All of that is interface: the kernel takes the locks of its list. Of the list
 * itself, only the next pointer of our node is looked at, and not followed.
 *
 * Asking costs as much as copying does, and there is nearly always a driver to
 * ask: since 6.6 the one for unaccepted memory is on the list of every machine.
 * So answers are cached for reads near to them, and reads that go on from page
 * to page have more and more asked ahead.
 *
 * A new driver is asked from the next open on: the kernel, too, warns of those
 * that come or withdraw while the file is read.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/bitmap.h>
#include <linux/compiler.h>
#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "module.h"
#include "vmcore.h"

#define QUESTION_SIZE SZ_4M
#define QUESTION_PAGES (QUESTION_SIZE / PAGE_SIZE)

/* So many chunks of a file are checked for their place. */
#define MOST_CHECKS 64

/**
 * struct ram_question - which pages are RAM
 * @asker: the task whose read of the kernel's file counts, NULL if none does
 * @first: the first page
 * @nr_pages: how many have an answer
 * @heard: whether the kernel asked for a page of these
 * @stray: whether it asked for another one
 * @ram: the answer, a bit for each page
 */
struct ram_question {
	const struct task_struct *asker;
	unsigned long first;
	unsigned long nr_pages;
	bool heard;
	bool stray;
	DECLARE_BITMAP(ram, QUESTION_PAGES);
};

/**
 * struct ram_run - pages of which drivers say the same
 * @range: whole pages, not empty in use
 * @is_ram: what they say
 */
struct ram_run {
	struct kdump_range range;
	bool is_ram;
};

/* For so many readers that each are somewhere else. */
#define KNOWN_RUNS 4

/* Guards the question and what is known. */
static DEFINE_MUTEX(question_lock);
static struct ram_question question;
static struct ram_run known[KNOWN_RUNS];
static unsigned int next_to_forget;

/* Guards the place of our callback. Taken before the other one. */
static DEFINE_MUTEX(callback_lock);

/* The head of the kernel's list; compared, never followed. */
static const struct list_head *list_end;

static bool callback_note_page(struct vmcore_cb *cb, unsigned long pfn);

/* One is at its place while the other moves, so that none is missing. */
static struct vmcore_cb callbacks[] = {
	{ .pfn_is_ram = callback_note_page },
	{ .pfn_is_ram = callback_note_page },
};

/* The one that hears; changes under both locks. */
static struct vmcore_cb *active = &callbacks[0];

/* By all who read the kernel's file; those who do not ask are not disturbed. */
static bool callback_note_page(struct vmcore_cb *cb, unsigned long pfn)
{
	if (READ_ONCE(question.asker) != current || cb != active)
		return true;
	if (pfn - question.first < QUESTION_PAGES) {
		__set_bit(pfn - question.first, question.ram);
		question.heard = true;
	} else {
		question.stray = true;
	}
	return false;
}

/*
 * Registering puts us at the end. What follows us then is the head of the list,
 * unless another driver came in that instant: but that one would precede us the
 * next time, so twice the same is the head.
 */
static void __init callback_register(void)
{
	const struct list_head *before;

	register_vmcore_cb(active);
	do {
		before = READ_ONCE(active->next.next);
		unregister_vmcore_cb(active);
		register_vmcore_cb(active);
		list_end = READ_ONCE(active->next.next);
	} while (list_end != before);
}

/* A new driver was not asked about what is known, so that is forgotten. */
static void callback_move_to_end(void)
{
	struct vmcore_cb *old = active;
	struct vmcore_cb *new = &callbacks[old == &callbacks[0]];

	register_vmcore_cb(new);
	mutex_lock(&question_lock);
	WRITE_ONCE(active, new);
	memset(known, 0, sizeof(known));
	question.nr_pages = 0;
	mutex_unlock(&question_lock);
	unregister_vmcore_cb(old);
}

/* A driver that adds a device dump moves all memory in the kernel's file. */
static int question_finish(ssize_t asked, u64 size)
{
	if (asked != size)
		return -EIO;
	if (question.stray)
		return -ESTALE;
	question.nr_pages = PFN_DOWN(size);
	return 0;
}

/* Asks for pages from @start on, @size bytes or what there is of them. */
static int question_ask(u64 start, u64 size)
{
	struct iov_iter nowhere;
	loff_t file_size, offset;
	struct file *file = kdump_kernel_file(&file_size);
	ssize_t asked;

	might_sleep();
	lockdep_assert_held(&question_lock);
	question.nr_pages = 0;
	size = min3(size, kdump_kernel_file_find(start, &offset),
		    (u64)QUESTION_SIZE);
	if (!size)
		return -ENXIO;
	iov_iter_discard(&nowhere, READ, size);
	bitmap_zero(question.ram, QUESTION_PAGES);
	question.first = PFN_DOWN(start);
	question.stray = false;
	WRITE_ONCE(question.asker, current);
	asked = vfs_iter_read(file, &nowhere, &offset, 0);
	WRITE_ONCE(question.asker, NULL);
	return question_finish(asked, size);
}

static bool question_answers(u64 start)
{
	return PFN_DOWN(start) - question.first < question.nr_pages;
}

/* From the answer to the last question, which holds @start. */
static struct ram_run question_run(u64 start)
{
	unsigned long at = PFN_DOWN(start) - question.first, end;
	struct ram_run run = { .is_ram = test_bit(at, question.ram) };

	if (run.is_ram)
		end = find_next_zero_bit(question.ram, question.nr_pages, at);
	else
		end = find_next_bit(question.ram, question.nr_pages, at);
	run.range.start = start;
	run.range.end = start + PFN_PHYS(end - at);
	return run;
}

static struct ram_run *known_at(u64 address)
{
	struct ram_run *run;

	for (run = known; run < known + KNOWN_RUNS; run++)
		if (address >= run->range.start && address < run->range.end)
			return run;
	return NULL;
}

static struct ram_run *known_ending_at(u64 address)
{
	struct ram_run *run;

	for (run = known; run < known + KNOWN_RUNS; run++)
		if (run->range.end == address && !kdump_range_empty(&run->range))
			return run;
	return NULL;
}

/* Returns the place where the run is known from now on. */
static struct ram_run *known_add(struct ram_run *before,
				 const struct ram_run *run)
{
	if (before && before->is_ram == run->is_ram) {
		before->range.end = run->range.end;
		return before;
	}
	next_to_forget = (next_to_forget + 1) % KNOWN_RUNS;
	known[next_to_forget] = *run;
	return &known[next_to_forget];
}

/*
 * Makes the page at @start known, and what is like it of the @size bytes that
 * follow. A known run that ends there grows, and shows that it is worth while
 * to ask for as much again.
 */
static struct ram_run *known_learn(u64 start, u64 size)
{
	struct ram_run *before = known_ending_at(start);
	struct ram_run run;
	int error;

	if (before)
		size = max(size, kdump_range_size(&before->range));
	if (!question_answers(start)) {
		error = question_ask(start, size);
		if (error)
			return ERR_PTR(error);
	}
	run = question_run(start);
	return known_add(before, &run);
}

/* The run that holds @start, to @end if it goes so far and can be asked. */
static int known_find(u64 start, u64 end, struct ram_run *ret)
{
	u64 page = PAGE_ALIGN_DOWN(start);
	struct ram_run *run = known_at(page), *more;

	end = PAGE_ALIGN(end);
	if (!run)
		run = known_learn(page, end - page);
	if (IS_ERR(run))
		return PTR_ERR(run);
	*ret = *run;
	if (ret->range.end >= end)
		return 0;
	/* What follows is another run, or more of this one. */
	more = known_at(ret->range.end) ?:
		known_learn(ret->range.end, end - ret->range.end);
	if (!IS_ERR(more) && more->is_ram == ret->is_ram)
		ret->range.end = more->range.end;
	return 0;
}

/**
 * kdump_ram_watch - get ready to ask drivers
 *
 * Process context, may sleep. To be called before the kernel's file is opened,
 * as the kernel warns of callbacks that come later.
 */
void __init kdump_ram_watch(void)
{
	callback_register();
}

/**
 * kdump_ram_unwatch - undo kdump_ram_watch()
 */
void kdump_ram_unwatch(void)
{
	unregister_vmcore_cb(active);
}

/* Asks about some chunks; the kernel has to ask back about the same pages. */
static int __init question_check(const struct vmcore_layout *layout)
{
	unsigned int step = DIV_ROUND_UP(layout->nr_chunks, MOST_CHECKS);
	unsigned int i;
	int error;

	lockdep_assert_held(&question_lock);
	question.heard = false;
	for (i = 0; i < layout->nr_chunks; i += step) {
		error = question_ask(layout->chunks[i].memory.start, PAGE_SIZE);
		if (error)
			return error;
	}
	if (layout->nr_chunks && !question.heard)
		return -EPROTO;
	return 0;
}

/**
 * kdump_ram_check - make sure that the right pages would be asked for
 * @layout: our own file
 *
 * Process context, may sleep. The kernel's file has been indexed.
 *
 * Return: 0; %-EPROTO, with a message, if the kernel's file is another one.
 */
int __init kdump_ram_check(const struct vmcore_layout *layout)
{
	int error;

	mutex_lock(&question_lock);
	error = question_check(layout);
	question.nr_pages = 0;
	mutex_unlock(&question_lock);
	if (!error)
		return 0;
	pr_err("/proc/vmcore is not the file of this crash (%d): is it the kernel's own?\n",
	       error);
	return -EPROTO;
}

/**
 * vmcore_ram_opened - have drivers heard that came since the last open
 *
 * Process context, may sleep. The mmap lock is not held: moving our callback
 * waits for those who read the kernel's own file, and they may wait for it.
 */
void vmcore_ram_opened(void)
{
	mutex_lock(&callback_lock);
	while (READ_ONCE(active->next.next) != list_end)
		callback_move_to_end();
	mutex_unlock(&callback_lock);
}

/**
 * vmcore_ram_filtered - whether there is a driver to ask
 *
 * Return: false if the list holds no callback but ours.
 */
bool vmcore_ram_filtered(void)
{
	const struct list_head *node = &READ_ONCE(active)->next;

	return READ_ONCE(node->next) != READ_ONCE(node->prev);
}

/**
 * vmcore_ram_lock - keep the answers of vmcore_ram_range() for this task
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
 * vmcore_ram_range - how far memory is alike
 * @start: physical address
 * @size: how far to look, not 0
 * @is_ram: whether the run is RAM; else it must not be touched and shows as
 *	zeros. So does what cannot be asked for.
 *
 * Process context, may sleep, also with the mmap lock held: what the kernel
 * reads goes nowhere. No driver is asked where none has anything to say.
 *
 * Return: bytes of the run, at most @size.
 */
u64 vmcore_ram_range(u64 start, u64 size, bool *is_ram)
{
	struct ram_run run;
	int error;

	*is_ram = true;
	if (!vmcore_ram_filtered())
		return size;

	mutex_lock(&question_lock);
	error = known_find(start, start + size, &run);
	mutex_unlock(&question_lock);
	if (error) {
		pr_err_ratelimited("/proc/vmcore does not tell what is RAM at 0x%llx (%d): the dump shows zeros there; unload the module and read the kernel's own file\n",
				   start, error);
		run.range.end = PAGE_ALIGN_DOWN(start) + PAGE_SIZE;
		run.is_ram = false;
	}
	*is_ram = run.is_ram;
	return min(size, run.range.end - start);
}
