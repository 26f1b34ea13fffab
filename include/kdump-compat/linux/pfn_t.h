/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Since Linux 6.17 vmf_insert_pfn_pmd() takes a plain pfn; what PFN_DEV said is
 * known by the mapping.
 */
#ifndef _KDUMP_COMPAT_LINUX_PFN_T_H
#define _KDUMP_COMPAT_LINUX_PFN_T_H

#ifdef KDUMP_LACKS_PFN_T_H
#define pfn_t unsigned long
#define PFN_DEV 0
#define __pfn_to_pfn_t(pfn, flags) ((pfn) | (flags))
#else
#include_next <linux/pfn_t.h>
#endif

#endif /* _KDUMP_COMPAT_LINUX_PFN_T_H */
