/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of a page struct as is looked at by classify.c.
 */
#ifndef _KDUMP_FUZZ_LINUX_MM_TYPES_H
#define _KDUMP_FUZZ_LINUX_MM_TYPES_H

#include <linux/atomic.h>
#include <linux/types.h>

struct page {
	unsigned long flags;
	union {
		struct list_head lru;
		unsigned long compound_head;
	};
	void *mapping;
	unsigned long index;
	unsigned long private;
	unsigned int page_type;
	atomic_t _refcount;
};

#endif /* _KDUMP_FUZZ_LINUX_MM_TYPES_H */
