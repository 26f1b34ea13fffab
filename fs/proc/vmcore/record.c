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
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "vmcore.h"

#define VMCOREINFO_NAME "VMCOREINFO"

/* Hex digits of an address. */
#define VALUE_SIZE 17

static bool note_is_vmcoreinfo(const struct kdump_note *note)
{
	return !note->type && note->name_size == sizeof(VMCOREINFO_NAME) &&
	       !memcmp(note->name, VMCOREINFO_NAME, sizeof(VMCOREINFO_NAME));
}

/* The address that a line "KDUMP_RECORD=..." of @text tells, 0 if none does. */
static u64 record_parse_address(const char *text, size_t size)
{
	static const char key[] = "\n" KDUMP_RECORD_KEY;
	char value[VALUE_SIZE] = "";
	const char *found, *end;
	u64 address;

	found = strnstr(text, key, size);
	if (!found)
		return 0;
	found += strlen(key);
	end = memchr(found, '\n', text + size - found);
	if (!end || end - found >= sizeof(value))
		return 0;
	memcpy(value, found, end - found);
	return kstrtoull(value, 16, &address) ? 0 : address;
}

static u64 record_address(const struct vmcore_notes *notes)
{
	struct kdump_note note;
	size_t offset = 0;

	while (kdump_note_next(notes->data, notes->size, &offset, &note) > 0)
		if (note_is_vmcoreinfo(&note))
			return record_parse_address(note.desc, note.desc_size);
	return 0;
}

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
 * @file: laid out, so that it tells what the dump holds
 * @notes: the notes of the crashed kernel
 *
 * Process context, may sleep. What vmcoreinfo says is not trusted, nor is the
 * page: it is copied in a way that survives damaged memory, the copy is checked
 * and used, and the page itself is only written to. A kernel without a record
 * is fine.
 */
void vmcore_record_find(const struct vmcore_file *file,
			const struct vmcore_notes *notes)
{
	u64 address = record_address(notes);
	struct kdump_range page = { address, address + PAGE_SIZE };
	void *copy, *mapping;

	if (!address)
		return;
	if (!record_is_in_dump(file, &page)) {
		pr_warn("vmcoreinfo: " KDUMP_RECORD_KEY "%llx is no page of the dump\n",
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
