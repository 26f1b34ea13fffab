// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of packed*.c: what files say of themselves, and what damaged ones say.
 */
#include <kunit/test.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"
#include "packed_data.h"

#define LZ4_BLOCK (8 << 20)

static void packed_kinds(struct kunit *test)
{
	static const struct {
		const char *bytes;
		size_t size;
		enum kdump_packing packing;
		const char *name;
	} rows[] = {
		{ "\x1f\x8b", 2, KDUMP_PACKED_GZIP, "gzip" },
		{ "\x28\xb5\x2f\xfd", 4, KDUMP_PACKED_ZSTD, "zstd" },
		{ "\3757zXZ", 6, KDUMP_PACKED_XZ, "xz" },
		{ "\x02\x21\x4c\x18", 4, KDUMP_PACKED_LZ4, "lz4" },
		{ "\x04\x22\x4d\x18", 4, KDUMP_PACKED_LZ4_FRAME,
		  "lz4 (without -l)" },
		{ "\x89LZO\0\r", 6, KDUMP_PACKED_LZO, "lzo" },
		{ "BZh9", 4, KDUMP_PACKED_BZIP2, "bzip2" },
		{ "\x5d\0\0\x80", 4, KDUMP_PACKED_LZMA, "lzma" },
		{ "MZ\0\0", 4, KDUMP_PACKED_NOT, "unknown" },
		{ "\177ELF", 4, KDUMP_PACKED_NOT, "unknown" },
		{ "\x1f", 1, KDUMP_PACKED_NOT, "unknown" },
		{ "\3757zXZ", 5, KDUMP_PACKED_NOT, "unknown" },
		{ "", 0, KDUMP_PACKED_NOT, "unknown" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		enum kdump_packing packing = kdump_packing_of(rows[i].bytes,
							      rows[i].size);

		KUNIT_EXPECT_EQ_MSG(test, packing, rows[i].packing, "row %u", i);
		KUNIT_EXPECT_STREQ(test, kdump_packing_name(packing),
				   rows[i].name);
	}
}

static void expect_unpacked(struct kunit *test, const u8 *file, size_t size,
			    u64 least, u64 most)
{
	struct kdump_packed packed = { };
	struct kdump_diag diag = { };

	KUNIT_ASSERT_EQ_MSG(test, kdump_packed_parse(file, size, &diag, &packed),
			    0, "%s", diag.field);
	KUNIT_EXPECT_GE(test, packed.unpacked, least);
	KUNIT_EXPECT_LE(test, packed.unpacked, most);
	KUNIT_EXPECT_PTR_EQ(test, packed.data, file);
	KUNIT_EXPECT_EQ(test, packed.size, size);
}

#define EXPECT_UNPACKED(test, file, most) \
	expect_unpacked(test, file, sizeof(file), KERNEL_BYTES, most)

static void packed_sizes(struct kunit *test)
{
	EXPECT_UNPACKED(test, packed_gzip, KERNEL_BYTES);
	EXPECT_UNPACKED(test, packed_gzip_name, KERNEL_BYTES);
	EXPECT_UNPACKED(test, packed_zstd, KERNEL_BYTES);
	EXPECT_UNPACKED(test, packed_zstd_pipe, 128 << 10);
	EXPECT_UNPACKED(test, packed_xz, KERNEL_BYTES);
	EXPECT_UNPACKED(test, packed_xz_crc64, KERNEL_BYTES);
	EXPECT_UNPACKED(test, packed_lz4, LZ4_BLOCK);
}

struct damage {
	const u8 *file;
	size_t size;
	/* Which byte is set to which value; from the end if negative. */
	int at;
	u8 value;
	/* What is blamed; NULL if that byte does not matter here. */
	const char *blamed;
};

#define DAMAGE(file, at, value, blamed) { file, sizeof(file), at, value, blamed }

static const struct damage damages[] = {
	DAMAGE(packed_gzip, 0, 0x1e, "first byte"),
	DAMAGE(packed_gzip, 2, 7, "gzip compression method"),
	DAMAGE(packed_gzip, 3, 0x20, "gzip flags"),
	DAMAGE(packed_gzip, 3, 0x80, "gzip flags"),
	DAMAGE(packed_gzip, 3, 1, NULL),
	DAMAGE(packed_gzip, 3, 2, NULL),
	DAMAGE(packed_gzip_name, 3, 4, "gzip header"),
	DAMAGE(packed_zstd, 4, 0x6c, "zstd frame descriptor"),
	DAMAGE(packed_zstd, 4, 0x65, "zstd frame descriptor"),
	DAMAGE(packed_zstd_pipe, 6, 0x06, "zstd block header"),
	DAMAGE(packed_zstd_pipe, 8, 0xff, "zstd block header"),
	DAMAGE(packed_zstd_pipe, 7, 0x10, "zstd blocks"),
	DAMAGE(packed_xz, -1, 'z', "xz footer magic"),
	DAMAGE(packed_xz, -5, 0xff, "xz backward size"),
	DAMAGE(packed_xz, -8, 0xff, "xz backward size"),
	DAMAGE(packed_xz, -20, 1, NULL),
	DAMAGE(packed_xz, -24, 1, "xz index indicator"),
	DAMAGE(packed_xz, -23, 0, "size of the content"),
	DAMAGE(packed_xz, -23, 3, "xz records left"),
	DAMAGE(packed_lz4, 4, 0, "lz4 block size"),
	DAMAGE(packed_lz4, 4, 0x35, "lz4 blocks"),
	DAMAGE(packed_lz4, 5, 0x10, "lz4 blocks"),
	DAMAGE(packed_lz4, 7, 1, "lz4 block size"),
};

static void check_damage(struct kunit *test, const struct damage *damage)
{
	u8 *file = kunit_kmalloc(test, damage->size, GFP_KERNEL);
	struct kdump_packed packed = { .size = 1234 };
	struct kdump_diag diag = { };
	int error;

	KUNIT_ASSERT_NOT_NULL(test, file);
	memcpy(file, damage->file, damage->size);
	file[damage->at < 0 ? damage->size + damage->at : damage->at] =
		damage->value;
	error = kdump_packed_parse(file, damage->size, &diag, &packed);
	KUNIT_EXPECT_EQ_MSG(test, error, damage->blamed ? -ENOEXEC : 0,
			    "byte %d is 0x%x", damage->at, damage->value);
	if (damage->blamed) {
		KUNIT_EXPECT_STREQ_MSG(test, diag.field, damage->blamed,
				       "byte %d is 0x%x", damage->at,
				       damage->value);
		KUNIT_EXPECT_EQ(test, packed.size, 1234);
	}
	kunit_kfree(test, file);
}

static void packed_damaged(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(damages); i++)
		check_damage(test, &damages[i]);
}

