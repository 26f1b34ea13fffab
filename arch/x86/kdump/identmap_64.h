/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables for the jump, written into staging memory. Pure.
 */
#ifndef _KDUMP_X86_IDENTMAP_64_H
#define _KDUMP_X86_IDENTMAP_64_H

#include <linux/types.h>
#include <linux/kdump.h>

#define KDUMP_IDENTMAP_LEVELS 5

/**
 * struct kdump_identmap - page tables being written
 * @page: zeroed memory for them, a page each; the first page is the root
 * @address: physical address at which each of @page will be used
 * @capacity: entries of @page and @address
 * @used: pages taken so far; at least 1, the root, once a range is added
 * @recent: for each level the table that was used last, an index of @page
 * @five_level: the CPU walks five levels, not four
 * @gigabyte: the CPU has entries for 1 GiB
 * @encryption: bits to set in every entry, for memory that stays encrypted
 */
struct kdump_identmap {
	void **page;
	const u64 *address;
	unsigned int capacity;
	unsigned int used;
	unsigned int recent[KDUMP_IDENTMAP_LEVELS + 1];
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

#endif /* _KDUMP_X86_IDENTMAP_64_H */
