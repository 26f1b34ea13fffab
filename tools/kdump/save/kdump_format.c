// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the kdump-compressed format.
 *
 * How many pages there are is known before the first one is read, so the place
 * of each descriptor is, too; the bytes go to the end of the file, as they
 * come. A thread writes those of many pages at once, and then the descriptors:
 * one that is there belongs to bytes that are there.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_format.h"

/* Pages whose descriptors are written at once. */
#define BATCH_PAGES 512
/* In a descriptor that is not yet written: the offset of no page. */
#define PAGE_ZERO (-1)
#define PAGE_LOST (-2)

/**
 * struct batch - pages that are about to be written
 * @first: number of the first one
 * @count: how many
 * @used: bytes of theirs
 * @pages: descriptors, with offsets in @bytes
 * @bytes: their bytes
 * @page: one that is put together from pieces
 */
struct batch {
	uint64_t first;
	uint32_t count;
	size_t used;
	struct kdump_page pages[BATCH_PAGES];
	unsigned char bytes[VIEW_BATCH + COMPRESS_SLACK];
	unsigned char page[64u << 10];
};

static void write_block(struct save *save, const void *bytes, size_t size,
			uint64_t offset)
{
	targets_write(&save->targets, bytes, size, offset);
}

static int kdump_start(struct save *save, struct fault *fault)
{
	struct kdump_file *file = save->header;

	if (kdump_describe(save, file, fault))
		return -1;
	write_block(save, &file->header, sizeof(file->header), 0);
	write_block(save, &file->sub, sizeof(file->sub), save->dump.page_size);
	targets_resize(&save->targets, atomic_load(&file->end));
	if (kdump_write_notes(save, file, fault))
		return -1;
	return kdump_write_bitmaps(save, file, fault);
}

static void kdump_finish(struct save *save)
{
	struct kdump_header *header = &save->header->header;

	header->status &= ~KDUMP_INCOMPLETE;
	write_block(save, header, sizeof(*header), 0);
}

static bool kdump_worker_start(struct worker *worker)
{
	worker->private = malloc(sizeof(struct batch));
	return worker->private;
}

/* Offsets become those of the file. */
static void place_pages(struct batch *batch, const struct kdump_file *file,
			uint64_t start)
{
	struct kdump_page *page = batch->pages;

	for (; page < batch->pages + batch->count; page++) {
		if (page->offset == PAGE_LOST)
			*page = (struct kdump_page) { 0 };
		else if (page->offset == PAGE_ZERO)
			page->offset = (int64_t)file->zero_page;
		else
			page->offset += (int64_t)start;
	}
}

static bool flush_batch(struct worker *worker)
{
	struct kdump_file *file = worker->save->header;
	struct targets *targets = &worker->save->targets;
	struct batch *batch = worker->private;
	uint64_t start = atomic_fetch_add(&file->end, batch->used);
	bool good = true;

	if (!batch->count)
		return true;
	place_pages(batch, file, start);
	if (batch->used)
		good = targets_write(targets, batch->bytes, batch->used, start);
	if (good)
		good = targets_write(targets, batch->pages,
				     batch->count * sizeof(*batch->pages),
				     file->table + batch->first *
				     sizeof(*batch->pages));
	batch->first += batch->count;
	batch->count = 0;
	batch->used = 0;
	return good;
}

static uint32_t page_flags(const struct save *save)
{
	return save->header->header.status &
	       (KDUMP_ZSTD | KDUMP_LZO | KDUMP_ZLIB);
}

/* A page that does not become smaller stays as it is. */
static void pack_page(struct worker *worker, const void *bytes,
		      struct kdump_page *page)
{
	struct batch *batch = worker->private;
	size_t size = worker->save->dump.page_size;
	unsigned char *to = batch->bytes + batch->used;
	size_t made = compress_page(&worker->compressor, bytes, size, to);

