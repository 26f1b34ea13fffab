// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader as a module, for kernels that were built without kdump.
 *
 *	insmod kdump_vmcore.ko             the dump is in /proc/kdump/vmcore
 *	insmod kdump_vmcore.ko takeover=1  and in /proc/vmcore
 *
 * Loading fails, with the reason in the log, where there is nothing to read;
 * the kernel's own reader is never harmed.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>

#include "module.h"
#include "vmcore.h"

static bool takeover;
module_param(takeover, bool, 0444);
MODULE_PARM_DESC(takeover, "answer for /proc/vmcore, too (default: only /proc/kdump/vmcore)");

static struct proc_dir_entry *directory;

/* Readers are gone or shut out when their entry is. */
static void withdraw(void)
{
	proc_remove(directory);
	if (vmcore_file_get())
		vmcore_file_destroy(vmcore_file_get());
}

static int __init publish(void)
{
	struct vmcore_file *file;
	int error;

	directory = proc_mkdir("kdump", NULL);
	if (!directory)
		return -ENOMEM;
	file = vmcore_setup();
	error = PTR_ERR_OR_ZERO(file);
	if (!error)
		error = vmcore_file_publish(file, directory);
	if (!error)
		error = kdump_kernel_file_index(&file->layout);
	if (!error)
		error = kdump_ram_check(&file->layout);
	if (!error && takeover)
		error = kdump_takeover();
	if (error)
		withdraw();
	return error;
}

static int __init kdump_vmcore_init(void)
{
	int error = kdump_find_elfcorehdr();

	if (error)
		return error;
	kdump_ram_watch();
	error = kdump_kernel_file_open();
	if (error)
		goto out_unwatch;
	error = publish();
	if (error)
		goto out_close;
	return 0;

out_close:
	kdump_kernel_file_close();
out_unwatch:
	kdump_ram_unwatch();
	return error;
}
module_init(kdump_vmcore_init);

static void __exit kdump_vmcore_exit(void)
{
	kdump_give_back();
	withdraw();
	kdump_kernel_file_close();
	kdump_ram_unwatch();
}
module_exit(kdump_vmcore_exit);

MODULE_DESCRIPTION("Reads the memory of a crashed kernel, fast");
MODULE_LICENSE("GPL");
