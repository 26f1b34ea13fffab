/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 lets everybody write to vm_flags and has no function for it.
 */
#ifndef _KDUMP_6_1_LINUX_MM_H
#define _KDUMP_6_1_LINUX_MM_H

#include_next <linux/mm.h>

static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set,
				vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}

#endif /* _KDUMP_6_1_LINUX_MM_H */
