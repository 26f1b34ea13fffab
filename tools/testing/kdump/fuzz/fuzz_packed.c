// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compressed files, and kernels for EFI that have one inside: what they say of
 * themselves.
 *
 * Input: the file. It is looked at as the payload of a kernel, too.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "formats/packed.h"
#include "fuzz.h"

/* What decompressors rely on. */
static void check_lz4(const struct kdump_packed *packed)
{
	const u8 *at = packed->data + KDUMP_LZ4_MAGIC_BYTES;
	size_t left = packed->size - KDUMP_LZ4_MAGIC_BYTES;
	u64 blocks = 0;
	u32 bytes;

	for (; left; blocks++) {
		EXPECT(left > KDUMP_LZ4_SIZE_BYTES);
		bytes = at[0] | at[1] << 8 | at[2] << 16 | (u32)at[3] << 24;
		EXPECT(bytes <= left - KDUMP_LZ4_SIZE_BYTES);
		at += KDUMP_LZ4_SIZE_BYTES + bytes;
		left -= KDUMP_LZ4_SIZE_BYTES + bytes;
	}
	EXPECT(packed->unpacked <= blocks * KDUMP_LZ4_BLOCK_MAX);
}

static void check_gzip(const struct kdump_packed *packed)
{
	struct kdump_diag diag;
	size_t header;

	EXPECT(!kdump_gzip_header_bytes(packed->data, packed->size, &diag,
					&header));
	EXPECT(header >= 10);
	EXPECT(header + KDUMP_GZIP_TRAILER_BYTES <= packed->size);
	EXPECT(packed->unpacked <= U32_MAX);
}

static void check_accepted(const u8 *file, size_t size,
			   const struct kdump_packed *packed)
{
	EXPECT(packed->data >= file && packed->size);
	EXPECT(packed->size <= size - (packed->data - file));
	EXPECT(packed->unpacked);
	EXPECT(kdump_packing_of(packed->data, packed->size) == packed->packing);
	if (packed->packing == KDUMP_PACKED_LZ4)
		check_lz4(packed);
	if (packed->packing == KDUMP_PACKED_GZIP)
		check_gzip(packed);
}

static void check_result(int err, const u8 *file, size_t size,
			 const struct kdump_diag *diag,
			 const struct kdump_packed *packed)
{
	EXPECT(!err || err == -ENOEXEC);
	if (!err) {
		check_accepted(file, size, packed);
		return;
	}
	fuzz_check_diag(diag, BIT(KDUMP_ENDS_EARLY) | BIT(KDUMP_EXPECTED));
	fuzz_check_poison(packed, sizeof(*packed));
}

/* What its makefile wrote past the stream is what there will be. */
static void check_payload(const u8 *file, size_t size)
{
	struct kdump_diag diag = { };
	struct kdump_packed packed;
	const u8 *end = file + size;
	int err;

	fuzz_poison(&packed, sizeof(packed));
	err = kdump_payload_parse(file, size, &diag, &packed);
	check_result(err, file, size, &diag, &packed);
	if (err || packed.packing == KDUMP_PACKED_GZIP)
		return;
	EXPECT(packed.size == size - 4);
	EXPECT(packed.unpacked ==
	       (end[-4] | end[-3] << 8 | end[-2] << 16 | (u32)end[-1] << 24));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *file = fuzz_memory(data, size);
	struct kdump_diag diag = { };
	struct kdump_packed packed;
	int err;

	fuzz_poison(&packed, sizeof(packed));
	if (kdump_zboot_probe(file, size))
		err = kdump_zboot_parse(file, size, &diag, &packed);
	else
		err = kdump_packed_parse(file, size, &diag, &packed);
	check_result(err, file, size, &diag, &packed);
	check_payload(file, size);
	free(file);
	return 0;
}
