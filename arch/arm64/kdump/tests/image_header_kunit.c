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

/* Where each field is; TEXT_OFFSET alone is a macro on some architectures. */
enum { TEXT_OFFSET_AT = 8, IMAGE_SIZE_AT = 16, FLAGS_AT = 24, MAGIC_AT = 56 };

/* Little-endian, 4 KiB pages, anywhere. */
#define GOOD_FLAGS	0xa

static const struct kdump_arm64_machine usual = {
	.little_endian = true, .pages_4k = true, .load_align = SZ_4K,
};

static const struct kdump_arm64_machine able = {
	.little_endian = true, .big_endian = true, .pages_4k = true,
	.pages_16k = true, .pages_64k = true, .load_align = SZ_64K,
};

static void put(u8 *file, unsigned int at, u64 value, unsigned int bytes)
{
	for (; bytes--; value >>= 8)
		file[at++] = value;
}

static u8 *good_file(struct kunit *test)
{
	u8 *file = kunit_kzalloc(test, FILE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	put(file, IMAGE_SIZE_AT, MEMORY_BYTES, 8);
	put(file, FLAGS_AT, GOOD_FLAGS, 8);
	memcpy(file + MAGIC_AT, "ARM\x64", 4);
	return file;
}

static void image_good(struct kunit *test)
{
	struct kdump_arm64_image image;
	struct kdump_diag diag = { };
	u8 *file = good_file(test);

	KUNIT_EXPECT_TRUE(test, kdump_arm64_image_probe(file, FILE_BYTES));
	KUNIT_ASSERT_EQ_MSG(test, kdump_arm64_image_parse(file, FILE_BYTES,
							  &usual, &diag,
							  &image), 0, "%s",
			    diag.field);
	KUNIT_EXPECT_EQ(test, image.text_offset, 0);
	KUNIT_EXPECT_EQ(test, image.memory_size, MEMORY_BYTES);
	put(file, TEXT_OFFSET_AT, 0x80000, 8);
	KUNIT_ASSERT_EQ(test, kdump_arm64_image_parse(file, FILE_BYTES, &able,
						      &diag, &image), 0);
	KUNIT_EXPECT_EQ(test, image.text_offset, 0x80000);
}

struct field_case {
	unsigned int at;
	unsigned int bytes;
	u64 value;
	const struct kdump_arm64_machine *machine;
	/* What must be blamed; NULL if the file is good. */
	const char *blamed;
};

static const struct field_case field_cases[] = {
	{ MAGIC_AT, 4, 0, &usual, "magic" },
	{ MAGIC_AT, 4, 0x41524d64, &usual, "magic" },
	{ MAGIC_AT, 4, 0x05435352, &usual, "magic" },
	{ IMAGE_SIZE_AT, 8, 0, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, 1, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, FILE_BYTES - 1, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, FILE_BYTES, &usual, NULL },
	{ IMAGE_SIZE_AT, 8, 1ULL << 52, &usual, NULL },
	{ IMAGE_SIZE_AT, 8, (1ULL << 52) + 1, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, 0xfffffffffffff001, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, U64_MAX, &usual, "image_size" },
	{ IMAGE_SIZE_AT, 8, 1ULL << 63, &usual, "image_size" },
	{ TEXT_OFFSET_AT, 8, 0x80000, &usual, NULL },
	{ TEXT_OFFSET_AT, 8, SZ_4K, &usual, NULL },
	{ TEXT_OFFSET_AT, 8, SZ_4K, &able, "text_offset" },
	{ TEXT_OFFSET_AT, 8, 1, &usual, "text_offset" },
	{ TEXT_OFFSET_AT, 8, 0x80008, &usual, "text_offset" },
	{ TEXT_OFFSET_AT, 8, SZ_4M, &usual, NULL },
	{ TEXT_OFFSET_AT, 8, 1ULL << 52, &usual, NULL },
	{ TEXT_OFFSET_AT, 8, (1ULL << 52) + SZ_4K, &usual, "text_offset" },
	{ TEXT_OFFSET_AT, 8, -(u64)SZ_4K, &usual, "text_offset" },
	/* Page sizes: not said, 4, 16 and 64 KiB. */
	{ FLAGS_AT, 8, 0x8, &usual, NULL },
	{ FLAGS_AT, 8, 0xc, &usual, "flags" },
	{ FLAGS_AT, 8, 0xe, &usual, "flags" },
	{ FLAGS_AT, 8, 0xc, &able, NULL },
	{ FLAGS_AT, 8, 0xe, &able, NULL },
	/* Big-endian. */
	{ FLAGS_AT, 8, 0xb, &usual, "flags" },
	{ FLAGS_AT, 8, 0xb, &able, NULL },
	/* Only near the start of memory. */
	{ FLAGS_AT, 8, 0x2, &able, "flags" },
	{ FLAGS_AT, 8, 0, &able, "flags" },
	/* Reserved bits mean nothing yet. */
	{ FLAGS_AT, 8, 0xfffffffffffffffa, &usual, NULL },
};

static void image_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(field_cases); i++) {
		const struct field_case *c = &field_cases[i];
		struct kdump_arm64_image image = { 1, 2 };
		struct kdump_diag diag = { };
		u8 *file = good_file(test);
		int error;

		put(file, c->at, c->value, c->bytes);
		error = kdump_arm64_image_parse(file, FILE_BYTES, c->machine,
						&diag, &image);
		KUNIT_EXPECT_EQ_MSG(test, error, c->blamed ? -ENOEXEC : 0,
				    "row %u", i);
		if (c->blamed) {
			KUNIT_EXPECT_STREQ_MSG(test, diag.field, c->blamed,
					       "row %u", i);
			KUNIT_EXPECT_EQ(test, image.memory_size, 2);
		}
		kunit_kfree(test, file);
	}
}

