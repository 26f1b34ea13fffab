/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of page_type_bit.c that exists with huge pages only.
 */
#ifndef _KDUMP_PAGE_TYPE_BIT_H
#define _KDUMP_PAGE_TYPE_BIT_H

#include <linux/mm.h>
#include <linux/vmcore_info.h>

#ifdef CONFIG_HUGETLB_PAGE
static inline void append_hugetlb(void)
{
	VMCOREINFO_NUMBER(HUGETLB_PAGE_DTOR);
}
#else
static inline void append_hugetlb(void) { }
#endif

#endif /* _KDUMP_PAGE_TYPE_BIT_H */
