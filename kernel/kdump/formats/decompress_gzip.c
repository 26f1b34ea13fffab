// SPDX-License-Identifier: GPL-2.0-only
/*
 * gzip by lib/zlib_inflate. Context: process context, may sleep.
 */
#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kdump_port.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/unaligned.h>
#include <linux/vmalloc.h>
#include <linux/zlib.h>

#include "formats/decompress.h"

/* The digest of the content, and its size; both are of one member. */
static bool gzip_content_good(const u8 *trailer, const void *out, size_t size)
{
	return get_unaligned_le32(trailer) == ~crc32_le(~0, out, size) &&
	       get_unaligned_le32(trailer + sizeof(u32)) == (u32)size;
}

/* From the header's end on; what follows the trailer is left alone. */
static int gzip_inflate(struct z_stream_s *stream)
{
	int result;

	stream->workspace = __vmalloc(zlib_inflate_workspacesize(),
				      KDUMP_LOAD_GFP);
	if (!stream->workspace)
		return -ENOMEM;
	result = zlib_inflateInit2(stream, -MAX_WBITS);
	if (result == Z_OK)
		result = zlib_inflate(stream, Z_FINISH);
	zlib_inflateEnd(stream);
	vfree(stream->workspace);
	return result == Z_STREAM_END &&
	       stream->avail_in >= KDUMP_GZIP_TRAILER_BYTES ? 0 : -ENOEXEC;
}

/**
 * kdump_decompress_gzip_member - unpack the first of several files
 * @data: the files, one after the other; not trusted
 * @size: their bytes
 * @out: where the content goes
 * @capacity: bytes of @out; not one more is written
 * @used: bytes of the first file
 * @bytes: bytes of its content
 *
 * Return: 0; the errnos of &kdump_decompress_fn.
 */
int kdump_decompress_gzip_member(const u8 *data, size_t size, void *out,
				 size_t capacity, size_t *used, size_t *bytes)
{
	struct z_stream_s stream = { };
	struct kdump_diag diag;
	size_t header;
	int error;

	might_sleep();
	error = kdump_gzip_header_bytes(data, size, &diag, &header);
	if (error)
		return error;
	/* zlib counts in numbers of 32 bits. */
	if (size > INT_MAX || capacity > INT_MAX)
		return -ENOEXEC;
	stream.next_in = data + header;
	stream.avail_in = size - header;
	stream.next_out = out;
	stream.avail_out = capacity;
	error = gzip_inflate(&stream);
	if (error)
		return error;
	*bytes = capacity - stream.avail_out;
	*used = stream.next_in - data + KDUMP_GZIP_TRAILER_BYTES;
	return gzip_content_good(stream.next_in, out, *bytes) ? 0 : -ENOEXEC;
}

int kdump_decompress_gzip(const struct kdump_packed *packed, void *out,
			  size_t capacity, size_t *ret)
{
	size_t used, bytes;
	int error = kdump_decompress_gzip_member(packed->data, packed->size,
						 out, capacity, &used, &bytes);

	if (error)
		return error;
	if (used != packed->size)
		return -ENOEXEC;
	*ret = bytes;
	return 0;
}
