// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/vmcore in a kernel that was built with kdump: there from boot on.
 * Where the reader is a module, module/main.c stands here.
 */
#include <linux/crash_dump.h>
#include <linux/init.h>
#include <linux/proc_fs.h>

#include "vmcore.h"

/**
 * vmcore_entry_create - give the file its place
 *
 * Return: the entry, which shows vmcore_proc_ops; NULL without memory.
 */
struct proc_dir_entry *__init vmcore_entry_create(void)
{
	return proc_create("vmcore", 0400, NULL, &vmcore_proc_ops);
}

/* Before device_initcall(), as drivers bring device dumps. */
static int __init vmcore_init(void)
{
	int error;

	if (!is_vmcore_usable())
		return 0;
	error = vmcore_capture();
	if (error)
		vmcore_unusable();
	return error;
}
fs_initcall(vmcore_init);
