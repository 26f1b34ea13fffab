// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of image_header.c: a good file, and each field of it broken. Byte for
 * byte, for the machine that runs the test may have another byte order.
 */
#include <kunit/test.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "image_header.h"

#define HEADER_BYTES	64
#define FILE_BYTES	SZ_4K
#define MEMORY_BYTES	0x1234567

enum {
	TEXT_OFFSET_AT = 8, IMAGE_SIZE_AT = 16, FLAGS_AT = 24, VERSION_AT = 32,
	OLD_MAGIC_AT = 48, MAGIC_AT = 56,
};

/* 0.2, as kernels since 5.7 say. */
#define GOOD_VERSION	2

static void put(u8 *file, unsigned int at, u64 value, unsigned int bytes)
{
	for (; bytes--; value >>= 8)
		file[at++] = value;
}

static u8 *good_file(struct kunit *test)
{
	u8 *file = kunit_kzalloc(test, FILE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	put(file, TEXT_OFFSET_AT, SZ_2M, 8);
	put(file, IMAGE_SIZE_AT, MEMORY_BYTES, 8);
	put(file, VERSION_AT, GOOD_VERSION, 4);
	memcpy(file + OLD_MAGIC_AT, "RISCV\0\0\0", 8);
	memcpy(file + MAGIC_AT, "RSC\x05", 4);
	return file;
}

static void image_good(struct kunit *test)
{
	struct kdump_riscv_image image;
	struct kdump_diag diag = { };
	u8 *file = good_file(test);

	KUNIT_EXPECT_TRUE(test, kdump_riscv_image_probe(file, FILE_BYTES));
	KUNIT_ASSERT_EQ_MSG(test, kdump_riscv_image_parse(file, FILE_BYTES,
							  &diag, &image), 0,
			    "%s", diag.field);
	KUNIT_EXPECT_EQ(test, image.memory_size, MEMORY_BYTES);
}

struct field_case {
	unsigned int at;
	unsigned int bytes;
	u64 value;
	/* What must be blamed; NULL if the file is good. */
	const char *blamed;
};

static const struct field_case field_cases[] = {
	{ MAGIC_AT, 4, 0, "magic2" },
	{ MAGIC_AT, 4, 0x644d5241, "magic2" },
	{ MAGIC_AT, 4, 0x52534305, "magic2" },
	/* The old magic goes away some day. */
	{ OLD_MAGIC_AT, 8, 0, NULL },
	{ IMAGE_SIZE_AT, 8, 0, "image_size" },
	{ IMAGE_SIZE_AT, 8, FILE_BYTES - 1, "image_size" },
	{ IMAGE_SIZE_AT, 8, FILE_BYTES, NULL },
	{ IMAGE_SIZE_AT, 8, 1ULL << 52, NULL },
	{ IMAGE_SIZE_AT, 8, (1ULL << 52) + 1, "image_size" },
	{ IMAGE_SIZE_AT, 8, 1ULL << 63, "image_size" },
	{ IMAGE_SIZE_AT, 8, U64_MAX, "image_size" },
	/* For boot loaders that know nothing else. */
	{ TEXT_OFFSET_AT, 8, 0, NULL },
	{ TEXT_OFFSET_AT, 8, U64_MAX, NULL },
	{ VERSION_AT, 4, 0, NULL },
	{ VERSION_AT, 4, 0xffff, NULL },
	{ VERSION_AT, 4, 0x10000, "version" },
	{ VERSION_AT, 4, 0xffffffff, "version" },
	{ FLAGS_AT, 8, 1, "flags" },
	/* Reserved bits mean nothing yet. */
	{ FLAGS_AT, 8, 0xfffffffffffffffe, NULL },
};

static void image_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(field_cases); i++) {
		const struct field_case *c = &field_cases[i];
		struct kdump_riscv_image image = { 1 };
		struct kdump_diag diag = { };
		u8 *file = good_file(test);
		int error;

		put(file, c->at, c->value, c->bytes);
		error = kdump_riscv_image_parse(file, FILE_BYTES, &diag,
						&image);
		KUNIT_EXPECT_EQ_MSG(test, error, c->blamed ? -ENOEXEC : 0,
				    "row %u", i);
		if (c->blamed) {
			KUNIT_EXPECT_STREQ_MSG(test, diag.field, c->blamed,
					       "row %u", i);
			KUNIT_EXPECT_EQ(test, image.memory_size, 1);
		}
		kunit_kfree(test, file);
	}
}

/* A copy with nothing past the cut, so that KASAN sees a look there. */
static void image_truncated(struct kunit *test)
{
	struct kdump_riscv_image image;
	u8 *file = good_file(test), *cut;
	struct kdump_diag diag;
	size_t size;

	for (size = 0; size < HEADER_BYTES; size++) {
		cut = kunit_kmalloc(test, size ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, file, size);
		KUNIT_EXPECT_FALSE(test, kdump_riscv_image_probe(cut, size));
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_riscv_image_parse(cut, size, &diag,
							    &image),
				    -ENOEXEC, "%zu bytes", size);
		KUNIT_EXPECT_EQ(test, diag.rule, KDUMP_ENDS_EARLY);
		KUNIT_EXPECT_EQ(test, diag.bound, HEADER_BYTES);
		kunit_kfree(test, cut);
	}
}

/* A file may lie at any address: that of a decompressor's output. */
static void image_unaligned(struct kunit *test)
{
	struct kdump_riscv_image image;
	struct kdump_diag diag;
	u8 *file = kunit_kzalloc(test, FILE_BYTES + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	memcpy(file + 1, good_file(test), FILE_BYTES);
	KUNIT_EXPECT_EQ(test, kdump_riscv_image_parse(file + 1, FILE_BYTES,
						      &diag, &image), 0);
	KUNIT_EXPECT_EQ(test, image.memory_size, MEMORY_BYTES);
}

static struct kunit_case image_cases[] = {
	KUNIT_CASE(image_good),
	KUNIT_CASE(image_fields),
	KUNIT_CASE(image_truncated),
	KUNIT_CASE(image_unaligned),
	{}
};

static struct kunit_suite image_suite = {
	.name = "kdump_riscv_image_header",
	.test_cases = image_cases,
};

kunit_test_suite(image_suite);
