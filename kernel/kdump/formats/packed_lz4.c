// SPDX-License-Identifier: GPL-2.0-only
/*
 * How large the content of an lz4 file is that was made with lz4 -l. Pure.
 *
 * The file does not say it: after the magic there are blocks, each with its
 * compressed size before it, and each but the last holds 8 MiB.
 */
#include <linux/errno.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

/* What a block of noise grows to. */
#define PACKED_MAX \
	(KDUMP_LZ4_BLOCK_MAX + KDUMP_LZ4_BLOCK_MAX / 255 + 16)

/**
 * kdump_lz4_unpacked - how large the content is
 * @data: a file with the magic of lz4 -l
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: the bytes, or up to a block more; untouched on failure. Then all blocks
 *	are in the file
 *
 * Return: 0, or %-ENOEXEC.
 */
int kdump_lz4_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
		       u64 *ret)
{
	size_t at = KDUMP_LZ4_MAGIC_BYTES;
	u64 total = 0;
	u32 bytes;

	while (at < size) {
		if (size - at < KDUMP_LZ4_SIZE_BYTES)
			return kdump_packed_truncated(diag, "lz4 blocks", size,
						      (u64)at +
						      KDUMP_LZ4_SIZE_BYTES);
		bytes = get_unaligned_le32(data + at);
		if (!bytes || bytes > PACKED_MAX)
			return kdump_packed_refuse(diag, "lz4 block size",
						   bytes, "what 8 MiB take");
		at += KDUMP_LZ4_SIZE_BYTES;
		if (size - at < bytes)
			return kdump_packed_truncated(diag, "lz4 blocks", size,
						      (u64)at + bytes);
		at += bytes;
		total += KDUMP_LZ4_BLOCK_MAX;
	}
	*ret = total;
	return 0;
}
