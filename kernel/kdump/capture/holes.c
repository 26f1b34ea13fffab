// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holes in the image of a capture kernel, used as memory.
 *
 * A kernel's sections start at large pages, and what is between them waits for
 * the end of the boot, or for ever. The port finds the holes; what is known
 * here is where they are.
 *
 * Two others have to know. The kernel makes its code read-only, in the direct map
 * as well; a hole has to be left out, and is unmapped where the kernel runs, so
 * that nothing there can be executed. And what is copied to and from user
 * space must not be code, by its address in the direct map.
 */
#include <linux/cache.h>
#include <linux/kdump_capture.h>
#include <linux/kdump_port.h>
#include <linux/memblock.h>
#include <linux/mm.h>

#include "capture/capture.h"

static struct kdump_hole_list image_holes __ro_after_init;

/**
 * kdump_capture_use_hole - take a hole of the image for memory
 * @start: address in the kernel's image, a page's; past all holes so far
 * @end: where it ends, a page's
 *
 * At boot, while memblock is the allocator. A hole too many stays a hole.
 */
void __init kdump_capture_use_hole(unsigned long start, unsigned long end)
{
	const struct kdump_hole hole = { start, end };

	if (kdump_hole_add(&image_holes, &hole))
		memblock_phys_free(__pa_symbol(start), end - start);
}

/* What an address in the direct map has to move by to be in the image. */
static unsigned long image_distance(void)
{
	unsigned long start = image_holes.hole[0].start;

	return start - (unsigned long)lm_alias(start);
}

/**
 * kdump_capture_hole - is this in memory that was a hole?
 * @address: in the direct map, or in the image
 * @size: bytes, all of them in one allocation; not 0
 *
 * Any context.
 */
bool kdump_capture_hole(unsigned long address, unsigned long size)
{
	if (!image_holes.count)
		return false;
	return kdump_hole_has(&image_holes, address, size) ||
	       kdump_hole_has(&image_holes, address + image_distance(), size);
}

/**
 * kdump_capture_protect - protect the kernel's image, but not its holes
 * @start: where it starts
 * @end: where it ends; holes past it are among data, and need no protection
 * @protect: does it, in the direct map as well
 * @unmap: takes the mapping of the image away, and leaves the direct map
 *
 * At boot, process context.
 */
void kdump_capture_protect(unsigned long start, unsigned long end,
			   int (*protect)(unsigned long address, int pages),
			   int (*unmap)(unsigned long address, int pages))
{
	kdump_hole_protect(&image_holes, start, end, protect, unmap);
}