	*page = (struct kdump_page) {
		.offset = (int64_t)batch->used,
		.size = (uint32_t)(made ? made : size),
		.flags = made ? page_flags(worker->save) : 0 };
	if (!made)
		memcpy(to, bytes, size);
	batch->used += page->size;
}

static bool batch_is_full(const struct worker *worker)
{
	const struct batch *batch = worker->private;

	return batch->count == BATCH_PAGES ||
	       batch->used + worker->save->dump.page_size > VIEW_BATCH;
}

/* bytes is NULL for a page that could not be read. */
static bool put_page(struct worker *worker, const void *bytes)
{
	struct save *save = worker->save;
	struct batch *batch = worker->private;
	size_t size = save->dump.page_size;
	struct kdump_page *page = &batch->pages[batch->count++];

	if (!bytes) {
		*page = (struct kdump_page) { .offset = PAGE_LOST };
	} else if (save->level & LEVEL_ZERO && is_zero(bytes, size)) {
		atomic_fetch_add(&save->counts.zero, size);
		*page = (struct kdump_page) {
			.offset = PAGE_ZERO, .size = (uint32_t)size };
	} else {
		pack_page(worker, bytes, page);
	}
	atomic_fetch_add(&save->counts.bytes, size);
	return !batch_is_full(worker) || flush_batch(worker);
}

static bool put_lost_page(struct worker *worker, uint64_t offset, int error)
{
	struct save *save = worker->save;

	save_unreadable(save, offset, save->dump.page_size, error);
	return put_page(worker, NULL);
}

static bool put_scattered(struct worker *worker, const struct piece *piece)
{
	struct batch *batch = worker->private;
	int error = dump_read_page(&worker->save->dump, piece->pfn,
				   batch->page);

	if (error)
		return put_lost_page(worker, piece->offset, error);
	return put_page(worker, batch->page);
}

/* What cannot be looked at as a whole may be looked at page by page. */
static bool put_one_by_one(struct worker *worker, uint64_t offset, size_t size)
{
	size_t page = worker->save->dump.page_size, done;
	const unsigned char *bytes;
	int error;
	bool good;

	for (done = 0; done < size; done += page) {
		bytes = view_get(&worker->view, offset + done, page, &error);
		good = bytes ? put_page(worker, bytes) :
		       put_lost_page(worker, offset + done, error);
		if (!good)
			return false;
	}
	return true;
}

static bool put_pages(struct worker *worker, uint64_t offset, size_t size)
{
	size_t page = worker->save->dump.page_size, done;
	const unsigned char *bytes;
	int error;

	bytes = view_get(&worker->view, offset, size, &error);
	if (!bytes)
		return put_one_by_one(worker, offset, size);
	for (done = 0; done < size; done += page)
		if (!put_page(worker, bytes + done))
			return false;
	return true;
}

static bool put_piece(struct worker *worker, const struct piece *piece)
{
	uint64_t done;
	size_t part;

	if (piece->offset == PIECE_SCATTERED)
		return put_scattered(worker, piece);
	for (done = 0; done < piece->bytes; done += part) {
		part = MIN(piece->bytes - done, VIEW_BATCH);
		if (!put_pages(worker, piece->offset + done, part) ||
		    atomic_load(&worker->save->stop))
			return false;
	}
	return true;
}

static bool kdump_put(struct worker *worker)
{
	const struct stretch *stretch = &worker->stretch;
	struct batch *batch = worker->private;
	uint32_t i;

	batch->first = stretch->first >> worker->save->dump.page_shift;
	batch->count = 0;
	batch->used = 0;
	for (i = 0; i < stretch->count; i++)
		if (!put_piece(worker, &stretch->pieces[i]))
			return flush_batch(worker) && false;
	return flush_batch(worker);
}

static void kdump_walk(struct walk *walk, const struct dump *dump)
{
	walk_memory(walk, dump);
}

const struct format kdump_format = {
	.name = "kdump-compressed",
	.start = kdump_start,
	.worker_start = kdump_worker_start,
	.put = kdump_put,
	.finish = kdump_finish,
	.walk = kdump_walk,
};