/* CPUs that run nothing but big-endian kernels of 64 KiB pages. */
static void image_other_machine(struct kunit *test)
{
	static const struct kdump_arm64_machine odd = {
		.big_endian = true, .pages_64k = true, .load_align = SZ_64K,
	};
	struct kdump_arm64_image image;
	struct kdump_diag diag;
	u8 *file = good_file(test);

	put(file, FLAGS_AT, 0xf, 8);
	KUNIT_EXPECT_EQ(test, kdump_arm64_image_parse(file, FILE_BYTES, &odd,
						      &diag, &image), 0);
	put(file, FLAGS_AT, 0xe, 8);
	KUNIT_EXPECT_EQ(test, kdump_arm64_image_parse(file, FILE_BYTES, &odd,
						      &diag, &image), -ENOEXEC);
	KUNIT_EXPECT_TRUE(test, strstarts(diag.expected, "a big-endian"));
	put(file, FLAGS_AT, 0xb, 8);
	KUNIT_EXPECT_EQ(test, kdump_arm64_image_parse(file, FILE_BYTES, &odd,
						      &diag, &image), -ENOEXEC);
	KUNIT_EXPECT_TRUE(test, strstarts(diag.expected, "a page size"));
}

/* A copy with nothing past the cut, so that KASAN sees a look there. */
static void image_truncated(struct kunit *test)
{
	struct kdump_arm64_image image;
	u8 *file = good_file(test), *cut;
	struct kdump_diag diag;
	size_t size;

	for (size = 0; size < HEADER_BYTES; size++) {
		cut = kunit_kmalloc(test, size ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, file, size);
		KUNIT_EXPECT_FALSE(test, kdump_arm64_image_probe(cut, size));
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_arm64_image_parse(cut, size, &usual,
							    &diag, &image),
				    -ENOEXEC, "%zu bytes", size);
		KUNIT_EXPECT_EQ(test, diag.rule, KDUMP_ENDS_EARLY);
		KUNIT_EXPECT_EQ(test, diag.bound, HEADER_BYTES);
		kunit_kfree(test, cut);
	}
}

/* A file may lie at any address: that of a decompressor's output. */
static void image_unaligned(struct kunit *test)
{
	struct kdump_arm64_image image;
	struct kdump_diag diag;
	u8 *file = kunit_kzalloc(test, FILE_BYTES + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	memcpy(file + 1, good_file(test), FILE_BYTES);
	KUNIT_EXPECT_EQ(test, kdump_arm64_image_parse(file + 1, FILE_BYTES,
						      &usual, &diag, &image), 0);
	KUNIT_EXPECT_EQ(test, image.memory_size, MEMORY_BYTES);
}

static struct kunit_case image_cases[] = {
	KUNIT_CASE(image_good),
	KUNIT_CASE(image_fields),
	KUNIT_CASE(image_other_machine),
	KUNIT_CASE(image_truncated),
	KUNIT_CASE(image_unaligned),
	{}
};

static struct kunit_suite image_suite = {
	.name = "kdump_arm64_image_header",
	.test_cases = image_cases,
};

kunit_test_suite(image_suite);
