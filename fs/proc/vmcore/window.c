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
#include <linux/minmax.h>

#include "window.h"

/**
 * vmcore_window_place - choose the window that holds an address
 * @address: physical address inside @within
 * @size: distance of the grid's lines: a power of two, VMCORE_LARGE_PAGE or
 *	more, so that a window that starts on one starts at a border
 * @within: page aligned range, below 2^63
 *
 * Return: a page aligned part of @within with @address in it, not larger
 * than @size.
 */
struct kdump_range vmcore_window_place(u64 address, u64 size,
				       const struct kdump_range *within)
{
	u64 grid = ALIGN_DOWN(address, size);
	u64 start = max(grid, within->start);
	u64 end = min(grid + size, within->end);
	u64 border = ALIGN(start, VMCORE_LARGE_PAGE);

	if (address >= border)
		start = border;
	else
		end = min(end, border);
	return (struct kdump_range){ start, end };
}

/**
 * vmcore_window_large - choose what of a range large pages can map
 * @at: virtual address to which the range is to be mapped, page aligned
 * @pages: the range, page aligned, below 2^63
 * @ret: the part that starts and ends at borders of large pages, in memory and
 *	at @at alike; untouched if there is none
 *
 * Return: whether there is one.
 */
bool vmcore_window_large(unsigned long at, const struct kdump_range *pages,
			 struct kdump_range *ret)
{
	u64 start = ALIGN(pages->start, VMCORE_LARGE_PAGE);
	u64 end = ALIGN_DOWN(pages->end, VMCORE_LARGE_PAGE);

	if (!IS_ALIGNED(at - pages->start, VMCORE_LARGE_PAGE) || start >= end)
		return false;
	*ret = (struct kdump_range){ start, end };
	return true;
}
