/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which memory is where in the file: pure.
 */
#ifndef KDUMP_SAVE_RUNS_H
#define KDUMP_SAVE_RUNS_H

#include "common.h"

/**
 * struct run - memory that lies in the file in one piece
 * @start: physical address
 * @end: where it ends
 * @offset: of @start in the file; meaningless for memory that is not there
 */
struct run {
	uint64_t start;
	uint64_t end;
	uint64_t offset;
};

/**
 * struct runs - a list of them
 * @list: owned
 * @count: how many
 * @room: how many fit
 *
 * After runs_settle() they are in order and no two overlap.
 */
struct runs {
	struct run *list;
	uint32_t count;
	uint32_t room;
};

bool runs_add(struct runs *runs, uint64_t start, uint64_t size,
	      uint64_t offset);
void runs_settle(struct runs *runs);
uint64_t runs_bytes(const struct runs *runs);
uint32_t runs_find(const struct runs *runs, uint64_t address);
void runs_free(struct runs *runs);

#endif
