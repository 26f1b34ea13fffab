/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of the seam to Linux 6.1 that exist in some configurations only.
 */
#ifndef _KDUMP_SEAM_6_1_CONFIG_H
#define _KDUMP_SEAM_6_1_CONFIG_H

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

#endif /* _KDUMP_SEAM_6_1_CONFIG_H */
