/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that stays out of the way of what is copied over it.
 */
#ifndef _KDUMP_SOURCE_PAGES_H
#define _KDUMP_SOURCE_PAGES_H

#include <linux/kdump.h>
#include <linux/list.h>

/**
 * struct kdump_sources - where the pages of one load come from
 * @avoid: memory that no page may lie in; not owned
 * @held: pages that do, kept until the load is over so that the allocator
 *	does not hand them out again
 * @order: no larger blocks are asked for: the allocator had none
 */
struct kdump_sources {
	const struct kdump_range_set *avoid;
	struct list_head held;
	unsigned int order;
};

void kdump_sources_init(struct kdump_sources *sources,
			const struct kdump_range_set *avoid);
void kdump_sources_done(struct kdump_sources *sources);
int kdump_sources_take(struct kdump_sources *sources, u64 bytes,
		       struct kdump_range *ret);
void kdump_sources_free(const struct kdump_range *range);

#endif /* _KDUMP_SOURCE_PAGES_H */
