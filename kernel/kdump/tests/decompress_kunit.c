// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of decompress*.c: good files, damaged ones, and bombs.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "formats/decompress.h"
#include "packed_data.h"

#define CANARY 0xa5
#define CANARY_BYTES 64

/* Unpacks into @capacity bytes; what follows them must stay as it is. */
static int unpack(struct kunit *test, const struct kdump_packed *packed,
		  size_t capacity, u8 **ret)
{
	kdump_decompress_fn *decompress = kdump_decompressor(packed->packing);
	u8 *out = kunit_kzalloc(test, capacity + CANARY_BYTES, GFP_KERNEL);
	size_t bytes = 0;
	unsigned int i;
	int error;

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_NOT_NULL(test, decompress);
	memset(out + capacity, CANARY, CANARY_BYTES);
	error = decompress(packed, out, capacity, &bytes);
	for (i = 0; i < CANARY_BYTES; i++)
		KUNIT_EXPECT_EQ(test, out[capacity + i], CANARY);
	if (!error)
		KUNIT_EXPECT_EQ(test, bytes, KERNEL_BYTES);
	*ret = out;
	return error;
}

static unsigned int kernel_wrong(const u8 *out)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < KERNEL_BYTES; i++)
		wrong += out[i] != kernel_byte(i);
	return wrong;
}

static void expect_kernel(struct kunit *test, const u8 *file, size_t size)
{
	struct kdump_packed packed;
	struct kdump_diag diag;
	u8 *out;

	KUNIT_ASSERT_EQ(test, kdump_packed_parse(file, size, &diag, &packed), 0);
	KUNIT_ASSERT_EQ(test, unpack(test, &packed, KERNEL_BYTES, &out), 0);
	KUNIT_EXPECT_EQ(test, kernel_wrong(out), 0);
}

#define EXPECT_KERNEL(test, file) expect_kernel(test, file, sizeof(file))

static void decompress_good(struct kunit *test)
{
	EXPECT_KERNEL(test, packed_gzip);
	EXPECT_KERNEL(test, packed_gzip_name);
	EXPECT_KERNEL(test, packed_zstd);
	EXPECT_KERNEL(test, packed_zstd_pipe);
	EXPECT_KERNEL(test, packed_xz);
	EXPECT_KERNEL(test, packed_lz4);
}

static void decompress_unknown(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, kdump_decompressor(KDUMP_PACKED_NOT));
	KUNIT_EXPECT_NULL(test, kdump_decompressor(KDUMP_PACKED_LZ4_FRAME));
	KUNIT_EXPECT_NULL(test, kdump_decompressor(KDUMP_PACKED_LZO));
	KUNIT_EXPECT_NULL(test, kdump_decompressor(KDUMP_PACKED_BZIP2));
	KUNIT_EXPECT_NULL(test, kdump_decompressor(KDUMP_PACKED_LZMA));
}

/* The file has more than it said: not one byte more is written. */
static void expect_bomb_refused(struct kunit *test, const u8 *file, size_t size)
{
	static const size_t capacities[] = { 1, 511, 4095 };
	struct kdump_packed packed;
	struct kdump_diag diag;
	unsigned int i;
	u8 *out;

	KUNIT_ASSERT_EQ(test, kdump_packed_parse(file, size, &diag, &packed), 0);
	for (i = 0; i < ARRAY_SIZE(capacities); i++)
		KUNIT_EXPECT_EQ_MSG(test, unpack(test, &packed, capacities[i],
						 &out),
				    -ENOEXEC, "%s into %zu bytes",
				    kdump_packing_name(packed.packing),
				    capacities[i]);
}

static void decompress_bombs(struct kunit *test)
{
	expect_bomb_refused(test, packed_gzip, sizeof(packed_gzip));
	expect_bomb_refused(test, packed_zstd, sizeof(packed_zstd));
	expect_bomb_refused(test, packed_zstd_pipe, sizeof(packed_zstd_pipe));
	expect_bomb_refused(test, packed_xz, sizeof(packed_xz));
	expect_bomb_refused(test, packed_lz4, sizeof(packed_lz4));
}

/*
 * One bit wrong somewhere: gzip, zstd and xz have digests of the content and see
 * it, unless it is one that makes no difference.
 */
