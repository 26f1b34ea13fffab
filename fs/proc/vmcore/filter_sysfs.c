// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/kdump/filter and filter_stats, and kdump.filter= on the command
 * line, in a kernel built with kdump.
 */
#include <linux/buildid.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "filter.h"
#include "seam/seam.h"
#include "vmcore.h"

/**
 * vmcore_build_id - the build id of this kernel
 * @id: where it goes
 * @size: how much of it
 *
 * Return: 0.
 */
int vmcore_build_id(u8 *id, size_t size)
{
	memcpy(id, vmlinux_build_id, min(size, sizeof(vmlinux_build_id)));
	return 0;
}

static ssize_t filter_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%u\n", vmcore_filter_level());
}

static ssize_t filter_store(struct kobject *kobj,
			    struct kobj_attribute *attribute,
			    const char *buffer, size_t count)
{
	u32 level;
	int error;

	error = kstrtou32(buffer, 10, &level) ?: vmcore_filter_set_level(level);
	return error ?: count;
}

static struct kobj_attribute filter_attribute =
	__ATTR(filter, 0600, filter_show, filter_store);

static ssize_t filter_stats_show(struct kobject *kobj,
				 struct kobj_attribute *attribute, char *buffer)
{
	return vmcore_filter_stats(buffer, PAGE_SIZE);
}

static struct kobj_attribute filter_stats_attribute =
	__ATTR(filter_stats, 0400, filter_stats_show, NULL);

static const struct attribute *const filter_attributes[] = {
	&filter_attribute.attr,
	&filter_stats_attribute.attr,
	NULL
};

/* Where nothing crashed there is nothing to filter. */
static int __init filter_sysfs_init(void)
{
	struct kobject *folder = kdump_sysfs_folder();

	if (!folder || !vmcore_file_get())
		return 0;
	return sysfs_create_files(folder, filter_attributes);
}
late_initcall(filter_sysfs_init);

static int __init filter_parameter(char *value)
{
	u32 level;
	int error;

	if (!value)
		return -EINVAL;
	error = kstrtou32(value, 10, &level) ?: vmcore_filter_set_level(level);
	if (error)
		pr_err("kdump: kdump.filter=%s: a number up to %u is expected\n",
		       value, KDUMP_FILTER_MAX);
	return error;
}
early_param("kdump.filter", filter_parameter);
