/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of the seam to Linux 6.1 that exist in some configurations only.
 */
#ifndef _KDUMP_SEAM_6_1_CONFIG_H
#define _KDUMP_SEAM_6_1_CONFIG_H

#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/vmcore_info.h>

#include <asm/sections.h>

#ifdef CONFIG_HUGETLB_PAGE
static inline void append_hugetlb(void)
{
	VMCOREINFO_NUMBER(HUGETLB_PAGE_DTOR);
}
#else
static inline void append_hugetlb(void) { }
#endif

/* The device of the memory that this kernel is in, to be put; NULL: none. */
#ifdef CONFIG_MEMORY_HOTPLUG
static inline struct device *kernel_memory(void)
{
	unsigned long section = pfn_to_section_nr(PHYS_PFN(__pa_symbol(_text)));
	struct memory_block *block = find_memory_block(section);

	return block ? &block->dev : NULL;
}
#else
static inline struct device *kernel_memory(void)
{
	return NULL;
}
#endif

#endif /* _KDUMP_SEAM_6_1_CONFIG_H */
