/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a dump is kept, piece by piece, and in stretches for threads.
 */
#ifndef KDUMP_SAVE_WALK_H
#define KDUMP_SAVE_WALK_H

#include <pthread.h>

#include "dump.h"

/* In a piece: a page of which the file has parts only, here and there. */
#define PIECE_SCATTERED UINT64_MAX

/**
 * struct piece - what is kept and lies in the file in one piece
 * @offset: in the source, or %PIECE_SCATTERED for one page
 * @bytes: how long
 * @pfn: number of its first page, if it is memory
 */
struct piece {
	uint64_t offset;
	uint64_t bytes;
	uint64_t pfn;
};

/**
 * struct walk - goes over all that is kept, once
 * @next: finds the next piece: 1; 0 at the end; or minus an errno
 * @dump: what to go over
 * @position: file offset, or physical address
 * @run: the piece of memory that is looked at
 * @extent: the last answer of the source
 */
struct walk {
	int (*next)(struct walk *walk, struct piece *ret);
	const struct dump *dump;
	uint64_t position;
	uint32_t run;
	struct source_extent extent;
};

void walk_file(struct walk *walk, const struct dump *dump, uint64_t from);
void walk_memory(struct walk *walk, const struct dump *dump);

#define STRETCH_PIECES 512
#define STRETCH_BYTES (16 * MIB)

/**
 * struct stretch - what a thread does at a time
 * @pieces: they lie near each other in the source
 * @count: how many
 * @first: how many bytes were given out before; in pages, the number of the
 *	first page among all that are kept
 */
struct stretch {
	struct piece pieces[STRETCH_PIECES];
	uint32_t count;
	uint64_t first;
};

/**
 * struct plan - gives out stretches
 * @lock: guards all of it, and the filter of the source
 * @walk: what comes
 * @rest: what did not fit into the last stretch; no bytes if there is none
 * @given: bytes that were given out
 * @span: no stretch covers more of the source than this, a power of two
 */
struct plan {
	pthread_mutex_t lock;
	struct walk walk;
	struct piece rest;
	uint64_t given;
	uint64_t span;
};

void plan_init(struct plan *plan, const struct walk *walk, uint64_t span);
int plan_take(struct plan *plan, struct stretch *ret);

#endif
