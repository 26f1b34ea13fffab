/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The decompressors of this kernel, each called in the same way.
 *
 * Context: process context, may sleep.
 */
#ifndef _KDUMP_DECOMPRESS_H
#define _KDUMP_DECOMPRESS_H

#include <linux/kconfig.h>
#include <linux/types.h>

#include "formats/packed.h"

/**
 * typedef kdump_decompress_fn - unpack a file
 * @packed: the file, from kdump_packed_parse(); not trusted
 * @out: where the content goes
 * @capacity: bytes of @out; not one more is written
 * @ret: bytes of the content
 *
 * Return: 0; %-EOPNOTSUPP if the file is made in a way that is not known here;
 * %-ENOEXEC if it is damaged or has more content than @capacity, or where the two
 * cannot be told apart; %-ENOMEM.
 */
typedef int kdump_decompress_fn(const struct kdump_packed *packed, void *out,
				size_t capacity, size_t *ret);

kdump_decompress_fn kdump_decompress_gzip;
int kdump_decompress_gzip_member(const u8 *data, size_t size, void *out,
				 size_t capacity, size_t *used, size_t *bytes);

/* The others are there if something else in this kernel needs them. */
#if IS_BUILTIN(CONFIG_ZSTD_DECOMPRESS)
kdump_decompress_fn kdump_decompress_zstd;
#else
#define kdump_decompress_zstd NULL
#endif

#if IS_BUILTIN(CONFIG_XZ_DEC)
kdump_decompress_fn kdump_decompress_xz;
#else
#define kdump_decompress_xz NULL
#endif

#if IS_BUILTIN(CONFIG_LZ4_DECOMPRESS)
kdump_decompress_fn kdump_decompress_lz4;
#else
#define kdump_decompress_lz4 NULL
#endif

/* decompress.c */
kdump_decompress_fn *kdump_decompressor(enum kdump_packing packing);

#endif /* _KDUMP_DECOMPRESS_H */
