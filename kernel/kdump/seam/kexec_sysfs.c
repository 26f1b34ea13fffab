// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/kexec/, and links to its files under the names that they had before
 * there was that folder; for bases that do not have these in kernel/ksysfs.c.
 * Nothing calls them, so only user space would miss them.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_core.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kexec.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

static ssize_t loaded_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", !!kexec_image);
}

static ssize_t crash_loaded_show(struct kobject *kobj,
				 struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", !!kexec_crash_loaded());
}

static ssize_t crash_size_show(struct kobject *kobj,
			       struct kobj_attribute *attribute, char *buffer)
{
	ssize_t size = crash_get_memory_size();

	return size < 0 ? size : sysfs_emit(buffer, "%zd\n", size);
}

static ssize_t crash_size_store(struct kobject *kobj,
				struct kobj_attribute *attribute,
				const char *buffer, size_t length)
{
	unsigned long size;
	int error;

	if (kstrtoul(buffer, 0, &size))
		return -EINVAL;
	error = crash_shrink_memory(size);
	return error ?: length;
}

/* No memory is lent to user space: there are no lines. */
static ssize_t crash_cma_ranges_show(struct kobject *kobj,
				     struct kobj_attribute *attribute,
				     char *buffer)
{
	return 0;
}

static ssize_t crash_elfcorehdr_size_show(struct kobject *kobj,
					  struct kobj_attribute *attribute,
					  char *buffer)
{
	return sysfs_emit(buffer, "%u\n", crash_get_elfcorehdr_size());
}

/**
 * struct kexec_file - a file of the folder
 * @attribute: the file
 * @old_name: the link to it in /sys/kernel/
 * @there: it is one of this configuration
 */
struct kexec_file {
	struct kobj_attribute attribute;
	const char *old_name;
	bool there;
};

static struct kexec_file kexec_files[] = {
	{ __ATTR_RO(loaded), "kexec_loaded", true },
	{ __ATTR_RO(crash_loaded), "kexec_crash_loaded", true },
	{ __ATTR_RW(crash_size), "kexec_crash_size", true },
	{ __ATTR_RO(crash_cma_ranges), "kexec_crash_cma_ranges", true },
	{ __ATTR_RO(crash_elfcorehdr_size), "crash_elfcorehdr_size",
	  IS_ENABLED(CONFIG_CRASH_HOTPLUG) },
};

static int file_add(struct kobject *folder, const struct kexec_file *file)
{
	const struct attribute *attribute = &file->attribute.attr;

	if (!file->there)
		return 0;
	return sysfs_create_file(folder, attribute) ?:
	       compat_only_sysfs_link_entry_to_kobj(kernel_kobj, folder,
						    attribute->name,
						    file->old_name);
}

static int __init kexec_sysfs_init(void)
{
	struct kobject *folder = kobject_create_and_add("kexec", kernel_kobj);
	unsigned int i;
	int error = folder ? 0 : -ENOMEM;

	for (i = 0; i < ARRAY_SIZE(kexec_files) && !error; i++)
		error = file_add(folder, &kexec_files[i]);
	if (error)
		pr_warn("files of /sys/kernel/kexec/ are missing (%d): user space may take it for a kernel without kexec\n",
			error);
	return error;
}
subsys_initcall(kexec_sysfs_init);
