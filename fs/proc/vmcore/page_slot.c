// SPDX-License-Identifier: GPL-2.0-only
/*
 * A place that shows one page of old memory at a time.
 *
 * Where memory is in short ranges, windows would be opened and closed all the
 * time. A single page is shown by a change of one page table entry, where that can
 * be done.
 *
 * Context: process context.
 */
#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/kdump_arch.h>

#include "vmcore.h"

#define SLOT_BUSY 0

/**
 * vmcore_page_slot_init - get ready to show pages
 * @slot: the slot; without memory, or in the module, it never shows anything
 *
 * May sleep.
 */
void vmcore_page_slot_init(struct vmcore_page_slot *slot)
{
	might_sleep();
	*slot = (struct vmcore_page_slot){ };
	if (!vmcore_oldmem_encrypted())
		slot->place = kdump_slot_new();
}

/**
 * vmcore_page_slot_destroy - undo vmcore_page_slot_init()
 * @slot: the slot, which shows nothing
 *
 * May sleep.
 */
void vmcore_page_slot_destroy(struct vmcore_page_slot *slot)
{
	might_sleep();
	if (slot->place)
		kdump_slot_destroy(slot->place);
}

/*
 * Looking for RAM of the running kernel costs more than the copy, so a look
 * goes as far as it can, and what it found is remembered.
 */
static bool slot_may_show(struct vmcore_page_slot *slot,
			  const struct kdump_range *page)
{
	if (!kdump_range_contains(&slot->not_own, page))
		slot->not_own = vmcore_oldmem_from(page->start);
	return !kdump_range_empty(&slot->not_own);
}

static void slot_release(struct vmcore_page_slot *slot)
{
	clear_bit_unlock(SLOT_BUSY, &slot->busy);
}

/**
 * vmcore_page_slot_show - see a page of old memory
 * @slot: shows a page for one caller at a time
 * @address: physical address in the page
 *
 * Until vmcore_page_slot_hide() the caller may sleep, and may be kept on its CPU.
 *
 * Return: a window of one page, good for copies by the caller only, as the
 * kernel does not know of the mapping; NULL if another page is being shown or
 * none can be; %-EFAULT as error pointer if it is RAM of the running kernel.
 */
struct vmcore_window *vmcore_page_slot_show(struct vmcore_page_slot *slot,
					    u64 address)
{
	struct vmcore_window *window = &slot->window;
	u64 page = ALIGN_DOWN(address, PAGE_SIZE);

	if (!slot->place || test_and_set_bit_lock(SLOT_BUSY, &slot->busy))
		return NULL;
	window->range = (struct kdump_range){ page, page + PAGE_SIZE };
	if (!slot_may_show(slot, &window->range)) {
		slot_release(slot);
		return ERR_PTR(-EFAULT);
	}
	window->mapping = kdump_arch_slot_show(slot->place, page);
	return window;
}

/**
 * vmcore_page_slot_hide - undo vmcore_page_slot_show()
 * @slot: what showed the page
 */
void vmcore_page_slot_hide(struct vmcore_page_slot *slot)
{
	kdump_arch_slot_hide(slot->place);
	slot_release(slot);
}
