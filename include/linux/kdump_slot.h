/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A page of address space that shows any page of old memory, one at a time: the
 * address stays, and its page table entry changes. That spares what ioremap() does
 * to find address space and to build tables for it. How an entry may be changed, and
 * which CPUs must be told, is the architecture's: kdump_arch_slot_show().
 */
#ifndef _LINUX_KDUMP_SLOT_H
#define _LINUX_KDUMP_SLOT_H

#include <linux/pgtable.h>
#include <linux/vmalloc.h>

/**
 * struct kdump_oldmem_slot - the address and how to change what is there
 * @area: the page of address space. VM_IOREMAP, for what is there may have no
 *	struct page; /proc/kcore leaves such areas alone
 * @entry: its entry in the kernel's page tables, empty until it shows a page
 */
struct kdump_oldmem_slot {
	struct vm_struct *area;
	pte_t *entry;
};

static inline unsigned long
kdump_slot_address(const struct kdump_oldmem_slot *slot)
{
	return (unsigned long)slot->area->addr;
}

#endif /* _LINUX_KDUMP_SLOT_H */
