// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF notes that were written elsewhere, and the same notes written by us.
 *
 * Input: the notes.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/align.h>
#include <linux/elf.h>
#include <linux/kdump.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "fuzz.h"

/* The sanitizer looks at each byte that is copied. */
static void touch(const void *bytes, size_t size)
{
	free(fuzz_memory(bytes, size));
}

static void check_note(const u8 *notes, size_t before, size_t after,
		       const struct kdump_note *note)
{
	const u8 *name = (const u8 *)note->name;
	const u8 *desc = note->desc;

	EXPECT(name == notes + before + sizeof(struct elf64_note));
	EXPECT(note->name_size > 0);
	EXPECT(desc >= name + note->name_size);
	EXPECT(desc - name == ALIGN((u64)note->name_size, 4));
	EXPECT(desc + note->desc_size <= notes + after);
	EXPECT(after - before == kdump_note_bytes(note->name_size,
						  note->desc_size));
	touch(note->name, note->name_size);
	touch(note->desc, note->desc_size);
}

static bool is_name(const struct kdump_note *note)
{
	return memchr(note->name, '\0', note->name_size) ==
	       note->name + note->name_size - 1;
}

/*
 * A buffer that holds the note and @more takes it, and nothing is found after
 * it; a smaller one is left alone.
 */
static void check_writing(const struct kdump_note *note, size_t more)
{
	size_t bytes = kdump_note_bytes(note->name_size, note->desc_size);
	struct kdump_note_buffer out = {
		.data = fuzz_memory(NULL, bytes + more), .capacity = bytes - 1,
	};
	struct kdump_note back;
	size_t offset = 0;
	void *payload;

	memset(out.data, 0xff, bytes + more);
	EXPECT(!kdump_note_reserve(&out, note->name, note->type,
				   note->desc_size));
	EXPECT(!kdump_note_reserve(&out, note->name, note->type,
				   SIZE_MAX - note->desc_size));
	EXPECT(!out.used);
	out.capacity = bytes + more;
	payload = kdump_note_reserve(&out, note->name, note->type,
				     note->desc_size);
	EXPECT(payload);
	memcpy(payload, note->desc, note->desc_size);
	EXPECT(kdump_note_terminate(&out) == (more ? 0 : -ENOSPC));
	EXPECT(out.used == bytes);

	EXPECT(kdump_note_next(out.data, out.capacity, &offset, &back) == 1);
	EXPECT(offset == bytes && back.type == note->type);
	EXPECT(back.name_size == note->name_size);
	EXPECT(!memcmp(back.name, note->name, note->name_size));
	EXPECT(back.desc_size == note->desc_size);
	EXPECT(!memcmp(back.desc, note->desc, note->desc_size));
	EXPECT(!kdump_note_next(out.data, out.capacity, &offset, &back));
	EXPECT(offset == bytes);
	free(out.data);
}

/* Where a list ends without an error there is no whole note any more. */
static void check_end(const u8 *notes, size_t size, size_t offset, int err)
{
	struct elf64_note header;

	if (size - offset < sizeof(header)) {
		EXPECT(!err);
		return;
	}
	memcpy(&header, notes + offset, sizeof(header));
	EXPECT(err == (header.n_namesz ? -EINVAL : 0));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *notes = fuzz_memory(data, size);
	struct kdump_note note;
	size_t offset = 0, before = 0;
	int err;

	fuzz_poison(&note, sizeof(note));
	while ((err = kdump_note_next(notes, size, &offset, &note)) == 1) {
		EXPECT(offset > before && offset <= size);
		check_note(notes, before, offset, &note);
		if (is_name(&note)) {
			check_writing(&note, 0);
			check_writing(&note, sizeof(struct elf64_note));
		}
		before = offset;
		fuzz_poison(&note, sizeof(note));
	}
	EXPECT(offset == before);
	fuzz_check_poison(&note, sizeof(note));
	check_end(notes, size, offset, err);
	free(notes);
	return 0;
}
