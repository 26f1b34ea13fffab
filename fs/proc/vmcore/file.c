// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file that is shown as /proc/vmcore: its place in /proc, and what opens
 * and closes it.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kdump_record.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "filter.h"
#include "vmcore.h"

/* Set when the file is published, and not changed again. */
static struct vmcore_file *published_file;
static struct proc_dir_entry *file_entry;

/**
 * vmcore_file_get - the file that is shown
 *
 * Return: the file, NULL where there is no /proc/vmcore. From fs_initcall on
 * the answer does not change.
 */
struct vmcore_file *vmcore_file_get(void)
{
	return published_file;
}

/**
 * vmcore_file_resized - let user space see the current size
 *
 * The file's lock is held.
 */
void vmcore_file_resized(void)
{
	lockdep_assert_held(&published_file->lock);
	proc_set_size(file_entry, vmcore_layout_size(&published_file->layout));
}

/**
 * vmcore_file_destroy - free what a file holds
 * @file: the file, which cannot be opened
 */
void vmcore_file_destroy(struct vmcore_file *file)
{
	vfree(file->notes);
	vfree(file->header);
	kvfree(file->ranges.range);
	kvfree(file->layout.chunks);
	mutex_destroy(&file->lock);
	kfree(file);
}

/*
 * From now on offsets do not change; the inode may know an old size. Tools
 * that know about holes look for them in files with fewer blocks than bytes,
 * but tar takes a file without any block for one hole, and stores nothing.
 */
static void file_freeze(struct vmcore_file *file, struct inode *inode)
{
	mutex_lock(&file->lock);
	file->frozen = true;
	i_size_write(inode, vmcore_layout_size(&file->layout));
	inode_set_bytes(inode, i_size_read(inode) - SZ_512);
	mutex_unlock(&file->lock);
	vmcore_ram_opened();
}

static void reader_destroy(struct vmcore_reader *reader)
{
	vmcore_filter_destroy(reader->filter);
	vmcore_window_cache_destroy(&reader->windows);
	kfree(reader);
	module_put(THIS_MODULE);
}

static int vmcore_open(struct inode *inode, struct file *file)
{
	struct vmcore_reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	int error;

	if (!reader)
		return -ENOMEM;
	/* /proc lets a module go with files open, but mappings outlive them. */
	if (!try_module_get(THIS_MODULE)) {
		kfree(reader);
		return -ENODEV;
	}
	reader->file = published_file;
	vmcore_window_cache_init(&reader->windows, &published_file->ranges,
				 VMALLOC_TOTAL);
	error = vmcore_filter_open(reader);
	if (error) {
		reader_destroy(reader);
		return error;
	}
	vmcore_page_slot_init(&reader->slot);
	file->private_data = reader;
	file_freeze(published_file, inode);
	kdump_record_reached(KDUMP_STAGE_OPENED);
	return 0;
}

static int vmcore_release(struct inode *inode, struct file *file)
{
	struct vmcore_reader *reader = file->private_data;

	kdump_record_reached(KDUMP_STAGE_CLOSED);
	vmcore_page_slot_destroy(&reader->slot);
	reader_destroy(reader);
	return 0;
}

const struct proc_ops vmcore_proc_ops = {
	.proc_open = vmcore_open,
	.proc_release = vmcore_release,
	.proc_read_iter = vmcore_read_iter,
	.proc_lseek = vmcore_lseek,
	.proc_mmap = vmcore_mmap,
	.proc_ioctl = vmcore_ioctl,
	VMCORE_COMPAT_IOCTL
	.proc_get_unmapped_area = thp_get_unmapped_area,
};

/**
 * vmcore_file_publish - show a file
 * @file: the file; stays the caller's on failure
 * @directory: where in /proc; NULL for /proc itself
 *
 * Process context, once. As soon as the entry exists the file can be opened
 * and mapped, so whatever may fail has to be done before.
 *
 * Return: 0; %-ENOMEM, with a message.
 */
int __init vmcore_file_publish(struct vmcore_file *file,
			       struct proc_dir_entry *directory)
{
	vmcore_filter_setup(file);
	published_file = file;
	file_entry = proc_create("vmcore", 0400, directory, &vmcore_proc_ops);
	if (!file_entry) {
		published_file = NULL;
		pr_err("no " VMCORE_PATH ": no memory for its entry\n");
		return -ENOMEM;
	}
	mutex_lock(&file->lock);
	vmcore_file_resized();
	mutex_unlock(&file->lock);
	pr_info(VMCORE_PATH ": %llu MiB in %u segments, registers of %u CPUs\n",
		vmcore_layout_size(&file->layout) / SZ_1M,
		file->layout.nr_chunks, file->nr_cpus);
	return 0;
}
