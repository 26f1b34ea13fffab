/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmcoreinfo keys that exist in some configurations, or in some bases, only. Each
 * function appends its keys, or nothing if there is not what they name.
 */
#ifndef _KDUMP_VMCOREINFO_CONFIG_H
#define _KDUMP_VMCOREINFO_CONFIG_H

#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/vmcore_info.h>

#ifdef CONFIG_SPARSEMEM
static inline void append_sparsemem(void)
{
	VMCOREINFO_NUMBER(MAX_PHYSMEM_BITS);
	VMCOREINFO_NUMBER(SECTION_SIZE_BITS);
	VMCOREINFO_OFFSET(mem_section, section_mem_map);
	VMCOREINFO_STRUCT_SIZE(mem_section);
	VMCOREINFO_LENGTH(mem_section, NR_SECTION_ROOTS);
	VMCOREINFO_SYMBOL_ARRAY(mem_section);
}
#else
static inline void append_sparsemem(void) { }
#endif

#ifdef CONFIG_SPARSEMEM_VMEMMAP
static inline void append_vmemmap(void)
{
	VMCOREINFO_SYMBOL_ARRAY(vmemmap);
}
#else
static inline void append_vmemmap(void) { }
#endif

#ifdef CONFIG_FLATMEM
static inline void append_flatmem(void)
{
	VMCOREINFO_OFFSET(pglist_data, node_mem_map);
}
#else
static inline void append_flatmem(void) { }
#endif

#ifdef CONFIG_NUMA
static inline void append_nodes(void)
{
	VMCOREINFO_LENGTH(node_data, MAX_NUMNODES);
	VMCOREINFO_SYMBOL(node_data);
}
#else
static inline void append_nodes(void)
{
	VMCOREINFO_SYMBOL(contig_page_data);
	VMCOREINFO_SYMBOL(mem_map);
}
#endif

#ifdef KDUMP_LACKS_COMPOUND_INFO
static inline void append_page_link(void)
{
	VMCOREINFO_OFFSET(page, compound_head);
}
#else
static inline void append_page_link(void)
{
	VMCOREINFO_OFFSET(page, compound_info);
}
#endif

#ifdef CONFIG_MEMORY_FAILURE
static inline void append_hwpoison(void)
{
	VMCOREINFO_NUMBER(PG_hwpoison);
}
#else
static inline void append_hwpoison(void) { }
#endif

#ifdef CONFIG_KALLSYMS
#include "../../kallsyms_internal.h"

#ifdef KDUMP_LACKS_KALLSYMS_BASE
static inline void append_kallsyms_base(void) { }
#else
static inline void append_kallsyms_base(void)
{
	VMCOREINFO_SYMBOL(kallsyms_relative_base);
}
#endif

static inline void append_kallsyms(void)
{
	append_kallsyms_base();
	VMCOREINFO_SYMBOL(kallsyms_offsets);
	VMCOREINFO_SYMBOL(kallsyms_token_index);
	VMCOREINFO_SYMBOL(kallsyms_token_table);
	VMCOREINFO_SYMBOL(kallsyms_num_syms);
	VMCOREINFO_SYMBOL(kallsyms_names);
}
#else
static inline void append_kallsyms(void) { }
#endif

#endif /* _KDUMP_VMCOREINFO_CONFIG_H */
