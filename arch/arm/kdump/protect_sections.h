/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What protects memory depends on the levels of page tables for.
 */
#ifndef _KDUMP_ARM_PROTECT_SECTIONS_H
#define _KDUMP_ARM_PROTECT_SECTIONS_H

#include <linux/align.h>
#include <linux/pgtable.h>
#include <linux/types.h>

#include <asm/tlbflush.h>

#ifdef CONFIG_ARM_LPAE
/*
 * A section that is the region's in part is only made writable. Returns whether
 * all of the range was changed.
 */
static inline bool sections_protect(unsigned long start, unsigned long end,
				    bool read_only)
{
	bool all = IS_ALIGNED(start | end, PMD_SIZE);
	unsigned long at;

	at = read_only ? ALIGN(start, PMD_SIZE) : ALIGN_DOWN(start, PMD_SIZE);
	for (; read_only ? at + PMD_SIZE <= end : at < end; at += PMD_SIZE) {
		pmd_t *pmd = pmd_off_k(at);

		if (!pmd_sect(*pmd)) {
			all = false;
			continue;
		}
		pmd_val(*pmd) &= ~PMD_SECT_AP2;
		if (read_only)
			pmd_val(*pmd) |= PMD_SECT_AP2;
		flush_pmd_entry(pmd);
	}
	return all;
}
#else
static inline bool sections_protect(unsigned long start, unsigned long end,
				    bool read_only)
{
	return false;
}
#endif

#endif /* _KDUMP_ARM_PROTECT_SECTIONS_H */
