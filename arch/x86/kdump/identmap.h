/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables for the jump, written into staging memory. Pure.
 */
#ifndef _KDUMP_X86_IDENTMAP_H
#define _KDUMP_X86_IDENTMAP_H

#include <linux/types.h>
#include <linux/kdump.h>

/**
 * struct kdump_identmap - page tables being written
 * @pages: zeroed memory for them, page aligned; the first page is the root
 * @address: physical address at which @pages will be used
 * @capacity: pages that @pages has
 * @used: pages taken so far; at least 1, the root, once a range is added
 * @five_level: the CPU walks five levels, not four
 * @gigabyte: the CPU has entries for 1 GiB
 * @encryption: bits to set in every entry, for memory that stays encrypted
 */
struct kdump_identmap {
	u64 *pages;
	u64 address;
	unsigned int capacity;
	unsigned int used;
	bool five_level;
	bool gigabyte;
	u64 encryption;
};

unsigned int kdump_identmap_pages(const struct kdump_range *ranges,
				  unsigned int count, bool gigabyte);
int kdump_identmap_add(struct kdump_identmap *map,
		       const struct kdump_range *range);
int kdump_identmap_add_page(struct kdump_identmap *map, u64 virtual,
			    u64 physical);

#endif /* _KDUMP_X86_IDENTMAP_H */
