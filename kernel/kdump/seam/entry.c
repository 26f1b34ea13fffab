// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names that every base kernel calls, and our functions under them. What
 * only some bases call is beside this file. No logic; crash_kexec() and its
 * like are in crash/crash.c, whose frames a dump shows.
 */
#include <linux/crash_core.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kexec.h>

#include "image/image.h"
#include "reserve/reserve.h"

/* Parsed long before; this keeps init/main.c from handing it to PID 1. */
static int __init known_parameter(char *value)
{
	return 0;
}
early_param("crashkernel", known_parameter);

/**
 * kexec_crash_loaded - is a capture kernel armed?
 *
 * kernel/ksysfs.c, and what prepares for a crash. Any context.
 *
 * Return: not 0 if so.
 */
int kexec_crash_loaded(void)
{
	return kdump_image_loaded();
}
EXPORT_SYMBOL_GPL(kexec_crash_loaded);

/**
 * crash_get_memory_size - how much is reserved
 *
 * kernel/ksysfs.c. Process context.
 *
 * Return: bytes; %-EBUSY while a load runs.
 */
ssize_t crash_get_memory_size(void)
{
	int error = kdump_load_trylock();
	u64 size;

	if (error)
		return error;
	size = kdump_region_size();
	kdump_load_end();
	return size;
}

/**
 * crash_shrink_memory - give reserved memory back
 * @new_size: bytes to keep
 *
 * kernel/ksysfs.c. Process context, may sleep.
 *
 * Return: 0; %-EBUSY while a load runs; else as kdump_region_shrink().
 */
int crash_shrink_memory(unsigned long new_size)
{
	int error = kdump_load_trylock();

	if (error)
		return error;
	error = kdump_region_shrink(new_size);
	kdump_load_end();
	return error;
}
