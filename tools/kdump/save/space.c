// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tells before the first byte whether the dump will fit. How many bytes are
 * kept is known; how many of them are zeros, and how small the others become,
 * a few pages here and there tell.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_file.h"
#include "space.h"

#define SAMPLES 64u

/**
 * struct sample - what a few pages tell
 * @save: the run
 * @compressor: for them
 * @step: bytes from one to the next
 * @next: where the next one is, in bytes that are kept
 * @pages: how many were looked at
 * @bytes: what they have become
 * @page: one of them
 * @packed: what it has become
 */
struct sample {
	struct save *save;
	struct compressor compressor;
	uint64_t step;
	uint64_t next;
	uint64_t pages;
	uint64_t bytes;
	unsigned char page[64u << 10];
	unsigned char packed[(64u << 10) + COMPRESS_SLACK];
};

static uint64_t packed_bytes(struct sample *sample, size_t size)
{
	struct save *save = sample->save;
	size_t made;

	if (save->level & LEVEL_ZERO && is_zero(sample->page, size))
		return 0;
	if (save->format == &elf_format)
		return size;
	made = compress_page(&sample->compressor, sample->page, size,
			     sample->packed);
	return made ? made : size;
}

/* What cannot be read is not written. */
static void look_at(struct sample *sample, uint64_t offset)
{
	struct source *source = sample->save->dump.source;
	size_t size = sample->save->dump.page_size;

	size = MIN(size, source->size - offset);
	if (!source->ops->read(source, sample->page, offset, size))
		sample->bytes += packed_bytes(sample, size);
	sample->pages++;
}

static int look_around(struct sample *sample)
{
	uint64_t page = sample->save->dump.page_size, done = 0;
	struct piece piece;
	struct walk walk;
	int found;

	sample->save->format->walk(&walk, &sample->save->dump);
	while ((found = walk.next(&walk, &piece)) > 0) {
		for (; sample->next < done + piece.bytes;
		     sample->next += sample->step)
			if (piece.offset != PIECE_SCATTERED)
				look_at(sample, piece.offset +
					round_down(sample->next - done, page));
		done += piece.bytes;
	}
	return -found;
}

/* What is written besides the pages. */
static uint64_t overhead(const struct save *save)
{
	const struct dump *dump = &save->dump;
	uint64_t pages = save->kept >> dump->page_shift;
	uint64_t existing = (runs_bytes(&dump->memory) +
			     runs_bytes(&dump->missing)) >> dump->page_shift;

	if (save->format == &elf_format)
		return dump->page_size;
	/* A bit of the first bitmap for each that there was. */
	return existing / 8 + pages / 8 + pages * sizeof(struct kdump_page) +
	       4 * dump->page_size;
}

/**
 * space_estimate - say how large the dump will be, more or less
 * @save: the run, counted
 * @ret: set to bytes
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int space_estimate(struct save *save, uint64_t *ret, struct fault *fault)
{
	uint64_t page = save->dump.page_size;
	struct sample *sample = calloc(1, sizeof(*sample));
	int error = ENOMEM;

	if (sample && compressor_init(&sample->compressor, save->compression)) {
		sample->save = save;
		sample->step = MAX(save->kept / SAMPLES, page);
		error = look_around(sample);
		compressor_destroy(&sample->compressor);
	}
	if (!error)
		*ret = overhead(save) + (sample->pages ? (uint64_t)
			((double)save->kept * (double)sample->bytes /
			 ((double)sample->pages * (double)page)) : 0);
	free(sample);
	return error ? fault_set(fault, "estimating the size: %s",
				 strerror(error)) : 0;
}

static void check_one(struct target *target, uint64_t size, uint64_t reserve)
{
	uint64_t space;

	/* An estimate may be wrong, so only what is clear counts. */
	size -= size / 4;
	if (target_space(target, &space))
		return;
	if (space >= reserve && space - reserve >= size)
		return;
	say("%s: %" PRIu64 " MiB are free, %" PRIu64 " MiB of them to be left so; the dump needs at least %"
	    PRIu64 " MiB; --partial writes what fits", target->name,
	    space / MIB, reserve / MIB, size / MIB);
	target_fail(target, "not begun", ENOSPC);
}

/**
 * space_check - give up targets where the dump does not fit
 * @targets: all of them, open
 * @size: of the dump, estimated
 * @reserve: what has to stay free
 */
void space_check(struct targets *targets, uint64_t size, uint64_t reserve)
{
	unsigned int i;

	for (i = 0; i < targets->count; i++)
		if (!atomic_load(&targets->list[i].dead))
			check_one(&targets->list[i], size, reserve);
}