/* Headers say how much is missing; a copy, so that KASAN sees a look there. */
static void check_cut(struct kunit *test, const u8 *file, size_t cut)
{
	u8 *copy = kunit_kmalloc(test, cut ?: 1, GFP_KERNEL);
	struct kdump_packed packed;
	struct kdump_diag diag = { };

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, file, cut);
	if (kdump_packed_parse(copy, cut, &diag, &packed)) {
		KUNIT_EXPECT_NOT_NULL(test, diag.field);
		if (diag.rule == KDUMP_ENDS_EARLY)
			KUNIT_EXPECT_GT(test, diag.bound, cut);
	}
	kunit_kfree(test, copy);
}

#define CHECK_CUTS(test, file) do {					\
	size_t cut;							\
									\
	for (cut = 0; cut < sizeof(file); cut++)			\
		check_cut(test, file, cut);				\
} while (0)

static void packed_cut(struct kunit *test)
{
	CHECK_CUTS(test, packed_gzip_name);
	CHECK_CUTS(test, packed_zstd);
	CHECK_CUTS(test, packed_zstd_pipe);
	CHECK_CUTS(test, packed_xz);
	CHECK_CUTS(test, packed_lz4);
}

static void expect_cut_blamed(struct kunit *test, const u8 *file, size_t size,
			      const char *blamed)
{
	struct kdump_packed packed;
	struct kdump_diag diag = { };

	KUNIT_EXPECT_EQ(test, kdump_packed_parse(file, size, &diag, &packed),
			-ENOEXEC);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
	KUNIT_EXPECT_EQ(test, diag.rule, KDUMP_ENDS_EARLY);
}

