// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows single pages of old memory.
 *
 * Who looks stays on one hart from showing a page to hiding it, so showing has this
 * hart alone forget what it knew of the address; harts may know that an entry was
 * empty, too. What others remember of it they do not use: before they would, they
 * show a page themselves.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_slot.h>
#include <linux/preempt.h>

#include <asm/tlbflush.h>

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	migrate_disable();
	set_pte(slot->entry, pfn_pte(PHYS_PFN(address), PAGE_KERNEL_READ));
	local_flush_tlb_page(kdump_slot_address(slot));
	return slot->area->addr;
}

void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	pte_clear(&init_mm, kdump_slot_address(slot), slot->entry);
	migrate_enable();
}
