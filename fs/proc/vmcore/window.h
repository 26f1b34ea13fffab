/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which piece of old memory to map around an address. Pure.
 */
#ifndef _VMCORE_WINDOW_H
#define _VMCORE_WINDOW_H

#include <linux/kdump.h>
#include <linux/sizes.h>

#include "layout.h"

/* Most bytes of one mapping: mapping them costs nothing against copying. */
#define VMCORE_WINDOW_SIZE SZ_64M

struct kdump_range vmcore_window_place(u64 address, u64 size,
				       const struct kdump_range *within);
bool vmcore_window_large(unsigned long at, const struct kdump_range *pages,
			 struct kdump_range *ret);

#endif /* _VMCORE_WINDOW_H */
