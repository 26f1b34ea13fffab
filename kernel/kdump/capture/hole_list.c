// SPDX-License-Identifier: GPL-2.0-only
/*
 * A list of the holes in a kernel's image. Pure.
 */
#include <linux/array_size.h>
#include <linux/mm.h>

#include "capture/capture.h"

/**
 * kdump_hole_add - put a hole on the list
 * @list: the list
 * @hole: whole pages, at the end of the last hole or past it
 *
 * Return: false if the list is full, or the hole is empty or out of order.
 */
bool kdump_hole_add(struct kdump_hole_list *list, const struct kdump_hole *hole)
{
	unsigned int count = list->count;

	if (count == ARRAY_SIZE(list->hole) || hole->start >= hole->end ||
	    (count && hole->start < list->hole[count - 1].end))
		return false;
	list->hole[list->count++] = *hole;
	return true;
}

/**
 * kdump_hole_has - is all of this in one hole?
 * @list: the list
 * @start: where it starts, in the image
 * @size: its bytes; not 0
 *
 * Return: false also for what is in two holes that touch: what is asked about
 * is one allocation, or one hole.
 */
bool kdump_hole_has(const struct kdump_hole_list *list, unsigned long start,
		    unsigned long size)
{
	const struct kdump_hole *hole;
	unsigned int i;

	for (i = 0; i < list->count; i++) {
		hole = &list->hole[i];
		if (start >= hole->start && start < hole->end)
			return size <= hole->end - start;
	}
	return false;
}

/**
 * kdump_hole_protect - protect a part of the image, but not its holes
 * @list: the list
 * @start: where the part starts, a page's
 * @end: where it ends, a page's; in no hole
 * @protect: called for what is between holes
 * @unmap: called for each hole that starts before @end, and not before @start
 */
void kdump_hole_protect(const struct kdump_hole_list *list, unsigned long start,
			unsigned long end,
			int (*protect)(unsigned long address, int pages),
			int (*unmap)(unsigned long address, int pages))
{
	const struct kdump_hole *hole;
	unsigned int i;

	for (i = 0; i < list->count; i++) {
		hole = &list->hole[i];
		if (hole->start >= end)
			break;
		if (hole->start < start)
			continue;
		if (hole->start > start)
			protect(start, (hole->start - start) >> PAGE_SHIFT);
		unmap(hole->start, (hole->end - hole->start) >> PAGE_SHIFT);
		start = hole->end;
	}
	if (end > start)
		protect(start, (end - start) >> PAGE_SHIFT);
}
