// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the reader calls in a kernel, made of what a module may call.
 *
 * names.h gives these functions their names and the kernel's own headers
 * their types, so a kernel that changes one of them does not compile.
 */
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/kdump_arch.h>

#include <asm/io.h>
#include <asm/processor.h>

#include "../arch/x86/kdump/kdump_x86.h"

/* Of an architecture's duties, the reader needs two. */
const struct kdump_arch_ops kdump_arch = {
	.oldmem_map = kdump_x86_oldmem_map,
	.oldmem_unmap = kdump_x86_oldmem_unmap,
};

/**
 * struct page_walk - walk_system_ram_range() on its way
 * @visit: the caller's function
 * @argument: its last argument
 */
struct page_walk {
	int (*visit)(unsigned long pfn, unsigned long nr_pages, void *argument);
	void *argument;
};

/* Pages that are RAM in part are left out. */
static int visit_resource(struct resource *ram, void *argument)
{
	const struct page_walk *walk = argument;
	unsigned long start = PFN_UP(ram->start);
	unsigned long end = PFN_DOWN(ram->end + 1);

	return end > start ? walk->visit(start, end - start, walk->argument) :
			     0;
}

int walk_system_ram_range(unsigned long start_pfn, unsigned long nr_pages,
			  void *arg,
			  int (*func)(unsigned long, unsigned long, void *))
{
	struct page_walk walk = { func, arg };

	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   PFN_PHYS(start_pfn),
				   PFN_PHYS(start_pfn + nr_pages) - 1, &walk,
				   visit_resource);
}

int valid_mmap_phys_addr_range(unsigned long pfn, size_t count)
{
	return !((PFN_PHYS(pfn) + count - 1) >> boot_cpu_data.x86_phys_bits);
}
