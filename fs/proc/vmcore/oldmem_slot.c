// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where single pages of old memory are seen. What is shown there was RAM of the
 * crashed kernel, which had mapped it cacheable too.
 *
 * Context: process context, may sleep.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_slot.h>
#include <linux/mm.h>
#include <linux/slab.h>

static int entry_found(pte_t *entry, unsigned long address, void *found)
{
	*(pte_t **)found = entry;
	return 0;
}

/**
 * kdump_slot_destroy - undo kdump_slot_new()
 * @slot: the slot, which shows nothing; not NULL
 */
void kdump_slot_destroy(struct kdump_oldmem_slot *slot)
{
	free_vm_area(slot->area);
	kfree(slot);
}

/**
 * kdump_slot_new - a place to see any page of old memory at
 *
 * For single pages this costs far less than kdump_arch_oldmem_map(). A slot is
 * its owner's, who uses it for one page at a time.
 *
 * Return: the slot; NULL if memory ran out: pages are then mapped.
 */
struct kdump_oldmem_slot *kdump_slot_new(void)
{
	struct kdump_oldmem_slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);

	if (!slot)
		return NULL;
	slot->area = get_vm_area(PAGE_SIZE, VM_IOREMAP);
	if (!slot->area) {
		kfree(slot);
		return NULL;
	}
	if (apply_to_page_range(&init_mm, kdump_slot_address(slot), PAGE_SIZE,
				entry_found, &slot->entry)) {
		kdump_slot_destroy(slot);
		return NULL;
	}
	return slot;
}
