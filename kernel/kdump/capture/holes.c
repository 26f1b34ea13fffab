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
#include <linux/array_size.h>
#include <linux/cache.h>
#include <linux/kdump_capture.h>
#include <linux/kdump_port.h>
#include <linux/memblock.h>
#include <linux/mm.h>

/* Ascending; addresses of the image, not of the direct map. */
static struct {
	unsigned long start;
	unsigned long end;
} image_holes[8] __ro_after_init;

static unsigned int image_holes_count __ro_after_init;

/**
 * kdump_capture_use_hole - take a hole of the image for memory
 * @start: address in the kernel's image, a page's; past all holes so far
 * @end: where it ends, a page's
 *
 * At boot, while memblock is the allocator. A hole too many stays a hole.
 */
void __init kdump_capture_use_hole(unsigned long start, unsigned long end)
{
	if (start >= end || image_holes_count == ARRAY_SIZE(image_holes))
		return;
	image_holes[image_holes_count].start = start;
	image_holes[image_holes_count++].end = end;
	memblock_phys_free(__pa_symbol(start), end - start);
}

/**
 * kdump_capture_hole - is this in memory that was a hole?
 * @address: in the direct map, or in the image
 * @size: bytes, all of them in one allocation; not 0
 *
 * Any context.
 *
 * Return: true if so.
 */
bool kdump_capture_hole(unsigned long address, unsigned long size)
{
	unsigned int i;

	for (i = 0; i < image_holes_count; i++) {
		unsigned long start = image_holes[i].start;
		unsigned long end = image_holes[i].end;

		if (address < start || address >= end) {
			start = (unsigned long)lm_alias(start);
			end = (unsigned long)lm_alias(end);
		}
		if (address >= start && address < end && size <= end - address)
			return true;
	}
	return false;
}

/**
 * kdump_capture_protect - protect the kernel's image, but not its holes
 * @start: where it starts
 * @end: where it ends
 * @protect: does it, in the direct map as well
 * @unmap: takes the mapping of the image away, and leaves the direct map
 *
 * At boot, process context.
 */
void kdump_capture_protect(unsigned long start, unsigned long end,
			   int (*protect)(unsigned long address, int pages),
			   int (*unmap)(unsigned long address, int pages))
{
	unsigned int i;

	for (i = 0; i < image_holes_count; i++) {
		unsigned long hole = image_holes[i].start;
		unsigned long hole_end = image_holes[i].end;

		/* Those among data need no protection. */
		if (hole >= end)
			break;
		if (hole > start)
			protect(start, (hole - start) >> PAGE_SHIFT);
		unmap(hole, (hole_end - hole) >> PAGE_SHIFT);
		start = hole_end;
	}
	if (end > start)
		protect(start, (end - start) >> PAGE_SHIFT);
}
