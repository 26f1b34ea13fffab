// SPDX-License-Identifier: GPL-2.0-only
/*
 * The region's pages in the direct map: read-only while an image is armed. The
 * base splits entries that map more than the region.
 *
 * Context: process context, the load lock is held; for publish() the crash path
 * too.
 */
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/set_memory.h>

int kdump_arch_protect(const struct kdump_range *region, bool read_only)
{
	unsigned long start = (unsigned long)phys_to_virt(region->start);
	int pages = kdump_range_size(region) >> PAGE_SHIFT;

	kdump_assert_load_locked();
	return read_only ? set_memory_ro(start, pages) :
			   set_memory_rw(start, pages);
}

/* Whether memory is cached is its own property: satp = 0 changes nothing. */
void kdump_arch_publish(const struct kdump_range *written)
{
}

/* This kernel encrypts nothing: what it sees, the jump sees. */
int kdump_arch_expose(const struct kdump_range *range)
{
	return 0;
}

int kdump_arch_release(const struct kdump_range *range)
{
	return 0;
}
