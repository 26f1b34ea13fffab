// SPDX-License-Identifier: GPL-2.0-only
/*
 * How large the content of a zstd file is. Pure.
 *
 * Format: RFC 8878. A file that was compressed from a pipe does not say it; its
 * blocks do, up to what the last of them may hold. One frame is expected.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

#define MAGIC_BYTES	4
#define BLOCK_HEADER	3
#define BLOCK_MAX	(128u << 10)

enum { BLOCK_RAW, BLOCK_RLE, BLOCK_COMPRESSED };

/**
 * struct zstd_frame - the header of a frame
 * @bytes: of the header, the magic included
 * @content_at: where the content's size is
 * @content_bytes: how many bytes that takes; 0 if it is not there
 */
struct zstd_frame {
	size_t bytes;
	size_t content_at;
	unsigned int content_bytes;
};

static void frame_layout(u8 descriptor, struct zstd_frame *frame)
{
	static const u8 dictionary_bytes[] = { 0, 1, 2, 4 };
	bool one_segment = descriptor & 0x20;

	frame->content_bytes = descriptor >> 6 ? 1 << (descriptor >> 6) :
						 one_segment;
	frame->content_at = MAGIC_BYTES + 1 + !one_segment +
			    dictionary_bytes[descriptor & 3];
	frame->bytes = frame->content_at + frame->content_bytes;
}

static u64 frame_content(const u8 *at, unsigned int bytes)
{
	switch (bytes) {
	case 1:
		return *at;
	case 2:
		return get_unaligned_le16(at) + 256;
	case 4:
		return get_unaligned_le32(at);
	default:
		return get_unaligned_le64(at);
	}
}

static int frame_parse(const u8 *data, size_t size, struct kdump_diag *diag,
		       struct zstd_frame *frame)
{
	u8 descriptor;

	if (size <= MAGIC_BYTES)
		return kdump_packed_truncated(diag, "zstd frame header", size,
					      MAGIC_BYTES + 1);
	descriptor = data[MAGIC_BYTES];
	if (descriptor & 8)
		return kdump_packed_refuse(diag, "zstd frame descriptor",
					   descriptor,
					   "the reserved bit to be zero");
	if (descriptor & 3)
		return kdump_packed_refuse(diag, "zstd frame descriptor",
					   descriptor, "no dictionary");
	frame_layout(descriptor, frame);
	if (size < frame->bytes)
		return kdump_packed_truncated(diag, "zstd frame header", size,
					      frame->bytes);
	return 0;
}

/* Adds up what the blocks may hold. */
static int blocks_content(const u8 *data, size_t size, size_t at,
			  struct kdump_diag *diag, u64 *ret)
{
	u64 total = 0;
	u32 header, bytes;
	bool compressed;

	do {
		if (size - at < BLOCK_HEADER)
			return kdump_packed_truncated(diag, "zstd blocks", size,
						      (u64)at + BLOCK_HEADER);
		header = get_unaligned_le16(data + at) | data[at + 2] << 16;
		bytes = header >> 3;
		compressed = (header >> 1 & 3) == BLOCK_COMPRESSED;
		if ((header >> 1 & 3) > BLOCK_COMPRESSED || bytes > BLOCK_MAX)
			return kdump_packed_refuse(diag, "zstd block header",
						   header, "a known kind, and at most 128 KiB");
		total += compressed ? BLOCK_MAX : bytes;
		at += BLOCK_HEADER;
		bytes = (header >> 1 & 3) == BLOCK_RLE ? 1 : bytes;
		if (size - at < bytes)
			return kdump_packed_truncated(diag, "zstd blocks", size,
						      (u64)at + bytes);
		at += bytes;
	} while (!(header & 1));
	*ret = total;
	return 0;
}

/**
 * kdump_zstd_unpacked - how large the content is
 * @data: a file with the magic of zstd
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: the bytes, or a little more; untouched on failure
 *
 * Return: 0, or %-ENOEXEC.
 */
int kdump_zstd_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
			u64 *ret)
{
	struct zstd_frame frame;
	int error = frame_parse(data, size, diag, &frame);

	if (error)
		return error;
	if (!frame.content_bytes)
		return blocks_content(data, size, frame.bytes, diag, ret);
	*ret = frame_content(data + frame.content_at, frame.content_bytes);
	return 0;
}
