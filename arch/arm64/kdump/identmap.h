/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables for the jump, written into staging memory. Pure.
 */
#ifndef _KDUMP_ARM64_IDENTMAP_H
#define _KDUMP_ARM64_IDENTMAP_H

#include <linux/types.h>
#include <linux/kdump.h>

/* With pages of 4 KiB, and addresses of 52 bits. */
#define KDUMP_ARM64_LEVELS 5

/**
 * struct kdump_arm64_format - page tables as this kernel's CPUs read them
 * @granule: log2 of the bytes of a page and of a table: 12, 14 or 16
 * @bits: of the addresses that are translated, 48 or 52
 * @leaf: the attributes of an entry that maps a page
 * @high_shift: how far down the highest bits of an address go in an entry; 0 if
 *	they stay where they are
 * @address: the bits of an entry that are an address
 */
struct kdump_arm64_format {
	unsigned int granule;
	unsigned int bits;
	u64 leaf;
	unsigned int high_shift;
	u64 address;
};

/**
 * struct kdump_arm64_identmap - page tables being written
 * @format: how
 * @page: zeroed memory for them, a page each; the first page is the root
 * @at: physical address at which each of @page will be used
 * @capacity: entries of @page and @at
 * @used: pages taken so far, the root included
 * @recent: the last table of each level, an index of @page
 */
struct kdump_arm64_identmap {
	struct kdump_arm64_format format;
	void **page;
	const u64 *at;
	unsigned int capacity;
	unsigned int used;
	unsigned int recent[KDUMP_ARM64_LEVELS];
};

unsigned int kdump_arm64_identmap_pages(const struct kdump_arm64_format *format,
					const struct kdump_range *ranges,
					unsigned int count);
int kdump_arm64_identmap_add(struct kdump_arm64_identmap *map,
			     const struct kdump_range *range);

#endif /* _KDUMP_ARM64_IDENTMAP_H */
