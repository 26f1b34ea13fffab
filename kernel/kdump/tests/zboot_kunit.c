// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of zboot.c: where the kernel is in a file for EFI, and files that lie.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "formats/packed.h"
#include "packed_data.h"

enum { OFFSET_AT = 8, SIZE_AT = 12, TYPE_AT = 24, HEADER_BYTES = 64 };

#define PAYLOAD_AT 100
#define FILE_BYTES 512

static void put(u8 *file, unsigned int at, u32 value)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		file[at + i] = value >> 8 * i;
}

static u8 *file_with(struct kunit *test, const char *type, const u8 *payload,
		     size_t bytes)
{
	u8 *file = kunit_kzalloc(test, FILE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	memcpy(file, "MZ\0\0zimg", 8);
	put(file, OFFSET_AT, PAYLOAD_AT);
	put(file, SIZE_AT, bytes);
	strscpy(file + TYPE_AT, type, 32);
	memcpy(file + PAYLOAD_AT, payload, bytes);
	return file;
}

static u8 *good_file(struct kunit *test)
{
	return file_with(test, "gzip", packed_gzip, sizeof(packed_gzip));
}

static void expect_good(struct kunit *test, const char *type,
			const u8 *payload, size_t bytes)
{
	u8 *file = file_with(test, type, payload, bytes);
	struct kdump_packed packed = { };
	struct kdump_diag diag = { };

	KUNIT_EXPECT_TRUE(test, kdump_zboot_probe(file, FILE_BYTES));
	KUNIT_EXPECT_EQ_MSG(test, kdump_zboot_parse(file, FILE_BYTES, &diag,
						    &packed), 0, "%s: %s", type,
			    diag.field);
	KUNIT_EXPECT_PTR_EQ(test, packed.data, file + PAYLOAD_AT);
	KUNIT_EXPECT_EQ(test, packed.size, bytes);
	KUNIT_EXPECT_GE(test, packed.unpacked, KERNEL_BYTES);
}

static void zboot_good(struct kunit *test)
{
	expect_good(test, "gzip", packed_gzip, sizeof(packed_gzip));
	expect_good(test, "zstd", packed_zstd, sizeof(packed_zstd));
	expect_good(test, "zstd22", packed_zstd_pipe, sizeof(packed_zstd_pipe));
	expect_good(test, "xzkern", packed_xz, sizeof(packed_xz));
	expect_good(test, "lz4", packed_lz4, sizeof(packed_lz4));
}

static void expect_refused(struct kunit *test, u8 *file, size_t size,
			   const char *blamed)
{
	struct kdump_packed packed = { .size = 1234 };
	struct kdump_diag diag = { };

	KUNIT_EXPECT_EQ_MSG(test, kdump_zboot_parse(file, size, &diag, &packed),
			    -ENOEXEC, "%s", blamed);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
	KUNIT_EXPECT_EQ(test, packed.size, 1234);
	kunit_kfree(test, file);
}

static void zboot_type(struct kunit *test)
{
	static const u8 lzma[32] = { 0x5d };
	u8 *file;

	expect_refused(test, file_with(test, "lzma", lzma, sizeof(lzma)),
		       FILE_BYTES, "first byte");
	expect_refused(test, file_with(test, "zstd", packed_gzip,
				       sizeof(packed_gzip)),
		       FILE_BYTES, "zboot payload's first bytes");
	expect_refused(test, file_with(test, "", packed_gzip,
				       sizeof(packed_gzip)),
		       FILE_BYTES, "zboot compression type");
	expect_refused(test, file_with(test, "gzip2", packed_gzip,
				       sizeof(packed_gzip)),
		       FILE_BYTES, "zboot compression type");
	/* A name without end. */
	file = good_file(test);
	memset(file + TYPE_AT, 'g', 32);
	expect_refused(test, file, FILE_BYTES, "zboot compression type");
}

static void zboot_place(struct kunit *test)
{
	static const struct {
		u32 offset, size;
		const char *blamed;
	} rows[] = {
		{ 0, 50, "zboot payload offset" },
		{ HEADER_BYTES - 1, 50, "zboot payload offset" },
		{ PAYLOAD_AT, FILE_BYTES - PAYLOAD_AT + 1, "zboot payload" },
		{ FILE_BYTES + 1, 0, "zboot payload" },
		{ 0xffffffff, 0, "zboot payload" },
		{ 0xffffffff, 0xffffffff, "zboot payload" },
		{ PAYLOAD_AT, 0xffffffff, "zboot payload" },
		{ PAYLOAD_AT, 0, "magic" },
		{ FILE_BYTES, 0, "magic" },
		{ PAYLOAD_AT, 9, "gzip header" },
		{ PAYLOAD_AT + 1, 50, "first byte" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u8 *file = good_file(test);

		put(file, OFFSET_AT, rows[i].offset);
		put(file, SIZE_AT, rows[i].size);
		expect_refused(test, file, FILE_BYTES, rows[i].blamed);
	}
}

static void zboot_probe(struct kunit *test)
{
	u8 *file = good_file(test);

	KUNIT_EXPECT_TRUE(test, kdump_zboot_probe(file, HEADER_BYTES));
	KUNIT_EXPECT_FALSE(test, kdump_zboot_probe(file, HEADER_BYTES - 1));
	KUNIT_EXPECT_FALSE(test, kdump_zboot_probe(file, 0));
	file[4] = 'x';
	KUNIT_EXPECT_FALSE(test, kdump_zboot_probe(file, FILE_BYTES));
}

/* Cut anywhere; a copy, so that KASAN sees a look past the cut. */
static void zboot_truncated(struct kunit *test)
{
	u8 *file = good_file(test), *cut;
	size_t size;

	for (size = HEADER_BYTES; size < PAYLOAD_AT + sizeof(packed_gzip);
	     size++) {
		cut = kunit_kmalloc(test, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, file, size);
		expect_refused(test, cut, size, "zboot payload");
	}
}

static struct kunit_case zboot_cases[] = {
	KUNIT_CASE(zboot_good),
	KUNIT_CASE(zboot_type),
	KUNIT_CASE(zboot_place),
	KUNIT_CASE(zboot_probe),
	KUNIT_CASE(zboot_truncated),
	{}
};

static struct kunit_suite zboot_suite = {
	.name = "kdump_zboot",
	.test_cases = zboot_cases,
};

kunit_test_suite(zboot_suite);
