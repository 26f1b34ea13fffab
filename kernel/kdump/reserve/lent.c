// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is lent to user space until the machine crashes: crashkernel=,cma.
 *
 * It is CMA: the page allocator puts only what can be moved there, so nothing that
 * a dump is made for, and none of it is ever taken back while the machine
 * lives. A crash gives it to the capture kernel, if kexec_file_load(2) made the
 * image. It is no resource: kexec-tools loads into the last "Crash kernel" of
 * /proc/iomem.
 *
 * Context: written at boot, then read in any, crash path included.
 */
#include <linux/cache.h>
#include <linux/cma.h>
#include <linux/init.h>
#include <linux/kdump_arch.h>
#include <linux/kmemleak.h>
#include <linux/memblock.h>
#include <linux/mmzone.h>
#include <linux/sysfs.h>

#include "reserve/cmdline.h"
#include "reserve/reserve.h"

static struct kdump_lent lent __ro_after_init;

/*
 * Where the base fails to make CMA of it, it stays reserved: nothing of the
 * kernel may end up in what the capture kernel is going to overwrite.
 */
static bool __init piece_make_cma(phys_addr_t start)
{
	struct cma *cma;

	if (cma_init_reserved_mem(start, lent.piece, 0, "kdump", &cma))
		return false;
	cma_reserve_pages_on_error(cma);
	/* Its pages come and go, and hold nothing that points to an object. */
	kmemleak_ignore_phys(start);
	return true;
}

static phys_addr_t __init piece_allocate(const struct kdump_limits *limits)
{
	phys_addr_t start = 0;

	/* Low memory is what devices and the kernel itself may run short of. */
	if (limits->low_end < limits->high_end)
		start = memblock_phys_alloc_range(lent.piece, lent.border,
						  limits->low_end,
						  limits->high_end);
	return start ?: memblock_phys_alloc_range(lent.piece, lent.border,
						  limits->lowest,
						  limits->low_end);
}

/**
 * kdump_lend - take memory from memblock that user space is going to have
 * @size: bytes that are wanted
 * @limits: where it may lie
 *
 * Called once at boot, after the region was reserved. kdump_lent() tells what
 * came of it.
 */
void __init kdump_lend(u64 size, const struct kdump_limits *limits)
{
	phys_addr_t start;

	if (!IS_ENABLED(CONFIG_CMA))
		return;
	kdump_lent_begin(&lent, size, CMA_MIN_ALIGNMENT_BYTES);
	while (lent.piece) {
		start = piece_allocate(limits);
		if (!start) {
			kdump_lent_not_found(&lent);
			continue;
		}
		if (!piece_make_cma(start)) {
			/* There are only so many areas, whatever their size. */
			memblock_phys_free(start, lent.piece);
			return;
		}
		kdump_lent_found(&lent, start);
	}
}

/**
 * kdump_lent - what is lent to user space
 *
 * Return: the ranges; they stay as they are.
 */
const struct kdump_lent *kdump_lent(void)
{
	return &lent;
}

/**
 * kdump_lent_ranges - the same, for formats
 * @count: set to the number of ranges
 *
 * Return: the ranges.
 */
const struct kdump_range *kdump_lent_ranges(unsigned int *count)
{
	*count = lent.count;
	return lent.range;
}

/**
 * kdump_lent_exclude - take out of a set what will be the capture kernel's
 * @set: RAM
 *
 * Return: 0; %-ENOSPC if @set is too small.
 */
int kdump_lent_exclude(struct kdump_range_set *set)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < lent.count && !error; i++)
		error = kdump_range_set_exclude(set, &lent.range[i]);
	return error;
}

/**
 * kdump_lent_show - the ranges, for a file of sysfs
 * @buffer: a page
 *
 * A line for each: the addresses of its first and last byte, in hex.
 *
 * Return: bytes written.
 */
int kdump_lent_show(char *buffer)
{
	unsigned int i;
	int length = 0;

	for (i = 0; i < lent.count; i++)
		length += sysfs_emit_at(buffer, length, "%08llx-%08llx\n",
					lent.range[i].start,
					lent.range[i].end - 1);
	return length;
}
