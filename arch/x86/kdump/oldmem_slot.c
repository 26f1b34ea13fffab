// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shows single pages of old memory.
 *
 * Who looks stays on one CPU, and that CPU alone forgets what it knew of the
 * address, as each one does in its turn before it looks. kmap_local_page() rests
 * on the same.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_slot.h>
#include <linux/preempt.h>

#include <asm/tlbflush.h>

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	migrate_disable();
	set_pte(slot->entry, pfn_pte(PHYS_PFN(address), PAGE_KERNEL_RO));
	preempt_disable();
	flush_tlb_one_kernel(kdump_slot_address(slot));
	preempt_enable();
	return slot->area->addr;
}

/* The entry stays as it is, for the next page or for free_vm_area(). */
void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	migrate_enable();
}
