// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as x86 maps it, in the capture kernel.
 *
 * Alone in this file because the reader needs nothing else of the
 * architecture when it is built as a module.
 */
#include <linux/io.h>

#include "kdump_x86.h"

/**
 * kdump_x86_oldmem_map - map a run of old memory, cached
 * @range: whole pages, none of them RAM of the running kernel
 * @encrypted: the crashed kernel had encrypted it
 *
 * Process context, may sleep.
 *
 * Return: the mapping, NULL if there is none.
 */
void *kdump_x86_oldmem_map(const struct kdump_range *range, bool encrypted)
{
	u64 size = kdump_range_size(range);

	if (encrypted)
		return (__force void *)ioremap_encrypted(range->start, size);
	return (__force void *)ioremap_cache(range->start, size);
}

/**
 * kdump_x86_oldmem_unmap - undo kdump_x86_oldmem_map()
 * @mapping: what it returned
 */
void kdump_x86_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}
