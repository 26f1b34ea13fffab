/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compressed files: what they are, and how large their content is. Pure.
 */
#ifndef _KDUMP_PACKED_H
#define _KDUMP_PACKED_H

#include <linux/types.h>

#include "lib/diag.h"

/**
 * enum kdump_packing - ways to compress a file
 * @KDUMP_PACKED_NOT: none that is known
 * @KDUMP_PACKED_GZIP: gzip
 * @KDUMP_PACKED_ZSTD: zstd
 * @KDUMP_PACKED_XZ: xz
 * @KDUMP_PACKED_LZ4: lz4 -l, as kernels are packed
 * @KDUMP_PACKED_LZ4_FRAME: lz4 without -l
 * @KDUMP_PACKED_LZO: lzop
 * @KDUMP_PACKED_BZIP2: bzip2
 * @KDUMP_PACKED_LZMA: lzma
 */
enum kdump_packing {
	KDUMP_PACKED_NOT,
	KDUMP_PACKED_GZIP,
	KDUMP_PACKED_ZSTD,
	KDUMP_PACKED_XZ,
	KDUMP_PACKED_LZ4,
	KDUMP_PACKED_LZ4_FRAME,
	KDUMP_PACKED_LZO,
	KDUMP_PACKED_BZIP2,
	KDUMP_PACKED_LZMA,
};

/**
 * struct kdump_packed - a compressed file
 * @packing: how it is compressed
 * @data: its bytes, from the magic to the end of the stream
 * @size: bytes of @data
 * @unpacked: bytes that it will have at most, as it says itself
 */
struct kdump_packed {
	enum kdump_packing packing;
	const u8 *data;
	size_t size;
	u64 unpacked;
};

/* packed.c */
enum kdump_packing kdump_packing_of(const void *file, size_t size);
const char *kdump_packing_name(enum kdump_packing packing);
int kdump_packed_parse(const void *file, size_t size, struct kdump_diag *diag,
		       struct kdump_packed *ret);
int kdump_payload_parse(const void *payload, size_t size,
			struct kdump_diag *diag, struct kdump_packed *ret);
int kdump_packed_refuse(struct kdump_diag *diag, const char *what, u64 value,
			const char *expected);
int kdump_packed_truncated(struct kdump_diag *diag, const char *what,
			   size_t size, u64 needed);

/* packed_gzip.c; what follows the header is the body, then there are 8 bytes */
#define KDUMP_GZIP_TRAILER_BYTES 8
int kdump_gzip_header_bytes(const u8 *data, size_t size,
			    struct kdump_diag *diag, size_t *ret);
int kdump_gzip_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
			u64 *ret);

/* packed_zstd.c, packed_xz.c, packed_lz4.c */
int kdump_zstd_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
			u64 *ret);
int kdump_xz_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
		      u64 *ret);
#define KDUMP_LZ4_MAGIC_BYTES	4
#define KDUMP_LZ4_SIZE_BYTES	4
#define KDUMP_LZ4_BLOCK_MAX	(8u << 20)
int kdump_lz4_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
		       u64 *ret);

/* zboot.c */
bool kdump_zboot_probe(const void *file, size_t size);
int kdump_zboot_parse(const void *file, size_t size, struct kdump_diag *diag,
		      struct kdump_packed *ret);

#endif /* _KDUMP_PACKED_H */
