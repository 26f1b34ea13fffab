// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctl for compat programs: the structs are the same.
 */
#include <linux/compat.h>
#include <linux/fs.h>

#include "filter.h"

/**
 * vmcore_compat_ioctl - tell a compat program what is in the file
 * @file: the open file
 * @command: KDUMP_IOC_EXTENTS
 * @argument: address of a struct kdump_filter_extents
 *
 * Return: as vmcore_ioctl().
 */
long vmcore_compat_ioctl(struct file *file, unsigned int command,
			 unsigned long argument)
{
	return vmcore_ioctl(file, command,
			    (unsigned long)compat_ptr(argument));
}