static void packed_cut_is_described(struct kunit *test)
{
	expect_cut_blamed(test, packed_gzip, 0, "magic");
	expect_cut_blamed(test, packed_gzip, 17, "gzip header");
	expect_cut_blamed(test, packed_gzip_name, 15, "gzip header");
	expect_cut_blamed(test, packed_zstd, 4, "zstd frame header");
	expect_cut_blamed(test, packed_zstd, 6, "zstd frame header");
	expect_cut_blamed(test, packed_zstd_pipe, 8, "zstd blocks");
	expect_cut_blamed(test, packed_zstd_pipe, 20, "zstd blocks");
	expect_cut_blamed(test, packed_xz, 20, "xz stream");
	expect_cut_blamed(test, packed_lz4, 7, "lz4 blocks");
	expect_cut_blamed(test, packed_lz4, sizeof(packed_lz4) - 1,
			  "lz4 blocks");
}

/* All that a header of gzip may have. */
static void packed_gzip_header(struct kunit *test)
{
	static const u8 file[] = {
		0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3,
		3, 0, 'x', 'x', 'x', 'n', 0, 'c', 'c', 0, 1, 2,
		0xaa, 0, 0, 0, 0, 0x78, 0x56, 0x34, 0x12,
	};
	struct kdump_diag diag;
	size_t bytes = 0;
	u64 unpacked = 0;

	KUNIT_EXPECT_EQ(test, kdump_gzip_header_bytes(file, sizeof(file), &diag,
						      &bytes), 0);
	KUNIT_EXPECT_EQ(test, bytes, 22);
	KUNIT_EXPECT_EQ(test, kdump_gzip_unpacked(file, sizeof(file), &diag,
						  &unpacked), 0);
	KUNIT_EXPECT_EQ(test, unpacked, 0x12345678);
	KUNIT_EXPECT_EQ(test, kdump_gzip_header_bytes(file, 29, &diag, &bytes),
			-ENOEXEC);
}

