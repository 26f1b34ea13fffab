// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/vmcore in a kernel that was built with kdump: there from boot on. The
 * reader that is a module has module/main.c instead.
 */
#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/init.h>

#include "vmcore.h"

static int __init vmcore_show(void)
{
	struct vmcore_file *file = vmcore_setup();
	int error;

	if (IS_ERR(file))
		return PTR_ERR(file);
	error = vmcore_file_publish(file, NULL);
	if (error)
		vmcore_file_destroy(file);
	return error;
}

/* Before device_initcall(), as drivers bring device dumps. */
static int __init vmcore_init(void)
{
	int error;

	if (!is_vmcore_usable())
		return 0;
	error = vmcore_show();
	if (error)
		vmcore_unusable();
	return error;
}
fs_initcall(vmcore_init);
