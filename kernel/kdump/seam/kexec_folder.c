// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/kexec/, where later kernels have what older ones have in files one
 * folder up. Both names work with every base: those files are looked for, and
 * where one is missing there is a link. Nothing in the kernel calls them, so only
 * user space would miss them.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kernfs.h>
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

static ssize_t crash_loaded_show(struct kobject *kobj,
				 struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", kexec_crash_loaded());
}

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

static ssize_t crash_cma_ranges_show(struct kobject *kobj,
				     struct kobj_attribute *attribute,
				     char *buffer)
{
	return kdump_lent_show(buffer);
}

static ssize_t crash_elfcorehdr_size_show(struct kobject *kobj,
					  struct kobj_attribute *attribute,
					  char *buffer)
{
	return sysfs_emit(buffer, "%zu\n", kdump_elfcorehdr_space());
}

/**
 * struct kexec_file - a file of the folder
 * @attribute: the file
 * @old_name: what it has always been called in /sys/kernel/
 * @there: it is one of this configuration
 */
struct kexec_file {
	struct kobj_attribute attribute;
	const char *old_name;
	bool there;
};

/* Physical addresses are for root, as in /proc/iomem. */
static struct kexec_file kexec_files[] = {
	{ __ATTR_RO(loaded), "kexec_loaded", true },
	{ __ATTR_RO(crash_loaded), "kexec_crash_loaded", true },
	{ __ATTR_RW(crash_size), "kexec_crash_size", true },
	{ __ATTR_RO_MODE(crash_cma_ranges, 0400), "kexec_crash_cma_ranges",
	  true },
	{ __ATTR_RO(crash_elfcorehdr_size), "crash_elfcorehdr_size",
	  IS_ENABLED(CONFIG_CRASH_HOTPLUG) },
};

/* Older bases have most of the old names as files of their own. */
static bool old_name_taken(const char *name)
{
	struct kernfs_node *node = kernfs_find_and_get(kernel_kobj->sd, name);

	kernfs_put(node);
	return node;
}

static int file_add(struct kobject *folder, const struct kexec_file *file)
{
	const struct attribute *attribute = &file->attribute.attr;
	int error;

	if (!file->there)
		return 0;
	error = sysfs_create_file(folder, attribute);
	if (error || old_name_taken(file->old_name))
		return error;
	return compat_only_sysfs_link_entry_to_kobj(kernel_kobj, folder,
						    attribute->name,
						    file->old_name);
}

/* After hotplug_files.c, whose file one of the old names may be. */
static int __init kexec_folder_init(void)
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
late_initcall_sync(kexec_folder_init);
