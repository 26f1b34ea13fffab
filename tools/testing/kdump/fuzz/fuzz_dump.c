// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dump that kdump_save reads: headers, notes, memory and the kernel log.
 *
 * Input: the file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "printk_log.h"
#include "walk.h"

/* Of a walk over pages: none comes twice, so this is more than there can be. */
#define PIECES_MAX 100000

/**
 * struct memory_file - a file that is in memory
 * @source: for its reader
 * @bytes: of it
 * @keep: how many of 8 units are kept by its filter
 */
struct memory_file {
	struct source source;
	const u8 *bytes;
	unsigned int keep;
};

/* Messages are for people. */
void say(const char *format, ...)
{
	(void)format;
}

static int memory_read(struct source *source, void *to, uint64_t offset,
		       size_t size)
{
	struct memory_file *file = (struct memory_file *)source;

	EXPECT(offset <= source->size && size <= source->size - offset);
	memcpy(to, file->bytes + offset, size);
	return 0;
}

/* Extents of 777 bytes, which end anywhere in a page. */
static int memory_extent(struct source *source, uint64_t offset,
			 struct source_extent *ret)
{
	struct memory_file *file = (struct memory_file *)source;
	u64 unit = offset / 777;

	EXPECT(offset < source->size);
	ret->end = MIN((unit + 1) * 777, source->size);
	ret->kept = unit % 8 < file->keep;
	return 0;
}

static const struct source_ops memory_ops = { memory_read, memory_extent };

static void check_runs(const struct runs *runs)
{
	uint32_t i;

	for (i = 0; i < runs->count; i++) {
		EXPECT(runs->list[i].start < runs->list[i].end);
		EXPECT(!i || runs->list[i - 1].end <= runs->list[i].start);
		EXPECT(runs_find(runs, runs->list[i].start) == i);
		EXPECT(runs_find(runs, runs->list[i].end - 1) == i);
	}
}

static void check_piece(struct dump *dump, const struct piece *piece, u64 first)
{
	u8 *page = fuzz_memory(NULL, dump->page_size);

	EXPECT(piece->pfn >= first && piece->bytes);
	EXPECT(!(piece->bytes % dump->page_size));
	EXPECT(piece->pfn + piece->bytes / dump->page_size <= dump_pages(dump));
	if (piece->offset != PIECE_SCATTERED) {
		EXPECT(piece->offset < dump->source->size);
		EXPECT(piece->bytes <= dump->source->size - piece->offset);
	} else {
		EXPECT(piece->bytes == dump->page_size);
	}
	EXPECT(!dump_read_page(dump, piece->pfn, page));
	free(page);
}

/* Returns how many bytes the pieces have. */
static u64 check_memory(struct dump *dump)
{
	struct walk walk;
	struct piece piece;
	u64 first = 0, bytes = 0;
	unsigned int count = 0;

	walk_memory(&walk, dump);
	while (walk.next(&walk, &piece) > 0) {
		check_piece(dump, &piece, first);
		first = piece.pfn + piece.bytes / dump->page_size;
		bytes += piece.bytes;
		EXPECT(++count < PIECES_MAX);
	}
	return bytes;
}

/* Stretches are the same pages as pieces, in the same order. */
static void check_stretches(struct dump *dump, u64 bytes)
{
	struct stretch *stretch = malloc(sizeof(*stretch));
	u64 first = 0, given = 0;
	struct walk walk;
	struct plan plan;
	uint32_t i;

	walk_memory(&walk, dump);
	plan_init(&plan, &walk, 8192);
	while (plan_take(&plan, stretch) > 0) {
		EXPECT(stretch->first == given);
		for (i = 0; i < stretch->count; i++) {
			check_piece(dump, &stretch->pieces[i], first);
			first = stretch->pieces[i].pfn + 1;
			given += stretch->pieces[i].bytes;
		}
	}
	EXPECT(given == bytes);
	free(stretch);
}

static void check_log(struct dump *dump)
{
	static FILE *nowhere;
	struct fault fault;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	if (!nowhere)
		abort();
	if (printk_log_write(dump, nowhere, &fault))
		EXPECT(strlen(fault.text) < sizeof(fault.text));
}

static void check_dump(struct dump *dump, struct memory_file *file)
{
	check_runs(&dump->memory);
	check_runs(&dump->missing);
	for (file->keep = 0; file->keep <= 8; file->keep += 4)
		check_stretches(dump, check_memory(dump));
	check_log(dump);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *bytes = fuzz_memory(data, size);
	struct memory_file file = {
		.source = { .ops = &memory_ops, .name = "memory",
			    .size = size },
		.bytes = bytes,
	};
	struct fault fault = { "" };
	struct dump dump;

	if (!dump_open(&dump, &file.source, &fault))
		check_dump(&dump, &file);
	else
		EXPECT(fault.text[0]);
	dump_close(&dump);
	free(bytes);
	return 0;
}
