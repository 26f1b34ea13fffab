// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds the stage record that the crashed kernel left, through its
 * vmcoreinfo, and hands it to whoever keeps it.
 *
 * Context: process context, at boot.
 */
#define pr_fmt(fmt) "kdump: " fmt

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

static bool is_vmcoreinfo(const struct kdump_note *note)
{
	return !note->type && note->name_size == sizeof(VMCOREINFO_NAME) &&
	       !memcmp(note->name, VMCOREINFO_NAME, sizeof(VMCOREINFO_NAME));
}

/* The address that a line "KDUMP_RECORD=..." of @text tells, 0 if none does. */
static u64 find_address(const char *text, size_t size)
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
		if (is_vmcoreinfo(&note))
			return find_address(note.desc, note.desc_size);
	return 0;
}

/**
 * vmcore_record_find - look for the stage record and start to continue it
 * @notes: the notes of the crashed kernel
 *
 * A kernel without a record, or with one that is not old memory, is fine.
 */
void vmcore_record_find(const struct vmcore_notes *notes)
{
	u64 address = record_address(notes);
	struct kdump_range page = { address, address + PAGE_SIZE };
	void *record;

	if (!address)
		return;
	/* The end of memory is page aligned, so the page is below it, too. */
	if (!PAGE_ALIGNED(address) || address >= vmcore_oldmem_end() ||
	    vmcore_oldmem_check(&page)) {
		pr_warn("vmcoreinfo: " KDUMP_RECORD_KEY "%llx is no page of the crashed kernel\n",
			address);
		return;
	}
	record = kdump_arch.oldmem_map(&page, vmcore_oldmem_encrypted());
	if (record && !kdump_record_attach(record))
		kdump_arch.oldmem_unmap(record);
}

/**
 * vmcore_record_touched - tell the record that something was read or mapped
 * @file: the file, frozen
 * @end: offset behind the last byte of it
 */
void vmcore_record_touched(const struct vmcore_file *file, u64 end)
{
	kdump_record_reached(KDUMP_STAGE_FIRST_BYTE);
	if (end >= vmcore_layout_size(&file->layout))
		kdump_record_reached(KDUMP_STAGE_LAST_BYTE);
}
