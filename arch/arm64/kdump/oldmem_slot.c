// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows single pages of old memory.
 *
 * An entry must not change from one page to another while any CPU may know the old
 * one: hiding a page clears the entry and has all CPUs forget it, so that showing
 * the next one only writes it.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_slot.h>

#include <asm/tlbflush.h>

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	set_pte(slot->entry, pfn_pte(PHYS_PFN(address), PAGE_KERNEL_RO));
	return slot->area->addr;
}

void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	unsigned long address = kdump_slot_address(slot);

	pte_clear(&init_mm, address, slot->entry);
	flush_tlb_kernel_range(address, address + PAGE_SIZE);
}
