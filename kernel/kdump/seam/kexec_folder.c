// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/kexec/, where later kernels have what has always been in files one
 * folder up, for bases that do not have it. Those files stay; the one that only
 * later kernels have is there by both names, too.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kexec.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "describe/describe.h"
#include "reserve/reserve.h"

static ssize_t loaded_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", !!kexec_image);
}

static struct kobj_attribute loaded_attribute = __ATTR_RO(loaded);

static ssize_t crash_loaded_show(struct kobject *kobj,
				 struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", kexec_crash_loaded());
}

static struct kobj_attribute crash_loaded_attribute = __ATTR_RO(crash_loaded);

static ssize_t crash_size_show(struct kobject *kobj,
			       struct kobj_attribute *attribute, char *buffer)
{
	ssize_t size = crash_get_memory_size();

	return size < 0 ? size : sysfs_emit(buffer, "%zd\n", size);
}

static ssize_t crash_size_store(struct kobject *kobj,
				struct kobj_attribute *attribute,
				const char *text, size_t length)
{
	unsigned long size;
	int error;

	if (kstrtoul(text, 0, &size))
		return -EINVAL;
	error = crash_shrink_memory(size);
	return error ?: length;
}

static struct kobj_attribute crash_size_attribute = __ATTR_RW(crash_size);

static ssize_t crash_cma_ranges_show(struct kobject *kobj,
				     struct kobj_attribute *attribute,
				     char *buffer)
{
	return kdump_lent_show(buffer);
}

/* Physical addresses are for root, as in /proc/iomem. */
static struct kobj_attribute crash_cma_ranges_attribute =
	__ATTR_RO_MODE(crash_cma_ranges, 0400);

static ssize_t crash_elfcorehdr_size_show(struct kobject *kobj,
					  struct kobj_attribute *attribute,
					  char *buffer)
{
	return sysfs_emit(buffer, "%zu\n", kdump_elfcorehdr_space());
}

static struct kobj_attribute crash_elfcorehdr_size_attribute =
	__ATTR_RO(crash_elfcorehdr_size);

static struct attribute *folder_attributes[] = {
	&loaded_attribute.attr,
	&crash_loaded_attribute.attr,
	&crash_size_attribute.attr,
	&crash_cma_ranges_attribute.attr,
	&crash_elfcorehdr_size_attribute.attr,
	NULL
};

static umode_t folder_mode(struct kobject *kobj, struct attribute *attribute,
			   int index)
{
	if (attribute == &crash_elfcorehdr_size_attribute.attr &&
	    !IS_ENABLED(CONFIG_CRASH_HOTPLUG))
		return 0;
	return attribute->mode;
}

static const struct attribute_group folder_group = {
	.attrs = folder_attributes,
	.is_visible = folder_mode,
};

static int __init kexec_folder_init(void)
{
	struct kobject *folder = kobject_create_and_add("kexec", kernel_kobj);
	int error = -ENOMEM;

	if (folder)
		error = sysfs_create_group(folder, &folder_group) ?:
			compat_only_sysfs_link_entry_to_kobj(kernel_kobj, folder,
							     "crash_cma_ranges",
							     "kexec_crash_cma_ranges");
	if (error)
		pr_warn("/sys/kernel/kexec is missing, or files in it (%d)\n",
			error);
	return error;
}
late_initcall(kexec_folder_init);
