/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of hotplug_files.c that exists with memory hotplug only.
 */
#ifndef _KDUMP_HOTPLUG_FILES_H
#define _KDUMP_HOTPLUG_FILES_H

#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include <asm/sections.h>

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

#endif /* _KDUMP_HOTPLUG_FILES_H */
