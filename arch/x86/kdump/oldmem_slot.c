// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page of address space that shows any page of old memory, one at a time.
 *
 * ioremap() finds address space, builds tables for it and, when it is undone,
 * tells all CPUs: far more than a copy of one page costs. Here the address
 * stays and only the page table entry changes. Who looks stays on one CPU, and
 * that CPU alone forgets what it knew of the address, as each one does in its
 * turn before it looks. kmap_local_page() rests on the same.
 *
 * Caching is not negotiated with other mappings of the page: it was RAM of the
 * crashed kernel, which had mapped it in this way, too.
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
 * @entry: its entry in the kernel's page tables
 */
struct kdump_oldmem_slot {
	struct vm_struct *area;
	pte_t *entry;
};

void kdump_arch_slot_destroy(struct kdump_oldmem_slot *slot)
{
	if (slot->area)
		free_vm_area(slot->area);
	kfree(slot);
}

static int slot_remember_entry(pte_t *entry, unsigned long address, void *slot)
{
	((struct kdump_oldmem_slot *)slot)->entry = entry;
	return 0;
}

static int slot_find_address(struct kdump_oldmem_slot *slot)
{
	slot->area = get_vm_area(PAGE_SIZE, VM_IOREMAP);
	if (!slot->area)
		return -ENOMEM;
	return apply_to_page_range(&init_mm, (unsigned long)slot->area->addr,
				   PAGE_SIZE, slot_remember_entry, slot);
}

struct kdump_oldmem_slot *kdump_arch_slot_new(void)
{
	struct kdump_oldmem_slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);

	if (slot && slot_find_address(slot)) {
		kdump_arch_slot_destroy(slot);
		return NULL;
	}
	return slot;
}

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	migrate_disable();
	set_pte(slot->entry, pfn_pte(PHYS_PFN(address), PAGE_KERNEL_RO));
	preempt_disable();
	flush_tlb_one_kernel((unsigned long)slot->area->addr);
	preempt_enable();
	return slot->area->addr;
}

/* The entry stays as it is, for the next page or for free_vm_area(). */
void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
	migrate_enable();
}
