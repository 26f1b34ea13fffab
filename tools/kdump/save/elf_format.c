// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dump as the ELF file that it is: each byte stays at its place, and what is
 * left out, or zeros, becomes a hole.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "save.h"

#define UNIT 4096u

/* The header, which is written by itself, and what follows in its page. */
static size_t first_bytes(const struct save *save)
{
	return MIN(save->dump.source->size, UNIT);
}

static int elf_start(struct save *save, struct fault *fault)
{
	uint32_t flags = save->dump.elf.flags | ELF_FLAG_INCOMPLETE;
	unsigned char bytes[UNIT];

	if (source_read(save->dump.source, bytes, 0, first_bytes(save), fault))
		return -1;
	memcpy(bytes + save->dump.elf.flags_offset, &flags, sizeof(flags));
	targets_write(&save->targets, bytes, first_bytes(save), 0);
	targets_resize(&save->targets, save->dump.source->size);
	return 0;
}

static void elf_finish(struct save *save)
{
	const struct elf_file *elf = &save->dump.elf;

	targets_write(&save->targets, &elf->flags, sizeof(elf->flags),
		      elf->flags_offset);
}

/* The last byte is always written: of a stream it is what tells the size. */
static bool may_be_hole(const struct save *save, const unsigned char *bytes,
			size_t size, uint64_t offset)
{
	return save->level & LEVEL_ZERO &&
	       offset + size < save->dump.source->size && is_zero(bytes, size);
}

/* How many bytes from here on are alike: zeros or not. */
static size_t alike(const struct save *save, const unsigned char *bytes,
		    size_t size, uint64_t offset, bool *zero)
{
	size_t done = 0, unit;
	bool hole;

	for (; done < size; done += unit) {
		unit = MIN(size - done, UNIT - (offset + done) % UNIT);
		hole = may_be_hole(save, bytes + done, unit, offset + done);
		if (!done)
			*zero = hole;
		else if (hole != *zero)
			break;
	}
	return done;
}

static bool put_bytes(struct save *save, const unsigned char *bytes,
		      size_t size, uint64_t offset)
{
	size_t done, part;
	bool zero;

	for (done = 0; done < size; done += part) {
		part = alike(save, bytes + done, size - done, offset + done,
			     &zero);
		if (zero)
			atomic_fetch_add(&save->counts.zero, part);
		else if (!targets_write(&save->targets, bytes + done, part,
					offset + done))
			return false;
	}
	atomic_fetch_add(&save->counts.bytes, size);
	return true;
}

/* What cannot be read at once may be read in part. */
static bool put_readable(struct worker *worker, uint64_t offset, size_t size)
{
	struct save *save = worker->save;
	const unsigned char *bytes;
	size_t done, unit;
	int error;

	for (done = 0; done < size; done += unit) {
		unit = MIN(size - done, UNIT - (offset + done) % UNIT);
		bytes = view_get(&worker->view, offset + done, unit, &error);
		if (!bytes)
			save_unreadable(save, offset + done, unit, error);
		else if (!put_bytes(save, bytes, unit, offset + done))
			return false;
	}
	return true;
}

static bool put_piece(struct worker *worker, const struct piece *piece)
{
	const unsigned char *bytes;
	uint64_t done;
	size_t part;
	bool good;
	int error;

	for (done = 0; done < piece->bytes; done += part) {
		part = MIN(piece->bytes - done, VIEW_BATCH);
		bytes = view_get(&worker->view, piece->offset + done, part,
				 &error);
		good = bytes ? put_bytes(worker->save, bytes, part,
					 piece->offset + done) :
		       put_readable(worker, piece->offset + done, part);
		if (!good || atomic_load(&worker->save->stop))
			return false;
	}
	return true;
}

static bool elf_put(struct worker *worker)
{
	uint32_t i;

	for (i = 0; i < worker->stretch.count; i++)
		if (!put_piece(worker, &worker->stretch.pieces[i]))
			return false;
	return true;
}

static bool elf_worker_start(struct worker *worker)
{
	worker->private = NULL;
	return true;
}

/* After the header. */
static void elf_walk(struct walk *walk, const struct dump *dump)
{
	walk_file(walk, dump, MIN(dump->source->size, UNIT));
}

const struct format elf_format = {
	.name = "ELF",
	.start = elf_start,
	.worker_start = elf_worker_start,
	.put = elf_put,
	.finish = elf_finish,
	.walk = elf_walk,
};
