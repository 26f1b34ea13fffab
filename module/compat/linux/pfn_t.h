/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For kernels whose vmf_insert_pfn_pmd() takes a plain pfn: since 6.17 there is
 * no pfn_t, and what a PFN_DEV said is known by the mapping.
 */
#ifndef _KDUMP_COMPAT_PFN_T_H
#define _KDUMP_COMPAT_PFN_T_H

#define pfn_t unsigned long
#define PFN_DEV 0
#define __pfn_to_pfn_t(pfn, flags) ((pfn) | (flags))

#endif /* _KDUMP_COMPAT_PFN_T_H */
