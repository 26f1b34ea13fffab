// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a compressor alone costs for the pages that kdump_save writes. It is made
 * of kdump_save's own parts, and only the clock around the library counts:
 *
 *	bench_compress FIGURE -z|-l LEVEL
 */
#include <stdlib.h>
#include <string.h>

#include "../../../kdump/save/save.h"
#include "bench_clock.h"

static const char name[] = "/proc/vmcore";

/**
 * struct sum - what was done so far
 * @cost: of the library
 * @pages: that it has seen
 * @view: the dump
 * @compressor: the library
 * @packed: what it makes of a page
 */
struct sum {
	uint64_t cost;
	uint64_t pages;
	struct view view;
	struct compressor compressor;
	unsigned char packed[(64u << 10) + COMPRESS_SLACK];
};

static void add_page(struct sum *sum, uint64_t offset, size_t size)
{
	const unsigned char *page;
	uint64_t start;
	int error;

	page = view_get(&sum->view, offset, size, &error);
	if (!page || is_zero(page, size))
		return;
	start = clock_now();
	compress_page(&sum->compressor, page, size, sum->packed);
	sum->cost += clock_now() - start;
	sum->pages++;
}

static void add_all(struct sum *sum, const struct dump *dump)
{
	struct piece piece;
	struct walk walk;
	uint64_t done;

	walk_memory(&walk, dump);
	while (walk.next(&walk, &piece) > 0) {
		if (piece.offset == PIECE_SCATTERED)
			continue;
		for (done = 0; done < piece.bytes; done += dump->page_size)
			add_page(sum, piece.offset + done, dump->page_size);
	}
}

int main(int argc, char **argv)
{
	static struct sum sum;
	struct source source;
	struct fault fault;
	struct dump dump;
	bool zstd;

	if (argc != 4)
		return 2;
	zstd = !strcmp(argv[2], "-z");
	if (source_open(&source, name, &fault) ||
	    dump_open(&dump, &source, &fault) ||
	    source_filter(&source, (unsigned int)atoi(argv[3]), &fault)) {
		say("%s", fault.text);
		return 1;
	}
	if (!view_init(&sum.view, &source) ||
	    !compressor_init(&sum.compressor,
			     zstd ? COMPRESS_ZSTD : COMPRESS_LZO))
		return 1;
	add_all(&sum, &dump);
	clock_report(sum.cost, 1, "%s", argv[1]);
	clock_report(sum.pages, 1, "%s-pages", argv[1]);
	return 0;
}
