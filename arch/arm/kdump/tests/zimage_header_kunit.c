// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of zimage_header.c: a good file, and each field of it broken. Byte for
 * byte, for the machine that runs the test may have another byte order.
 */
#include <kunit/test.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "zimage_header.h"

#define HEADER_BYTES	60
#define FILE_BYTES	SZ_4K
/* Linked to an address, and followed by a device tree. */
#define START		0x100
#define ZIMAGE_BYTES	(FILE_BYTES - 100)

enum {
	MAGIC_AT = 36, START_AT = 40, END_AT = 44, ORDER_AT = 48, MARK_AT = 52,
	TABLE_AT = 56,
	/* The table, at an odd place, and the size that it leads to. */
	TABLE = 1001, WORDS_AT = TABLE, TABLE_MAGIC_AT = TABLE + 4,
	PLACE_AT = TABLE + 8, BSS_AT = TABLE + 12, TEXT_OFFSET_AT = TABLE + 16,
	MALLOC_AT = TABLE + 20,
	UNPACKED_AT = 2003,
};

static void put(u8 *file, unsigned int at, u32 value)
{
	unsigned int i;

	for (i = 0; i < sizeof(value); i++, value >>= 8)
		file[at + i] = value;
}

static u8 *good_file(struct kunit *test)
{
	u8 *file = kunit_kzalloc(test, FILE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, file);
	put(file, MAGIC_AT, 0x016f2818);
	put(file, START_AT, START);
	put(file, END_AT, START + ZIMAGE_BYTES);
	put(file, ORDER_AT, 0x04030201);
	put(file, MARK_AT, 0x45454545);
	put(file, TABLE_AT, TABLE);
	put(file, WORDS_AT, 6);
	put(file, TABLE_MAGIC_AT, 0x5a534c4b);
	put(file, PLACE_AT, UNPACKED_AT);
	put(file, BSS_AT, 0x12345);
	put(file, TEXT_OFFSET_AT, 0x208000);
	put(file, MALLOC_AT, SZ_64K);
	put(file, UNPACKED_AT, 0x345678);
	return file;
}

static void zimage_good(struct kunit *test)
{
	struct kdump_arm_zimage image;
	struct kdump_diag diag = { };

	KUNIT_ASSERT_EQ_MSG(test,
			    kdump_arm_zimage_parse(good_file(test), FILE_BYTES,
						   &diag, &image),
			    0, "%s", diag.field);
	KUNIT_EXPECT_EQ(test, image.size, ZIMAGE_BYTES);
	KUNIT_EXPECT_EQ(test, image.text_offset, 0x208000);
	KUNIT_EXPECT_EQ(test, image.kernel_size, 0x345678 + 0x12345);
	KUNIT_EXPECT_EQ(test, image.memory_size,
			ZIMAGE_BYTES + SZ_64K + SZ_64K);
}

struct field_case {
	unsigned int at;
	u32 value;
	/* What must be blamed; NULL if the file is good. */
	const char *blamed;
};

static const struct field_case field_cases[] = {
	{ MAGIC_AT, 0x18286f01, "magic" },
	{ ORDER_AT, 0x01020304, "byte order" },
	{ MARK_AT, 0, "mark of the table" },
	{ END_AT, START - 1, "end" },
	{ END_AT, START + HEADER_BYTES - 1, "end" },
	{ END_AT, START + FILE_BYTES, NULL },
	{ END_AT, START + FILE_BYTES + 1, "end" },
	{ END_AT, U32_MAX, "end" },
	{ START_AT, U32_MAX, "end" },
	{ TABLE_AT, ZIMAGE_BYTES - 23, "table" },
	{ TABLE_AT, U32_MAX, "table" },
	{ TABLE_MAGIC_AT, 0, "magic of the table" },
	{ WORDS_AT, 4, "words of the table" },
	{ WORDS_AT, 9, NULL },
	{ PLACE_AT, ZIMAGE_BYTES - 3, "place of the unpacked size" },
	{ PLACE_AT, U32_MAX, "place of the unpacked size" },
	{ BSS_AT, 0, NULL },
	{ BSS_AT, SZ_1G + 1, "bss_size" },
	{ TEXT_OFFSET_AT, SZ_32K, NULL },
	{ TEXT_OFFSET_AT, SZ_32K - SZ_4K, "text_offset" },
	{ TEXT_OFFSET_AT, SZ_32K + 1, "text_offset" },
	{ TEXT_OFFSET_AT, 0xfffff000, "text_offset" },
	{ MALLOC_AT, 0, NULL },
	{ MALLOC_AT, U32_MAX, "malloc_size" },
	{ UNPACKED_AT, 0, "unpacked size" },
	{ UNPACKED_AT, SZ_1G, NULL },
	{ UNPACKED_AT, SZ_1G + 1, "unpacked size" },
};

