// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of a capture kernel's memory sections, as large as its memory.
 *
 * With five levels of page tables there may be 4 PiB of memory, and the table
 * that leads to its sections is 1 MiB; few CPUs address as much. So what they do
 * not is one page of zeros, mapped again and again.
 */
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include "kdump_x86.h"

/* Below this it is not worth a page table. */
#define ROOTS_BYTES_MIN	SZ_64K

static struct vm_struct roots_area = {
	.flags = VM_MAP,
};

/* What the base takes for it. */
static size_t __init roots_bytes(void)
{
	return PAGE_ALIGN(NR_SECTION_ROOTS * sizeof(*mem_section));
}

/*
 * Bytes that may come into use: wherever this CPU can address memory, for that of
 * devices is given struct pages up there, too.
 */
static size_t __init roots_bytes_used(void)
{
	unsigned long last = PHYS_PFN(iomem_resource.end);

	return PAGE_ALIGN((SECTION_NR_TO_ROOT(pfn_to_section_nr(last)) + 1) *
			  sizeof(*mem_section));
}

static void __init roots_map_page(size_t at, phys_addr_t memory, pgprot_t how)
{
	unsigned long address = (unsigned long)roots_area.addr + at;

	set_pte(populate_extra_pte(address), pfn_pte(PHYS_PFN(memory), how));
}

static void __init roots_map(size_t used, phys_addr_t memory)
{
	phys_addr_t zeros = __pa_symbol(empty_zero_page);
	size_t at;

	for (at = 0; at < used; at += PAGE_SIZE)
		roots_map_page(at, memory + at, PAGE_KERNEL);
	for (; at < roots_area.size; at += PAGE_SIZE)
		roots_map_page(at, zeros, PAGE_KERNEL_RO);
}

/**
 * kdump_x86_shrink_section_roots - make the table before the base does
 *
 * At boot, while memblock is the allocator. KASAN and KMSAN have no shadow yet for
 * where it would be.
 *
 * Return: whether it was done.
 */
bool __init kdump_x86_shrink_section_roots(void)
{
	size_t used = roots_bytes_used();
	void *memory;

	roots_area.size = roots_bytes();
	if (mem_section || IS_ENABLED(CONFIG_KASAN) ||
	    IS_ENABLED(CONFIG_KMSAN) ||
	    roots_area.size < ROOTS_BYTES_MIN || used >= roots_area.size)
		return false;
	memory = memblock_alloc(used, PAGE_SIZE);
	if (!memory)
		return false;
	vm_area_register_early(&roots_area, PAGE_SIZE);
	roots_map(used, __pa(memory));
	mem_section = roots_area.addr;
	return true;
}
