/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a dump comes from: /proc/vmcore, or a file.
 */
#ifndef KDUMP_SAVE_SOURCE_H
#define KDUMP_SAVE_SOURCE_H

#include "common.h"

/* Of a level: pages of zeros, which need no filter to be found. */
#define LEVEL_ZERO 1
#define LEVEL_MAX 63

struct source;
struct source_filter;

/**
 * struct source_extent - a piece of the source, from some offset on
 * @end: the offset where it ends
 * @kept: it belongs into the dump; else it is left out by the filter
 */
struct source_extent {
	uint64_t end;
	bool kept;
};

/**
 * struct source_ops - what differs from source to source
 * @read: @size bytes from @offset on, all of them; 0, or an errno
 * @extent: what is at @offset, which lies in the source; 0, or an errno. Not
 *	called by two threads at once.
 */
struct source_ops {
	int (*read)(struct source *source, void *to, uint64_t offset,
		    size_t size);
	int (*extent)(struct source *source, uint64_t offset,
		      struct source_extent *ret);
};

/**
 * struct source - an open source
 * @ops: how it is read
 * @name: for messages
 * @fd: the open file
 * @size: in bytes
 * @mapped: mmap(2) is cheaper than read(2), and safe: what is mapped stays
 * @filter: what is left out, or NULL
 */
struct source {
	const struct source_ops *ops;
	const char *name;
	int fd;
	uint64_t size;
	bool mapped;
	struct source_filter *filter;
};

int source_open(struct source *source, const char *name, struct fault *fault);
int source_file_read(struct source *source, void *to, uint64_t offset,
		     size_t size);
int source_filter(struct source *source, unsigned int level,
		  struct fault *fault);
void source_filter_close(struct source *source);
void source_close(struct source *source);
int source_read(struct source *source, void *to, uint64_t offset, size_t size,
		struct fault *fault);

#endif
