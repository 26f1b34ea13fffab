// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of sysfs by which user space learns that it need not load again after
 * hotplug: a number and a newline each, for bases that do not have them in
 * drivers/base/ and kernel/ksysfs.c.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpu.h>
#include <linux/device.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "seam/hotplug_files.h"

static ssize_t crash_hotplug_show(struct device *device,
				  struct device_attribute *attribute,
				  char *buffer)
{
	return sysfs_emit(buffer, "%d\n", crash_check_hotplug_support());
}

static DEVICE_ATTR_RO(crash_hotplug);

static ssize_t size_show(struct kobject *kobj, struct kobj_attribute *attribute,
			 char *buffer)
{
	return sysfs_emit(buffer, "%u\n", arch_crash_get_elfcorehdr_size());
}

static struct kobj_attribute size_attribute =
	__ATTR(crash_elfcorehdr_size, 0444, size_show, NULL);

static int add_to_folder(struct device *folder)
{
	return device_create_file(folder, &dev_attr_crash_hotplug);
}

/* The folder has no name to find it by, but what is in it leads to it. */
static int add_to_memory(void)
{
	struct device *memory = kernel_memory();
	int error;

	if (!memory)
		return IS_ENABLED(CONFIG_MEMORY_HOTPLUG) ? -ENODEV : 0;
	error = add_to_folder(memory->bus->dev_root);
	put_device(memory);
	return error;
}

static int __init hotplug_files_init(void)
{
	int error = sysfs_create_file(kernel_kobj, &size_attribute.attr) ?:
		    add_to_folder(cpu_subsys.dev_root) ?:
		    add_to_memory();

	if (error)
		pr_warn("crash_hotplug or crash_elfcorehdr_size is missing in sysfs (%d): user space will load again after hotplug, which is right too\n",
			error);
	return 0;
}
late_initcall(hotplug_files_init);