/* Each width in which zstd writes the size, with and without a window. */
static void packed_zstd_header(struct kunit *test)
{
	static const struct {
		u8 file[16];
		size_t size;
		u64 unpacked;
	} rows[] = {
		{ { 0x28, 0xb5, 0x2f, 0xfd, 0x20, 0xff }, 6, 0xff },
		{ { 0x28, 0xb5, 0x2f, 0xfd, 0x60, 0x01, 0x02 }, 7, 0x301 },
		{ { 0x28, 0xb5, 0x2f, 0xfd, 0x40, 0x99, 0x01, 0x02 }, 8, 0x301 },
		{ { 0x28, 0xb5, 0x2f, 0xfd, 0x80, 0x99, 1, 2, 3, 0x84 }, 10,
		  0x84030201 },
		{ { 0x28, 0xb5, 0x2f, 0xfd, 0xe0, 1, 2, 3, 4, 5, 6, 7, 0x88 },
		  13, 0x8807060504030201 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		expect_unpacked(test, rows[i].file, rows[i].size,
				rows[i].unpacked, rows[i].unpacked);
		expect_cut_blamed(test, rows[i].file, rows[i].size - 1,
				  "zstd frame header");
	}
}

/* Blocks of each kind: 5 bytes as they are, 7 times one byte, compressed. */
static void packed_zstd_blocks(struct kunit *test)
{
	static const u8 file[] = {
		0x28, 0xb5, 0x2f, 0xfd, 0, 0x58,
		5 << 3, 0, 0, 1, 2, 3, 4, 5,
		7 << 3 | 2, 0, 0, 9,
		2 << 3 | 4 | 1, 0, 0, 1, 2,
	};

	expect_unpacked(test, file, sizeof(file), 5 + 7 + (128 << 10),
			5 + 7 + (128 << 10));
}

/* The stream, and after it the size of the content as the makefiles put it. */
static int parse_payload(struct kunit *test, const u8 *stream, size_t size,
			 u32 content, struct kdump_diag *diag,
			 struct kdump_packed *packed)
{
	u8 *payload = kunit_kmalloc(test, size + sizeof(content), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, payload);
	memcpy(payload, stream, size);
	put_unaligned_le32(content, payload + size);
	return kdump_payload_parse(payload, size + sizeof(content), diag,
				   packed);
}

static void expect_payload(struct kunit *test, const u8 *stream, size_t size)
{
	struct kdump_packed packed = { };
	struct kdump_diag diag = { };

	KUNIT_EXPECT_EQ_MSG(test, parse_payload(test, stream, size,
						KERNEL_BYTES, &diag, &packed),
			    0, "%s", diag.field);
	KUNIT_EXPECT_EQ(test, packed.size, size);
	KUNIT_EXPECT_EQ(test, packed.unpacked, KERNEL_BYTES);
}

static void payload_good(struct kunit *test)
{
	struct kdump_packed packed = { };
	struct kdump_diag diag = { };

	expect_payload(test, packed_zstd, sizeof(packed_zstd));
	expect_payload(test, packed_zstd_pipe, sizeof(packed_zstd_pipe));
	expect_payload(test, packed_xz, sizeof(packed_xz));
	expect_payload(test, packed_lz4, sizeof(packed_lz4));
	/* Nothing follows gzip. */
	KUNIT_EXPECT_EQ(test, kdump_payload_parse(packed_gzip,
						  sizeof(packed_gzip), &diag,
						  &packed), 0);
	KUNIT_EXPECT_EQ(test, packed.size, sizeof(packed_gzip));
	KUNIT_EXPECT_EQ(test, packed.unpacked, KERNEL_BYTES);
}

static void expect_payload_refused(struct kunit *test, const u8 *stream,
				   size_t size, u32 content, const char *blamed)
{
	struct kdump_packed packed = { .size = 1234 };
	struct kdump_diag diag = { };

	KUNIT_EXPECT_EQ(test, parse_payload(test, stream, size, content, &diag,
					    &packed), -ENOEXEC);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
	KUNIT_EXPECT_EQ(test, packed.size, 1234);
}

static void payload_lies(struct kunit *test)
{
	static const char past[] = "size past the payload";

	expect_payload_refused(test, packed_xz, sizeof(packed_xz), 0, past);
	expect_payload_refused(test, packed_xz, sizeof(packed_xz),
			       KERNEL_BYTES + 1, past);
	expect_payload_refused(test, packed_xz, sizeof(packed_xz), U32_MAX,
			       past);
	expect_payload_refused(test, packed_lz4, sizeof(packed_lz4),
			       LZ4_BLOCK + 1, past);
	expect_payload_refused(test, packed_xz, sizeof(packed_xz) - 4,
			       KERNEL_BYTES, "xz footer magic");
	expect_payload_refused(test, packed_lz4, sizeof(packed_lz4) - 1,
			       KERNEL_BYTES, "lz4 blocks");
	expect_payload_refused(test, packed_xz, 0, KERNEL_BYTES, "magic");
}

/* Cut anywhere, to nothing. */
static void payload_cut(struct kunit *test)
{
	struct kdump_packed packed;
	struct kdump_diag diag;
	size_t size;

	for (size = 0; size < sizeof(packed_xz); size++)
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_payload_parse(packed_xz, size, &diag,
							&packed),
				    -ENOEXEC, "%zu bytes", size);
}

static struct kunit_case packed_cases[] = {
	KUNIT_CASE(packed_kinds),
	KUNIT_CASE(packed_sizes),
	KUNIT_CASE(packed_damaged),
	KUNIT_CASE(packed_cut),
	KUNIT_CASE(packed_cut_is_described),
	KUNIT_CASE(packed_gzip_header),
	KUNIT_CASE(packed_zstd_header),
	KUNIT_CASE(packed_zstd_blocks),
	KUNIT_CASE(payload_good),
	KUNIT_CASE(payload_lies),
	KUNIT_CASE(payload_cut),
	{}
};

static struct kunit_suite packed_suite = {
	.name = "kdump_packed",
	.test_cases = packed_cases,
};

kunit_test_suite(packed_suite);
