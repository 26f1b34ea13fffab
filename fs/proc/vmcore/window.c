// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which piece of old memory to map around an address. Pure.
 *
 * Windows lie on a grid, so that reading backwards or with jumps finds them
 * again, and never leave the range they are for: behind it may be memory of
 * the running kernel, or none. A range that starts off a large page's border
 * gets one short window up to that border; from there on large pages fit.
 */
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/minmax.h>

#include "window.h"

static_assert(VMCORE_WINDOW_SIZE % VMCORE_WINDOW_ALIGN == 0,
	      "A window that starts on the grid starts at a border.");

/**
 * vmcore_window_place - choose the window that holds an address
 * @address: physical address inside @within
 * @within: page aligned range, below 2^63
 *
 * Return: a page aligned part of @within with @address in it, not larger
 * than VMCORE_WINDOW_SIZE.
 */
struct kdump_range vmcore_window_place(u64 address,
				       const struct kdump_range *within)
{
	u64 grid = ALIGN_DOWN(address, VMCORE_WINDOW_SIZE);
	u64 start = max(grid, within->start);
	u64 end = min(grid + VMCORE_WINDOW_SIZE, within->end);
	u64 border = ALIGN(start, VMCORE_WINDOW_ALIGN);

	if (address >= border)
		start = border;
	else
		end = min(end, border);
	return (struct kdump_range){ start, end };
}
