// SPDX-License-Identifier: GPL-2.0-only
/*
 * A window: a piece of old memory that is mapped.
 *
 * Mapping memory costs far more than copying a page of it, so a window shows
 * many pages. Where it begins and ends says vmcore_layout_window().
 *
 * Context: process context, may sleep.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/kdump_arch.h>

#include "vmcore.h"

/**
 * vmcore_window_open - map a piece of old memory
 * @address: physical address that it has to show
 * @size: how much to show, if there is so much; see vmcore_layout_window()
 * @within: whole pages that hold @address; the window does not leave them
 *
 * Return: the window, to be closed by the caller; as error pointer %-EFAULT if
 * @address is in RAM of the running kernel, %-ENOMEM if it could not be mapped.
 */
struct vmcore_window *vmcore_window_open(u64 address, u64 size,
					 const struct kdump_range *within)
{
	struct vmcore_window *window = kzalloc(sizeof(*window), GFP_KERNEL);
	void *mapping;

	might_sleep();
	if (!window)
		return ERR_PTR(-ENOMEM);
	window->range = vmcore_layout_window(address, size, within);
	mapping = vmcore_oldmem_map(address, &window->range);
	if (IS_ERR(mapping)) {
		kfree(window);
		return mapping;
	}
	window->mapping = mapping;
	return window;
}

/**
 * vmcore_window_close - unmap what a window shows
 * @window: the window, not in use; freed on return
 */
void vmcore_window_close(struct vmcore_window *window)
{
	might_sleep();
	kdump_arch_oldmem_unmap(window->mapping);
	kfree(window);
}
