// SPDX-License-Identifier: GPL-2.0-only
/*
 * The struct pages of a capture kernel, for its own memory only.
 *
 * A kernel makes them for whole sections, on most machines of 128 MiB, whatever
 * part of one is memory. So a region of 24 MiB has 2 MiB of them, and needs 384
 * KiB. What is too much is given back before the initramfs is unpacked.
 *
 * Context: at boot, process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/bootmem_info.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pgtable.h>
#include <linux/printk.h>

#include "capture/capture.h"

/*
 * The buddy allocator looks at all pages of a block of this many, if one of
 * them is memory.
 */
#define BLOCK_PAGES MAX_ORDER_NR_PAGES

static bool __init block_has_memory(struct mem_section *section,
				    unsigned long pfn)
{
	unsigned long at;

	for (at = pfn; at < pfn + BLOCK_PAGES; at += PAGES_PER_SUBSECTION)
		if (pfn_section_valid(section, at))
			return true;
	return false;
}

static void __init memmap_free_page(struct page *page)
{
	/* What counts users of it, where something does. */
	if (PagePrivate(page))
		put_page_bootmem(page);
	else
		free_reserved_page(page);
}

/* It is mapped by large pages where there are such. */
static struct page * __init memmap_page(unsigned long address)
{
	p4d_t *p4d = p4d_offset(pgd_offset_k(address), address);
	pmd_t *pmd = pmd_offset(pud_offset(p4d, address), address);

	if (pmd_leaf(*pmd))
		return pfn_to_page(pmd_pfn(*pmd) +
				   PHYS_PFN(address & ~PMD_MASK));
	return pte_page(*pte_offset_kernel(pmd, address));
}

/* They are mapped on; the allocator does not look at them. */
static unsigned long __init block_free_memmap(unsigned long pfn)
{
	unsigned long at = PAGE_ALIGN((unsigned long)pfn_to_page(pfn));
	unsigned long end = (unsigned long)pfn_to_page(pfn + BLOCK_PAGES);
	unsigned long pages = 0;

	for (; at + PAGE_SIZE <= end; at += PAGE_SIZE, pages++)
		memmap_free_page(memmap_page(at));
	return pages;
}

static unsigned long __init section_trim(unsigned long number)
{
	unsigned long pfn = section_nr_to_pfn(number), pages = 0;
	unsigned long end = pfn + PAGES_PER_SECTION;
	struct mem_section *section = __nr_to_section(number);

	/* From now on a page of it is valid if its subsection is memory. */
	section->section_mem_map &= ~SECTION_IS_EARLY;
	for (; pfn < end; pfn += BLOCK_PAGES)
		if (!block_has_memory(section, pfn))
			pages += block_free_memmap(pfn);
	return pages;
}

/*
 * Not before all struct pages are there, some of which are made late: a page that
 * is given back is compared with its neighbours.
 */
static int __init memmap_trim(void)
{
	unsigned long number, pages = 0;

	if (!kdump_profile_has("memmap"))
		return 0;
	for (number = 0; number <= pfn_to_section_nr(max_pfn - 1); number++)
		if (present_section_nr(number))
			pages += section_trim(number);
	pr_info("%lu KiB of struct pages given back\n",
		pages << (PAGE_SHIFT - 10));
	return 0;
}
pure_initcall(memmap_trim);
