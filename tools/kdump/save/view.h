/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a thread sees of the source.
 */
#ifndef KDUMP_SAVE_VIEW_H
#define KDUMP_SAVE_VIEW_H

#include "source.h"

/* So many bytes can be seen at once: whole pages of any size. */
#define VIEW_BATCH (512u << 10)

/**
 * struct view - a part of the source in memory
 * @source: what is looked at
 * @mapped: by mmap(2); else @window is a buffer
 * @window: where it is
 * @start: file offset of @window
 * @end: where it ends
 */
struct view {
	struct source *source;
	bool mapped;
	unsigned char *window;
	uint64_t start;
	uint64_t end;
};

bool view_init(struct view *view, struct source *source);
void view_destroy(struct view *view);
const unsigned char *view_get(struct view *view, uint64_t offset, size_t size,
			      int *error);

#endif
