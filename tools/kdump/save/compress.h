/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages made smaller, each one alone, by one of three libraries.
 */
#ifndef KDUMP_SAVE_COMPRESS_H
#define KDUMP_SAVE_COMPRESS_H

#include "common.h"

enum compression {
	COMPRESS_ZSTD,
	COMPRESS_LZO,
	COMPRESS_ZLIB,
};

/* What may be written of a page before it is known not to become smaller. */
#define COMPRESS_SLACK (16u << 10)

/**
 * struct compressor - what a thread needs for it
 * @kind: which library
 * @state: its memory
 */
struct compressor {
	enum compression kind;
	void *state;
};

bool compressor_init(struct compressor *compressor, enum compression kind);
void compressor_destroy(struct compressor *compressor);
size_t compress_page(struct compressor *compressor, const void *page,
		     size_t size, void *to);
const char *compression_name(enum compression kind);

#endif
