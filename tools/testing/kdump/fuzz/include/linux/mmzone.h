/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The largest free block, and sections of pages that are found by pointers.
 */
#ifndef _KDUMP_FUZZ_LINUX_MMZONE_H
#define _KDUMP_FUZZ_LINUX_MMZONE_H

#define CONFIG_SPARSEMEM
#define CONFIG_SPARSEMEM_EXTREME
#define CONFIG_SPARSEMEM_VMEMMAP

#define MAX_PAGE_ORDER		10
#define PAGE_ALLOC_COSTLY_ORDER	3
#define PFN_SECTION_SHIFT	15
#define SECTION_HAS_MEM_MAP	2UL
#define SECTION_IS_ONLINE	4UL
#define SECTION_MAP_MASK	(~0x3fUL)

struct mem_section {
	unsigned long section_mem_map;
	unsigned long usage;
};

#define SECTIONS_PER_ROOT	(4096 / sizeof(struct mem_section))

#endif /* _KDUMP_FUZZ_LINUX_MMZONE_H */
