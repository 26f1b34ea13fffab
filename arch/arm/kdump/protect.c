// SPDX-License-Identifier: GPL-2.0-only
/*
 * The region's pages in the direct map: read-only while an image is armed. And
 * its bytes in memory, not in caches, for a kernel that starts without them.
 *
 * set_memory_ro() changes what vmalloc() has mapped and nothing else, so the
 * sections of the direct map are changed here. With LPAE all tasks share them;
 * page tables of two levels are copied into each task's own.
 *
 * Context: process context, the load lock is held; for publish() the crash path
 * too.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/printk.h>

#include <asm/cacheflush.h>
#include <asm/outercache.h>
#include <asm/tlbflush.h>

#include "protect_sections.h"

int kdump_arch_protect(const struct kdump_range *region, bool read_only)
{
	unsigned long start = (unsigned long)phys_to_virt(region->start);
	unsigned long end = start + kdump_range_size(region);

	kdump_assert_load_locked();
	if (!sections_protect(start, end, read_only) && read_only)
		pr_warn_once("the reserved memory stays writable, or some of it: this kernel cannot protect it\n");
	/* By pages, that many would take longer. */
	flush_tlb_all();
	return 0;
}

void kdump_arch_publish(const struct kdump_range *written)
{
	__cpuc_flush_dcache_area(phys_to_virt(written->start),
				 kdump_range_size(written));
	outer_flush_range(written->start, written->end);
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
