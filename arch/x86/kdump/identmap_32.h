/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables for the jump of a 32-bit kernel, written into staging memory. Pure.
 */
#ifndef _KDUMP_X86_IDENTMAP_32_H
#define _KDUMP_X86_IDENTMAP_32_H

#include <linux/types.h>

/* The root, and for each of two addresses a table of every level below it. */
#define KDUMP_IDENTMAP_32_PAGES 5

/**
 * struct kdump_identmap_32 - page tables being written
 * @page: zeroed memory for KDUMP_IDENTMAP_32_PAGES tables; the first is the root
 * @address: physical address at which each of @page will be used, below 4 GiB
 * @used: pages taken so far; 0 before the first address is mapped
 * @pae: the CPU walks three levels with entries of 8 bytes, else two of 4 bytes
 */
struct kdump_identmap_32 {
	void **page;
	const u64 *address;
	unsigned int used;
	bool pae;
};

void kdump_identmap_32_add(struct kdump_identmap_32 *map, u32 virtual,
			   u32 physical);

#endif /* _KDUMP_X86_IDENTMAP_32_H */
