/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which piece of old memory to map around an address. Pure.
 */
#ifndef _VMCORE_WINDOW_H
#define _VMCORE_WINDOW_H

#include <linux/kdump.h>
#include <linux/sizes.h>

/* Most bytes of one mapping: mapping them costs nothing against copying. */
#define VMCORE_WINDOW_SIZE SZ_16M

/* Mappings that start at such a border can use large pages. */
#define VMCORE_WINDOW_ALIGN SZ_2M

struct kdump_range vmcore_window_place(u64 address,
				       const struct kdump_range *within);

#endif /* _VMCORE_WINDOW_H */
