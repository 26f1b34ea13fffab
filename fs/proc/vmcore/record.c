// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds the stage record that the crashed kernel left, through its vmcoreinfo,
 * and hands it to kernel/kdump/record/, which continues and shows it.
 *
 * Context: process context, at boot.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_record.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "vmcore.h"

/* Only what the dump holds is memory of the crashed kernel. */
static bool record_is_in_dump(const struct vmcore_file *file,
			      const struct kdump_range *page)
{
	const struct kdump_range *memory =
		kdump_range_set_find(&file->ranges, page->start);

	return PAGE_ALIGNED(page->start) && memory &&
	       kdump_range_contains(memory, page);
}

/* A copy of the page, or an error pointer, with a message. */
static void *record_read(u64 address)
{
	void *copy = (void *)__get_free_page(GFP_KERNEL);
	int error = -ENOMEM;

	if (copy)
		error = vmcore_oldmem_read(copy, address, PAGE_SIZE);
	if (!error)
		return copy;
	free_page((unsigned long)copy);
	pr_warn("the stage record of the crash at 0x%llx cannot be read (%d): it is not used\n",
		address, error);
	return ERR_PTR(error);
}

/**
 * vmcore_record_find - look for the stage record and start to continue it
 * @file: laid out, so that it tells what the dump holds; with its vmcoreinfo
 *
 * Process context, may sleep. What vmcoreinfo says is not trusted, nor is the
 * page: it is copied in a way that survives damaged memory, the copy is checked
 * and used, and the page itself is only written to. A kernel without a record
 * is fine.
 */
void vmcore_record_find(const struct vmcore_file *file)
{
	struct kdump_range page;
	void *copy, *mapping;
	u64 address;

	might_sleep();
	if (kdump_info_number(&file->info, KDUMP_RECORD_KEY, 16, &address))
		return;
	page = (struct kdump_range){ address, address + PAGE_SIZE };
	if (!record_is_in_dump(file, &page)) {
		pr_warn("vmcoreinfo: " KDUMP_RECORD_KEY "=%llx is no page of the dump\n",
			address);
		return;
	}
	copy = record_read(address);
	if (IS_ERR(copy))
		return;
	mapping = vmcore_oldmem_map(address, &page);
	if (!IS_ERR(mapping) && kdump_record_attach(copy, mapping))
		return;
	if (!IS_ERR(mapping))
		kdump_arch_oldmem_unmap(mapping);
	free_page((unsigned long)copy);
}

/**
 * vmcore_record_touched - tell the record that something was read or mapped
 * @file: the file, frozen
 * @end: offset past the last byte of it
 */
void vmcore_record_touched(const struct vmcore_file *file, u64 end)
{
	kdump_record_reached(KDUMP_STAGE_FIRST_BYTE);
	if (end >= vmcore_layout_size(&file->layout))
		kdump_record_reached(KDUMP_STAGE_LAST_BYTE);
}
