// SPDX-License-Identifier: GPL-2.0-only
/*
 * lz4 -l by lib/lz4. Context: process context, may sleep.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lz4.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/unaligned.h>

#include "formats/decompress.h"

/* kdump_lz4_unpacked() has seen that all blocks are in the file. */
int kdump_decompress_lz4(const struct kdump_packed *packed, void *out,
			 size_t capacity, size_t *ret)
{
	const u8 *at = packed->data + KDUMP_LZ4_MAGIC_BYTES;
	const u8 *end = packed->data + packed->size;
	size_t done = 0;
	int bytes;

	might_sleep();
	while (at < end) {
		u32 size = get_unaligned_le32(at);

		at += KDUMP_LZ4_SIZE_BYTES;
		bytes = LZ4_decompress_safe(at, out + done, size,
					    min_t(size_t, capacity - done,
						  KDUMP_LZ4_BLOCK_MAX));
		if (bytes < 0)
			return -ENOEXEC;
		at += size;
		done += bytes;
		cond_resched();
	}
	*ret = done;
	return 0;
}
