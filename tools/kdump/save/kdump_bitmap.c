// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two bitmaps of a kdump-compressed file, a part at a time, for that of a
 * large machine is larger than this program. A part without a bit is a hole.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_format.h"

#define PART_BYTES (64u << 10)
#define PART_BITS (8ull * PART_BYTES)

/**
 * struct bitmap - one that is being written, from its start to its end
 * @targets: where to
 * @offset: of the bitmap in the file
 * @part: number of the part in @bytes
 * @end: all bits before this one were set, or will not be
 * @used: a bit is set in @bytes
 * @bytes: the part
 */
struct bitmap {
	struct targets *targets;
	uint64_t offset;
	uint64_t part;
	uint64_t end;
	bool used;
	unsigned char bytes[PART_BYTES];
};

static void write_part(struct bitmap *bitmap, uint64_t next)
{
	if (bitmap->used) {
		targets_write(bitmap->targets, bitmap->bytes, PART_BYTES,
			      bitmap->offset + bitmap->part * PART_BYTES);
		memset(bitmap->bytes, 0, PART_BYTES);
	}
	bitmap->part = next;
	bitmap->used = false;
}

/* Bits of the part that is in memory; end is not 0. */
static void set_in_part(unsigned char *bytes, size_t start, size_t end)
{
	for (; start < end && start % 8; start++)
		bytes[start / 8] |= (unsigned char)(1u << start % 8);
	memset(bytes + start / 8, 0xff, (end - start) / 8);
	for (start += (end - start) / 8 * 8; start < end; start++)
		bytes[start / 8] |= (unsigned char)(1u << start % 8);
}

/* From each call to the next, start grows; what is set already is passed. */
static void set_bits(struct bitmap *bitmap, uint64_t start, uint64_t end)
{
	uint64_t stop;

	start = MAX(start, bitmap->end);
	for (; start < end; start = stop) {
		if (start / PART_BITS != bitmap->part)
			write_part(bitmap, start / PART_BITS);
		stop = MIN(end, (bitmap->part + 1) * PART_BITS);
		set_in_part(bitmap->bytes, start % PART_BITS,
			    stop - bitmap->part * PART_BITS);
		bitmap->used = true;
	}
	bitmap->end = MAX(bitmap->end, end);
}

static void set_run(struct bitmap *bitmap, const struct dump *dump,
		    const struct run *run)
{
	set_bits(bitmap, run->start >> dump->page_shift,
		 round_up(run->end, dump->page_size) >> dump->page_shift);
}

/* Both lists in the order of their pages. */
static void set_existing(struct bitmap *bitmap, const struct dump *dump)
{
	const struct run *one = dump->memory.list, *other = dump->missing.list;
	const struct run *last = one + dump->memory.count;
	const struct run *last_other = other + dump->missing.count;

	while (one < last || other < last_other) {
		if (other == last_other ||
		    (one < last && one->start <= other->start))
			set_run(bitmap, dump, one++);
		else
			set_run(bitmap, dump, other++);
	}
}

static int set_kept(struct bitmap *bitmap, const struct dump *dump)
{
	struct piece piece;
	struct walk walk;
	int found;

	walk_memory(&walk, dump);
	while ((found = walk.next(&walk, &piece)) > 0)
		set_bits(bitmap, piece.pfn,
			 piece.pfn + (piece.bytes >> dump->page_shift));
	return found;
}

static void start_bitmap(struct bitmap *bitmap, struct save *save,
			 uint64_t offset)
{
	memset(bitmap, 0, sizeof(*bitmap));
	bitmap->targets = &save->targets;
	bitmap->offset = offset;
}

/* The last part is as long as the bitmap, which is whole pages. */
static void end_bitmap(struct bitmap *bitmap, const struct kdump_file *file)
{
	uint64_t done = bitmap->part * PART_BYTES;

	if (bitmap->used)
		targets_write(bitmap->targets, bitmap->bytes,
			      MIN(PART_BYTES, file->bitmap_bytes - done),
			      bitmap->offset + done);
}

/**
 * kdump_write_bitmaps - write which pages there were, and which are kept
 * @save: the run
 * @file: says where
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int kdump_write_bitmaps(struct save *save, const struct kdump_file *file,
			struct fault *fault)
{
	struct bitmap *bitmap = malloc(sizeof(*bitmap));
	int error;

	if (!bitmap)
		return fault_set(fault, "no memory for a part of a bitmap");
	start_bitmap(bitmap, save, file->bitmaps);
	set_existing(bitmap, &save->dump);
	end_bitmap(bitmap, file);
	start_bitmap(bitmap, save, file->bitmaps + file->bitmap_bytes);
	error = set_kept(bitmap, &save->dump);
	if (!error)
		end_bitmap(bitmap, file);
	free(bitmap);
	return error ? fault_set(fault, "asking what is kept: %s",
				 strerror(-error)) : 0;
}
