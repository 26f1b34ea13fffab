// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a gzip file and its end. Pure.
 *
 * Format: RFC 1952. A file of several members is not a kernel; that it is one
 * shows when the digest of the last member is compared with all there is.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

#define FIXED_BYTES	10
#define METHOD_AT	2
#define METHOD_DEFLATE	8
#define FLAGS_AT	3

enum {
	HAS_HEADER_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16,
	RESERVED = 0xe0,
};

/* One past the NUL that ends a text; past the file if there is none. */
static size_t text_end(const u8 *data, size_t size, size_t at)
{
	const u8 *nul = at < size ? memchr(data + at, 0, size - at) : NULL;

	return nul ? nul - data + 1 : size + 1;
}

static size_t extra_end(const u8 *data, size_t size, size_t at)
{
	if (size < at + 2)
		return size + 1;
	return at + 2 + get_unaligned_le16(data + at);
}

/**
 * kdump_gzip_header_bytes - where the compressed bytes start
 * @data: a file with the magic of gzip
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: bytes of the header; untouched on failure. At least as many bytes as
 *	the trailer has follow it
 *
 * Return: 0, or %-ENOEXEC.
 */
int kdump_gzip_header_bytes(const u8 *data, size_t size,
			    struct kdump_diag *diag, size_t *ret)
{
	size_t at = FIXED_BYTES;
	u8 flags;

	if (size < FIXED_BYTES + KDUMP_GZIP_TRAILER_BYTES)
		return kdump_packed_truncated(diag, "gzip header", size,
					      FIXED_BYTES +
					      KDUMP_GZIP_TRAILER_BYTES);
	if (data[METHOD_AT] != METHOD_DEFLATE)
		return kdump_packed_refuse(diag, "gzip compression method",
					   data[METHOD_AT], "8: deflate");
	flags = data[FLAGS_AT];
	if (flags & RESERVED)
		return kdump_packed_refuse(diag, "gzip flags", flags,
					   "the reserved bits to be zero");
	if (flags & HAS_EXTRA)
		at = extra_end(data, size, at);
	if (flags & HAS_NAME)
		at = text_end(data, size, at);
	if (flags & HAS_COMMENT)
		at = text_end(data, size, at);
	if (flags & HAS_HEADER_CRC)
		at += 2;
	if (at + KDUMP_GZIP_TRAILER_BYTES > size)
		return kdump_packed_truncated(diag, "gzip header", size,
					      (u64)at +
					      KDUMP_GZIP_TRAILER_BYTES);
	*ret = at;
	return 0;
}

/**
 * kdump_gzip_unpacked - how large the content is
 * @data: a file with the magic of gzip
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: the bytes, modulo 2^32; untouched on failure
 *
 * Return: 0, or %-ENOEXEC.
 */
int kdump_gzip_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
			u64 *ret)
{
	size_t header;
	int error = kdump_gzip_header_bytes(data, size, diag, &header);

	if (!error)
		*ret = get_unaligned_le32(data + size - sizeof(u32));
	return error;
}
