// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notes of the crashed kernel, gathered into one list.
 *
 * A CPU that did not get around to saving its registers has left zeros, which
 * are an empty list: it vanishes here, as clients count notes to number CPUs.
 * A range that cannot be read or holds something else costs what it would
 * have told and a line in the log, not the dump.
 *
 * Context: process context, may sleep.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/kdump.h>

#include "elf_parse.h"
#include "vmcore.h"

/* The owner of register notes, with its NUL. */
#define CPU_NOTE_NAME "CORE"

/* The owner of vmcoreinfo, with its NUL. */
#define INFO_NOTE_NAME "VMCOREINFO"

/**
 * struct notes_collection - notes being collected
 * @bytes: where they go, large enough for all ranges
 * @size: bytes of good notes at its start, a multiple of 4
 * @nr_cpus: how many of them are registers of a CPU
 * @nr_bad: ranges that could not be read to their end
 * @bad: the first of these
 * @error: what was wrong with it
 */
struct notes_collection {
	void *bytes;
	size_t size;
	unsigned int nr_cpus;
	unsigned int nr_bad;
	struct kdump_range bad;
	int error;
};

static bool is_cpu_note(const struct kdump_note *note)
{
	return note->type == NT_PRSTATUS &&
	       note->name_size == sizeof(CPU_NOTE_NAME) &&
	       !memcmp(note->name, CPU_NOTE_NAME, sizeof(CPU_NOTE_NAME));
}

/* Keeps the good notes of @size bytes that were read after the others. */
static int collection_add(struct notes_collection *all, size_t size)
{
	const void *start = all->bytes + all->size;
	struct kdump_note note;
	size_t offset = 0;
	int found;

	while ((found = kdump_note_next(start, size, &offset, &note)) > 0)
		all->nr_cpus += is_cpu_note(&note);
	all->size += offset;
	return found;
}

static int collection_read(struct notes_collection *all,
			   const struct kdump_range *range)
{
	size_t size = kdump_range_size(range);
	int error;

	error = vmcore_oldmem_read(all->bytes + all->size, range->start, size);
	if (error)
		return error;
	return collection_add(all, size);
}

static void collection_note_bad(struct notes_collection *all,
				const struct kdump_range *range, int error)
{
	if (all->nr_bad++)
		return;
	all->bad = *range;
	all->error = error;
}

static void report_bad_ranges(const struct notes_collection *all,
			      unsigned int nr_ranges)
{
	if (!all->nr_bad)
		return;
	pr_warn("%u of %u note ranges are damaged, first p_offset 0x%llx p_memsz 0x%llx: %s (%d)\n",
		all->nr_bad, nr_ranges, all->bad.start,
		kdump_range_size(&all->bad),
		all->error == -EINVAL ? "a note ends past its range" :
				      "cannot be read",
		all->error);
}

static bool is_info_note(const struct kdump_note *note)
{
	return !note->type && note->name_size == sizeof(INFO_NOTE_NAME) &&
	       !memcmp(note->name, INFO_NOTE_NAME, sizeof(INFO_NOTE_NAME));
}

static struct kdump_info notes_info(const struct vmcore_notes *notes)
{
	struct kdump_note note;
	size_t offset = 0;

	while (kdump_note_next(notes->data, notes->size, &offset, &note) > 0)
		if (is_info_note(&note))
			return (struct kdump_info){ note.desc, note.desc_size };
	return (struct kdump_info){ };
}

/* Into memory that can be mapped to user space, and no more than needed. */
static int notes_create(struct vmcore_notes *notes,
			const struct notes_collection *all)
{
	void *data = NULL;

	if (all->size) {
		data = vmalloc_user(PAGE_ALIGN(all->size));
		if (!data)
			return -ENOMEM;
		memcpy(data, all->bytes, all->size);
	}
	*notes = (struct vmcore_notes){
		.data = data,
		.size = all->size,
		.nr_cpus = all->nr_cpus,
	};
	notes->info = notes_info(notes);
	return 0;
}

/**
 * vmcore_notes_collect - read all notes that a header points to
 * @notes: the result; data is the caller's to vfree()
 * @header: the decoded header, which has bounded the sum of all note ranges
 *
 * Return: 0, also if some notes or all of them are damaged; %-ENOMEM.
 */
int vmcore_notes_collect(struct vmcore_notes *notes,
			 const struct vmcore_header *header)
{
	struct notes_collection all = { };
	unsigned int i;
	int error;

	might_sleep();
	if (header->note_bytes) {
		all.bytes = kvmalloc(header->note_bytes, GFP_KERNEL);
		if (!all.bytes)
			return -ENOMEM;
	}
	for (i = 0; i < header->nr_notes; i++) {
		error = collection_read(&all, &header->notes[i]);
		if (error)
			collection_note_bad(&all, &header->notes[i], error);
	}
	report_bad_ranges(&all, header->nr_notes);
	error = notes_create(notes, &all);
	kvfree(all.bytes);
	return error;
}