static void zimage_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(field_cases); i++) {
		const struct field_case *c = &field_cases[i];
		struct kdump_arm_zimage image = { 1 };
		struct kdump_diag diag = { };
		u8 *file = good_file(test);
		int error;

		put(file, c->at, c->value);
		error = kdump_arm_zimage_parse(file, FILE_BYTES, &diag, &image);
		KUNIT_EXPECT_EQ_MSG(test, error, c->blamed ? -ENOEXEC : 0,
				    "row %u", i);
		if (c->blamed) {
			KUNIT_EXPECT_STREQ_MSG(test, diag.field, c->blamed,
					       "row %u", i);
			KUNIT_EXPECT_EQ(test, image.size, 1);
		}
		kunit_kfree(test, file);
	}
}

/* A copy with nothing past the cut, so that KASAN sees a look there. */
static void zimage_truncated(struct kunit *test)
{
	struct kdump_arm_zimage image;
	u8 *file = good_file(test), *cut;
	struct kdump_diag diag;
	size_t size;

	for (size = 0; size < ZIMAGE_BYTES; size += size < HEADER_BYTES ? 1 : 97) {
		cut = kunit_kmalloc(test, size ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, file, size);
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_arm_zimage_parse(cut, size, &diag,
							   &image),
				    -ENOEXEC, "%zu bytes", size);
		KUNIT_EXPECT_STREQ(test, diag.field,
				   size < HEADER_BYTES ? "header" : "end");
		kunit_kfree(test, cut);
	}
}

static void zimage_unpacked(struct kunit *test)
{
	static const struct {
		u64 memory;
		u32 text_offset, kernel_size;
		u64 start, end;
	} rows[] = {
		{ SZ_1G, 0x8000, SZ_4K, SZ_1G + 0x3000, SZ_1G + 0x9000 },
		{ SZ_1G + 1, 0x8000, 1, SZ_1G + 0x203000, SZ_1G + 0x209000 },
		{ SZ_1G, 0x208000, 0x1001, SZ_1G + 0x203000, SZ_1G + 0x20a000 },
		{ 0xffe00000, SZ_1G, SZ_2G, 0x13fdfb000, 0x1bfe00000 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct kdump_arm_zimage image = {
			.text_offset = rows[i].text_offset,
			.kernel_size = rows[i].kernel_size,
		};
		struct kdump_range range =
			kdump_arm_zimage_unpacked(&image, rows[i].memory);

		KUNIT_EXPECT_EQ_MSG(test, range.start, rows[i].start, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, range.end, rows[i].end, "row %u", i);
	}
}

static struct kunit_case zimage_cases[] = {
	KUNIT_CASE(zimage_good),
	KUNIT_CASE(zimage_fields),
	KUNIT_CASE(zimage_truncated),
	KUNIT_CASE(zimage_unpacked),
	{}
};

static struct kunit_suite zimage_suite = {
	.name = "kdump_arm_zimage_header",
	.test_cases = zimage_cases,
};

kunit_test_suite(zimage_suite);
