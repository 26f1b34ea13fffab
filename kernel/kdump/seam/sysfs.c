// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/kdump/: what kdump says about itself. The files that user space
 * has always read are one folder up and belong to the base kernel.
 */
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "record/record.h"
#include "reserve/reserve.h"
#include "seam/seam.h"

static ssize_t reservation_show(struct kobject *kobj,
				struct kobj_attribute *attribute, char *buffer)
{
	return kdump_reservation_show(buffer);
}

/* Physical addresses are for root, as in /proc/iomem. */
static struct kobj_attribute reservation_attribute =
	__ATTR(reservation, 0400, reservation_show, NULL);

static ssize_t record_show(struct kobject *kobj,
			   struct kobj_attribute *attribute, char *buffer)
{
	return kdump_record_show(buffer, PAGE_SIZE);
}

/* Words of the crashed kernel's log are for root, as that log would be. */
static struct kobj_attribute record_attribute =
	__ATTR(record, 0400, record_show, NULL);

static struct attribute *kdump_attributes[] = {
	&reservation_attribute.attr,
	&record_attribute.attr,
	NULL
};

static const struct attribute_group kdump_group = {
	.attrs = kdump_attributes,
};

static struct kobject *sysfs_folder;

/**
 * kdump_sysfs_folder - /sys/kernel/kdump
 *
 * Return: the folder, for late initcalls of fs/ and later; NULL if there was no
 * memory for it.
 */
struct kobject *kdump_sysfs_folder(void)
{
	return sysfs_folder;
}

static int __init kdump_sysfs_init(void)
{
	sysfs_folder = kobject_create_and_add("kdump", kernel_kobj);
	if (!sysfs_folder)
		return -ENOMEM;
	return sysfs_create_group(sysfs_folder, &kdump_group);
}
late_initcall(kdump_sysfs_init);
