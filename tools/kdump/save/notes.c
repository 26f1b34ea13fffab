// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks over ELF notes without reading what is in them: those of devices may be
 * large.
 */
#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "notes.h"

#define NAME_BYTES 12

/**
 * struct note - one of them
 * @header: as it is in the file
 * @name: what follows it, as much as a name that matters has
 * @desc: file offset of its description
 * @next: where it ends
 */
struct note {
	Elf64_Nhdr header;
	char name[NAME_BYTES];
	uint64_t desc;
	uint64_t next;
};

/* Returns 1, 0 at the end of the notes, or -1. */
static int read_note(struct source *source, uint64_t offset, uint64_t end,
		     struct note *ret, struct fault *fault)
{
	size_t most = sizeof(ret->header) + sizeof(ret->name);

	if (end - offset < sizeof(ret->header))
		return 0;
	memset(ret, 0, most);
	if (source_read(source, ret, offset, MIN(end - offset, most), fault))
		return -1;
	if (!ret->header.n_namesz)
		return 0;
	ret->desc = offset + sizeof(ret->header) +
		    round_up(ret->header.n_namesz, 4);
	ret->next = ret->desc + round_up(ret->header.n_descsz, 4);
	/* The padding of the last one may be missing. */
	if (ret->desc + ret->header.n_descsz > end)
		return fault_set(fault, "the note at 0x%" PRIx64
				 " has n_namesz 0x%" PRIx32 " and n_descsz 0x%"
				 PRIx32 ", its segment ends at 0x%" PRIx64,
				 offset, ret->header.n_namesz,
				 ret->header.n_descsz, end);
	return 1;
}

static bool is_called(const struct note *note, const char *name)
{
	size_t size = strlen(name) + 1;

	return note->header.n_namesz == size && !memcmp(note->name, name, size);
}

static int take_note(const struct note *note, struct notes *notes,
		     struct fault *fault)
{
	uint32_t size = note->header.n_descsz;

	if (is_called(note, "CORE") && note->header.n_type == NT_PRSTATUS)
		notes->cpus++;
	if (!is_called(note, "VMCOREINFO") || notes->info_size)
		return 0;
	if (size > VMCOREINFO_MAX)
		return fault_set(fault, "n_descsz of VMCOREINFO is 0x%" PRIx32
				 ", must be at most 0x%x", size, VMCOREINFO_MAX);
	notes->info_offset = note->desc;
	notes->info_size = size;
	return 0;
}

/**
 * notes_scan - look at the notes of one segment
 * @source: the file
 * @offset: where they are
 * @size: of the segment, which lies in the file
 * @notes: counts on, for there may be several segments
 * @fault: says what is wrong
 *
 * Return: 0, or -1 if a note is larger than its segment.
 */
int notes_scan(struct source *source, uint64_t offset, uint64_t size,
	       struct notes *notes, struct fault *fault)
{
	uint64_t end = offset + size;
	struct note note;
	int found;

	for (; offset < end; offset = note.next) {
		found = read_note(source, offset, end, &note, fault);
		if (found <= 0)
			return found;
		if (take_note(&note, notes, fault))
			return -1;
	}
	return 0;
}
