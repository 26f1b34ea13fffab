// SPDX-License-Identifier: GPL-2.0-only
/*
 * gzip by lib/zlib_inflate. Context: process context, may sleep.
 */
#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/unaligned.h>
#include <linux/zlib.h>

#include "formats/decompress.h"

/* The digest of the content, and its size; both are of one member. */
static bool gzip_content_good(const u8 *trailer, const void *out, size_t size)
{
	return get_unaligned_le32(trailer) == ~crc32_le(~0, out, size) &&
	       get_unaligned_le32(trailer + sizeof(u32)) == (u32)size;
}

int kdump_decompress_gzip(const struct kdump_packed *packed, void *out,
			  size_t room, size_t *ret)
{
	const u8 *trailer = packed->data + packed->size -
			    KDUMP_GZIP_TRAILER_BYTES;
	struct kdump_diag diag;
	size_t header;
	int bytes;

	bytes = kdump_gzip_header_bytes(packed->data, packed->size, &diag,
					&header);
	if (bytes)
		return bytes;
	/* What zlib_inflate_blob() returns is an int. */
	if (packed->size > INT_MAX || room > INT_MAX)
		return -ENOEXEC;
	bytes = zlib_inflate_blob(out, room, packed->data + header,
				  trailer - packed->data - header);
	if (bytes == -ENOMEM)
		return bytes;
	if (bytes < 0 || !gzip_content_good(trailer, out, bytes))
		return -ENOEXEC;
	*ret = bytes;
	return 0;
}