static void expect_damage_seen(struct kunit *test, const u8 *good, size_t size,
			       size_t first)
{
	u8 *file = kunit_kmalloc(test, size, GFP_KERNEL), *out;
	struct kdump_packed packed;
	struct kdump_diag diag;
	size_t at, refused = 0;
	int error;

	KUNIT_ASSERT_NOT_NULL(test, file);
	for (at = first; at < size; at++) {
		memcpy(file, good, size);
		file[at] ^= 1 << at % 8;
		if (kdump_packed_parse(file, size, &diag, &packed))
			continue;
		error = unpack(test, &packed, KERNEL_BYTES, &out);
		refused += error != 0;
		KUNIT_EXPECT_TRUE_MSG(test, error == -ENOEXEC ||
				      error == -EOPNOTSUPP ||
				      !kernel_wrong(out), "%s, byte %zu",
				      kdump_packing_name(packed.packing), at);
		kunit_kfree(test, out);
	}
	KUNIT_EXPECT_GT(test, refused, size / 2);
}

static void decompress_damaged(struct kunit *test)
{
	/* Time, flags and system in the header of gzip have none. */
	expect_damage_seen(test, packed_gzip, sizeof(packed_gzip), 10);
	expect_damage_seen(test, packed_zstd, sizeof(packed_zstd), 6);
	expect_damage_seen(test, packed_xz, sizeof(packed_xz), 0);
}

/* The same for lz4, which has none: it must only not write where it may not. */
static void decompress_damaged_lz4(struct kunit *test)
{
	u8 *file = kunit_kmalloc(test, sizeof(packed_lz4), GFP_KERNEL), *out;
	kdump_decompress_fn *decompress = kdump_decompressor(KDUMP_PACKED_LZ4);
	struct kdump_packed packed;
	struct kdump_diag diag;
	size_t at, bytes;

	KUNIT_ASSERT_NOT_NULL(test, file);
	out = kunit_kzalloc(test, KERNEL_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	for (at = KDUMP_LZ4_MAGIC_BYTES; at < sizeof(packed_lz4); at++) {
		memcpy(file, packed_lz4, sizeof(packed_lz4));
		file[at] ^= 0xff;
		if (kdump_packed_parse(file, sizeof(packed_lz4), &diag, &packed))
			continue;
		bytes = 0;
		decompress(&packed, out, KERNEL_BYTES, &bytes);
		KUNIT_EXPECT_LE(test, bytes, KERNEL_BYTES);
	}
}

/* A digest of a kind that this kernel does not know. */
static void decompress_xz_crc64(struct kunit *test)
{
	struct kdump_packed packed;
	struct kdump_diag diag;
	u8 *out;

	KUNIT_ASSERT_EQ(test, kdump_packed_parse(packed_xz_crc64,
						 sizeof(packed_xz_crc64), &diag,
						 &packed), 0);
	KUNIT_EXPECT_EQ(test, unpack(test, &packed, KERNEL_BYTES, &out),
			-EOPNOTSUPP);
}

/* What follows the end of a stream is no part of a kernel. */
static void expect_more_refused(struct kunit *test, const u8 *good, size_t size)
{
	u8 *file = kunit_kzalloc(test, size + 16, GFP_KERNEL), *out;
	struct kdump_packed packed;
	struct kdump_diag diag;

	KUNIT_ASSERT_NOT_NULL(test, file);
	memcpy(file, good, size);
	if (!kdump_packed_parse(file, size + 16, &diag, &packed))
		KUNIT_EXPECT_EQ_MSG(test,
				    unpack(test, &packed, KERNEL_BYTES, &out),
				    -ENOEXEC, "%s",
				    kdump_packing_name(packed.packing));
}

static void decompress_more_follows(struct kunit *test)
{
	expect_more_refused(test, packed_gzip, sizeof(packed_gzip));
	expect_more_refused(test, packed_zstd, sizeof(packed_zstd));
	expect_more_refused(test, packed_xz, sizeof(packed_xz));
	expect_more_refused(test, packed_lz4, sizeof(packed_lz4));
}

static struct kunit_case decompress_cases[] = {
	KUNIT_CASE(decompress_good),
	KUNIT_CASE(decompress_unknown),
	KUNIT_CASE(decompress_bombs),
	KUNIT_CASE(decompress_damaged),
	KUNIT_CASE(decompress_damaged_lz4),
	KUNIT_CASE(decompress_xz_crc64),
	KUNIT_CASE(decompress_more_follows),
	{}
};

static struct kunit_suite decompress_suite = {
	.name = "kdump_decompress",
	.test_cases = decompress_cases,
};

kunit_test_suite(decompress_suite);
