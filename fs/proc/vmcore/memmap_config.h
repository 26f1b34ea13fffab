/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How page structs are found, as far as it is a matter of configuration: this
 * build's, which is the crashed kernel's, too.
 */
#ifndef _VMCORE_MEMMAP_CONFIG_H
#define _VMCORE_MEMMAP_CONFIG_H

#include <linux/mmzone.h>
#include <linux/stddef.h>

#include "memmap.h"

#ifdef CONFIG_SPARSEMEM_EXTREME
#define MEMMAP_BY_POINTER true
#else
#define MEMMAP_BY_POINTER false
#endif

#ifdef CONFIG_SPARSEMEM_VMEMMAP
#define MEMMAP_BASE_KEY "SYMBOL(vmemmap)"
#else
#define MEMMAP_BASE_KEY NULL
#endif

#ifdef CONFIG_SPARSEMEM
#define MEMMAP_SECTIONS_KEY "SYMBOL(mem_section)"

static inline void memmap_shape_build(struct vmcore_memmap_shape *shape)
{
	*shape = (struct vmcore_memmap_shape){
		.per_root = SECTIONS_PER_ROOT,
		.by_pointer = MEMMAP_BY_POINTER,
		.section_size = sizeof(struct mem_section),
		.map_offset = offsetof(struct mem_section, section_mem_map),
		.map_mask = SECTION_MAP_MASK,
		.map_flags = SECTION_HAS_MEM_MAP | SECTION_IS_ONLINE,
		.section_shift = PFN_SECTION_SHIFT,
	};
}
#else
#define MEMMAP_SECTIONS_KEY NULL

static inline void memmap_shape_build(struct vmcore_memmap_shape *shape)
{
	*shape = (struct vmcore_memmap_shape){
		.node_map = offsetof(struct pglist_data, node_mem_map),
		.node_start = offsetof(struct pglist_data, node_start_pfn),
		.node_pages = offsetof(struct pglist_data, node_spanned_pages),
	};
}
#endif

#endif /* _VMCORE_MEMMAP_CONFIG_H */
