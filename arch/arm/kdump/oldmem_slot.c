// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows single pages of old memory.
 *
 * Who looks stays on one CPU from showing a page to hiding it, and has this CPU
 * alone forget what it knew of the address, while the entry is empty: an empty one
 * is not remembered, and must lie between two that differ. What other CPUs remember
 * they do not use: before they would, they show a page themselves.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_slot.h>
#include <linux/preempt.h>

#include <asm/barrier.h>
#include <asm/tlbflush.h>

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	migrate_disable();
	local_flush_tlb_kernel_page(kdump_slot_address(slot));
	set_pte_ext(slot->entry,
		    pte_wrprotect(pfn_pte(PHYS_PFN(address), PAGE_KERNEL)), 0);
	/* A walk that still found it empty would be a fault. */
	dsb(nshst);
	isb();
	return slot->area->addr;
}

void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	pte_clear(&init_mm, kdump_slot_address(slot), slot->entry);
	migrate_enable();
}
