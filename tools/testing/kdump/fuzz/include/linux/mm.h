/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _KDUMP_FUZZ_LINUX_MM_H
#define _KDUMP_FUZZ_LINUX_MM_H

#include <linux/align.h>
#include <linux/limits.h>
#include <linux/mm_types.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#define PAGE_ALIGN(address)	ALIGN(address, PAGE_SIZE)
#define PAGE_ALIGNED(address)	IS_ALIGNED((unsigned long)(address), PAGE_SIZE)

/* The bits above all flags. */
#define ZONEID_MASK	0xful
#define ZONEID_PGSHIFT	(sizeof(long) * 8 - 4)

/* Of a head, by its first tail. */
static inline unsigned int compound_order(const struct page *head)
{
	return fuzz_flags(&head[1]) & 0xff;
}

#endif /* _KDUMP_FUZZ_LINUX_MM_H */
