// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three libraries by one call. Levels are the fast ones: a crashed
 * machine waits for its dump.
 */
#include <lzo/lzo1x.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "compress.h"

#define ZSTD_LEVEL 1

static void *zstd_init(void)
{
	ZSTD_CCtx *state = ZSTD_createCCtx();
	size_t result;

	if (!state)
		return NULL;
	result = ZSTD_CCtx_setParameter(state, ZSTD_c_compressionLevel,
					ZSTD_LEVEL);
	if (!ZSTD_isError(result))
		return state;
	ZSTD_freeCCtx(state);
	return NULL;
}

static void zstd_free(void *state)
{
	ZSTD_freeCCtx(state);
}

static size_t zstd_page(void *state, const void *page, size_t size, void *to)
{
	size_t made = ZSTD_compress2(state, to, size + COMPRESS_SLACK, page,
				     size);

	return ZSTD_isError(made) ? 0 : made;
}

/*
 * All variants of LZO1X are read by the same reader. The usual one clears a
 * table of 16384 places each time, which costs more than to compress a page;
 * 4096 are as many as a page has bytes.
 */
static void *lzo_memory(void)
{
	return lzo_init() == LZO_E_OK ? malloc(LZO1X_1_12_MEM_COMPRESS) : NULL;
}

static size_t lzo_page(void *state, const void *page, size_t size, void *to)
{
	lzo_uint made = 0;

	if (lzo1x_1_12_compress(page, size, to, &made, state) != LZO_E_OK)
		return 0;
	return made;
}

static void *zlib_init(void)
{
	z_stream *state = calloc(1, sizeof(*state));

	if (state && deflateInit(state, Z_BEST_SPEED) != Z_OK) {
		free(state);
		return NULL;
	}
	return state;
}

static void zlib_free(void *state)
{
	if (state)
		deflateEnd(state);
	free(state);
}

static size_t zlib_page(void *private, const void *page, size_t size, void *to)
{
	z_stream *state = private;

	if (deflateReset(state) != Z_OK)
		return 0;
	state->next_in = (void *)page;
	state->avail_in = (unsigned int)size;
	state->next_out = to;
	state->avail_out = (unsigned int)(size + COMPRESS_SLACK);
	return deflate(state, Z_FINISH) == Z_STREAM_END ? state->total_out : 0;
}

static const struct {
	const char *name;
	void *(*init)(void);
	void (*free)(void *state);
	size_t (*page)(void *state, const void *page, size_t size, void *to);
} libraries[] = {
	[COMPRESS_ZSTD] = { "zstd", zstd_init, zstd_free, zstd_page },
	[COMPRESS_LZO] = { "lzo", lzo_memory, free, lzo_page },
	[COMPRESS_ZLIB] = { "zlib", zlib_init, zlib_free, zlib_page },
};

bool compressor_init(struct compressor *compressor, enum compression kind)
{
	compressor->kind = kind;
	compressor->state = libraries[kind].init();
	return compressor->state;
}

void compressor_destroy(struct compressor *compressor)
{
	libraries[compressor->kind].free(compressor->state);
}

/**
 * compress_page - make a page smaller
 * @compressor: of this thread
 * @page: what
 * @size: how many bytes
 * @to: has room for @size and %COMPRESS_SLACK bytes
 *
 * Return: how many bytes it has in @to; 0 if it does not become smaller.
 */
size_t compress_page(struct compressor *compressor, const void *page,
		     size_t size, void *to)
{
	size_t made = libraries[compressor->kind].page(compressor->state, page,
						       size, to);

	return made < size ? made : 0;
}

const char *compression_name(enum compression kind)
{
	return libraries[kind].name;
}
