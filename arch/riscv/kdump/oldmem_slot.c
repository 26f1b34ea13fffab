// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page of address space that shows any page of old memory, one at a time.
 *
 * The address stays and its page table entry changes, which spares what
 * ioremap() does to find address space and to build tables for it. Who looks
 * stays on one hart from showing a page to hiding it, so showing has this hart
 * alone forget what it knew of the address; harts may know that an entry was
 * empty, too. What others remember of it they do not use: before they would,
 * they show a page themselves.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/kdump_arch.h>

#include <asm/tlbflush.h>

/**
 * struct kdump_oldmem_slot - the address and how to change what is there
 * @area: the page of address space. VM_IOREMAP, for what is there may have no
 *	struct page; /proc/kcore leaves such areas alone
 * @entry: its entry in the kernel's page tables, empty while nothing is shown
 */
struct kdump_oldmem_slot {
	struct vm_struct *area;
	pte_t *entry;
};

static unsigned long slot_address(const struct kdump_oldmem_slot *slot)
{
	return (unsigned long)slot->area->addr;
}

static int entry_found(pte_t *entry, unsigned long address, void *found)
{
	*(pte_t **)found = entry;
	return 0;
}

void kdump_arch_slot_destroy(struct kdump_oldmem_slot *slot)
{
	free_vm_area(slot->area);
	kfree(slot);
}

struct kdump_oldmem_slot *kdump_arch_slot_new(void)
{
	struct kdump_oldmem_slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);

	if (!slot)
		return NULL;
	slot->area = get_vm_area(PAGE_SIZE, VM_IOREMAP);
	if (!slot->area) {
		kfree(slot);
		return NULL;
	}
	if (apply_to_page_range(&init_mm, slot_address(slot), PAGE_SIZE,
				entry_found, &slot->entry)) {
		kdump_arch_slot_destroy(slot);
		return NULL;
	}
	return slot;
}

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	migrate_disable();
	set_pte(slot->entry, pfn_pte(PHYS_PFN(address), PAGE_KERNEL_READ));
	local_flush_tlb_page(slot_address(slot));
	return slot->area->addr;
}

void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	pte_clear(&init_mm, slot_address(slot), slot->entry);
	migrate_enable();
}
