/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Since Linux 7.0 the page of zeroes has a shorter name.
 */
#ifndef _KDUMP_COMPAT_LINUX_PGTABLE_H
#define _KDUMP_COMPAT_LINUX_PGTABLE_H

#include_next <linux/pgtable.h>

#ifdef KDUMP_LACKS_MY_ZERO_PFN
#define my_zero_pfn(address) zero_pfn(address)
#endif

#endif /* _KDUMP_COMPAT_LINUX_PGTABLE_H */
