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

#include "filter.h"
#include "module.h"
#include "vmcore.h"

static bool takeover;
module_param(takeover, bool, 0444);
MODULE_PARM_DESC(takeover, "answer for /proc/vmcore, too (default: only /proc/kdump/vmcore)");

static struct proc_dir_entry *directory;

/*
 * The last step: who opens the file may hold on to this module, whatever its
 * init returns, so nothing that follows may fail.
 */
static int __init file_show(struct vmcore_file *file)
{
	int error;

	directory = proc_mkdir("kdump", NULL);
	if (!directory)
		return -ENOMEM;
	error = vmcore_file_publish(file, directory);
	if (error) {
		proc_remove(directory);
		return error;
	}
	if (takeover)
		kdump_takeover();
	return 0;
}

static int __init file_check(const struct vmcore_file *file)
{
	int error;

	error = kdump_kernel_file_index(&file->layout);
	if (error)
		return error;
	error = kdump_ram_check(&file->layout);
	if (error)
		return error;
	return takeover ? kdump_takeover_check() : 0;
}

static int __init file_init(void)
{
	struct vmcore_file *file = vmcore_setup();
	int error;

	if (IS_ERR(file))
		return PTR_ERR(file);
	error = file_check(file);
	if (!error)
		error = file_show(file);
	if (error)
		vmcore_file_destroy(file);
	return error;
}

static int __init kdump_vmcore_init(void)
{
	int error;

	error = kdump_find_elfcorehdr();
	if (error)
		return error;
	kdump_ram_watch();
	error = kdump_kernel_file_open();
	if (error)
		goto out_unwatch;
	error = file_init();
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
	/* Readers are gone or shut out when their entry is. */
	proc_remove(directory);
	vmcore_filter_teardown();
	vmcore_file_destroy(vmcore_file_get());
	kdump_kernel_file_close();
	kdump_ram_unwatch();
}
module_exit(kdump_vmcore_exit);

MODULE_DESCRIPTION("Reads the memory of a crashed kernel, fast");
MODULE_LICENSE("GPL");
