// SPDX-License-Identifier: GPL-2.0-only
/*
 * takeover=1: /proc/vmcore answers with this reader instead of the kernel's.
 *
 * The kernel's entry could be removed but never made again, so it stays: only
 * the operations that its inode hands to a file that is being opened are
 * ours, and unloading puts the kernel's back. Files that were open before
 * stay with the kernel's reader, and files opened meanwhile hold the module.
 *
 * An inode belongs to one mount of /proc, the one that was at /proc when the
 * module was loaded; other mounts show the kernel's file. The module has the
 * kernel's file open, which pins the inode: one that was dropped would come
 * back with the kernel's operations. So this mount can be moved but not
 * unmounted until the module is gone.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>

#include "module.h"
#include "vmcore.h"

static const struct file_operations *theirs;

static int ours_open(struct inode *inode, struct file *file)
{
	return vmcore_proc_ops.proc_open(inode, file);
}

static int ours_release(struct inode *inode, struct file *file)
{
	return vmcore_proc_ops.proc_release(inode, file);
}

static ssize_t ours_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	return vmcore_proc_ops.proc_read_iter(iocb, to);
}

static loff_t ours_llseek(struct file *file, loff_t offset, int whence)
{
	return vmcore_proc_ops.proc_lseek(file, offset, whence);
}

static int ours_mmap(struct file *file, struct vm_area_struct *vma)
{
	return vmcore_proc_ops.proc_mmap(file, vma);
}

static long ours_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	return vmcore_proc_ops.proc_ioctl(file, command, argument);
}

/* By means of the file's own read_iter(); the kernel's name for it changes. */
static ssize_t ours_splice_read(struct file *file, loff_t *offset,
				struct pipe_inode_info *pipe, size_t size,
				unsigned int flags)
{
	return theirs->splice_read(file, offset, pipe, size, flags);
}

static const struct file_operations ours = {
	.owner = THIS_MODULE,
	.get_unmapped_area = thp_get_unmapped_area,
	.open = ours_open,
	.release = ours_release,
	.read_iter = ours_read_iter,
	.llseek = ours_llseek,
	.mmap = ours_mmap,
	.unlocked_ioctl = ours_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.splice_read = ours_splice_read,
};

static struct inode *kernel_inode(void)
{
	loff_t size;

	return file_inode(kdump_kernel_file(&size));
}

/**
 * kdump_takeover_check - whether /proc/vmcore can be answered for
 *
 * Process context.
 *
 * Return: 0; %-EINVAL, with a message, if something else is at that path.
 */
int __init kdump_takeover_check(void)
{
	const struct inode *inode = kernel_inode();

	if (inode->i_sb->s_magic == PROC_SUPER_MAGIC && S_ISREG(inode->i_mode))
		return 0;
	pr_err("takeover=1: /proc/vmcore is not the kernel's file: unmount what covers it\n");
	return -EINVAL;
}

/**
 * kdump_takeover - answer for /proc/vmcore from now on
 *
 * Process context; once, after kdump_takeover_check(). Cannot fail: files that
 * are opened from now on use this module's code.
 */
void __init kdump_takeover(void)
{
	struct inode *inode = kernel_inode();

	theirs = inode->i_fop;
	/* A task that finds our operations finds the kernel's, too. */
	smp_store_release(&inode->i_fop, &ours);
	pr_info("/proc/vmcore is answered by this module\n");
}

/**
 * kdump_give_back - undo kdump_takeover()
 *
 * Process context, may sleep; no file is open. A task may be about to open
 * one, with our operations in hand but not yet a hold on the module. Such a
 * task does not sleep in between, so it is waited for.
 */
void kdump_give_back(void)
{
	loff_t size;
	struct inode *inode = file_inode(kdump_kernel_file(&size));

	if (!theirs)
		return;
	WRITE_ONCE(inode->i_fop, theirs);
	i_size_write(inode, size);
	synchronize_rcu_tasks();
}
