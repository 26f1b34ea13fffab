/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases let all code write to vm_flags and have no function for it, and are
 * given all of a guest's memory by its host before they start.
 */
#ifndef _KDUMP_COMPAT_LINUX_MM_H
#define _KDUMP_COMPAT_LINUX_MM_H

#include_next <linux/mm.h>

#ifdef KDUMP_LACKS_VM_FLAGS_MOD
static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set,
				vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}
#endif

#ifdef KDUMP_LACKS_ACCEPT_MEMORY
static inline void accept_memory(phys_addr_t start, unsigned long size)
{
}
#endif

#endif /* _KDUMP_COMPAT_LINUX_MM_H */
