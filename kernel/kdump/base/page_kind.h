/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a copy of a page struct says that its page is. Pure: no pointer in the
 * copy is followed, as it may come from another kernel.
 */
#ifndef _KDUMP_PAGE_KIND_H
#define _KDUMP_PAGE_KIND_H

#include <linux/mm_types.h>
#include <linux/page-flags.h>

#include "base/page_words.h"

/**
 * enum kdump_page_kind - what is written where the type of a page is
 * @KDUMP_PAGE_PLAIN: nothing: flags and mapping tell
 * @KDUMP_PAGE_BUDDY: first page of a free block, whose order is in private
 * @KDUMP_PAGE_GUARD: the same, kept apart by debug_pagealloc
 * @KDUMP_PAGE_UNACCEPTED: first page of a free block of the largest order,
 *	which a host has not given to the guest yet
 * @KDUMP_PAGE_OFFLINE: taken away by a balloon or the like
 * @KDUMP_PAGE_HUGETLB: head of a huge page of hugetlbfs
 * @KDUMP_PAGE_KERNEL: slab, page table and all else
 */
enum kdump_page_kind {
	KDUMP_PAGE_PLAIN,
	KDUMP_PAGE_BUDDY,
	KDUMP_PAGE_GUARD,
	KDUMP_PAGE_UNACCEPTED,
	KDUMP_PAGE_OFFLINE,
	KDUMP_PAGE_HUGETLB,
	KDUMP_PAGE_KERNEL,
};

/*
 * Each shape defines KDUMP_PAGE_TYPE_FLAGS, which a page without a type lacks,
 * and kdump_page_kind() and kdump_page_order(), of a copy that is followed by
 * that of the next page if it has PG_head. The order is only good for such
 * pages. kdump_page_is_plain() is for all others, and quick.
 */
#ifdef KDUMP_LACKS_PAGE_TYPE_VALUE
#include "base/page_kind_bit.h"
#else
#include "base/page_kind_value.h"
#endif

#endif /* _KDUMP_PAGE_KIND_H */
