// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for bzimage_header.c: a good file, and each field of it broken.
 */
#include <kunit/test.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "bzimage_header.h"

/* Four setup sectors and the boot sector, and 64 KiB of kernel. */
#define SETUP_BYTES	(5 * 512)
#define KERNEL_BYTES	SZ_64K
#define FILE_BYTES	(SETUP_BYTES + KERNEL_BYTES)
#define HEADER_AT	0x1f1
#define JUMP_AT		0x201

static u8 *good_file(struct kunit *test)
{
	u8 *file = kunit_kzalloc(test, FILE_BYTES, GFP_KERNEL);
	struct setup_header *header = (void *)(file + HEADER_AT);

	KUNIT_ASSERT_NOT_NULL(test, file);
	*header = (struct setup_header){
		.setup_sects = 4,
		.syssize = KERNEL_BYTES / 16,
		.boot_flag = 0xaa55,
		.header = 0x53726448,
		.version = 0x020f,
		.loadflags = LOADED_HIGH,
		.kernel_alignment = SZ_2M,
		.relocatable_kernel = 1,
		.xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_LOADED_ABOVE_4G,
		.cmdline_size = 2047,
		.payload_offset = 0x400,
		.payload_length = KERNEL_BYTES - 0x400,
		.pref_address = SZ_16M,
		.init_size = SZ_1M + 1,
	};
	file[JUMP_AT - 1] = 0xeb;
	file[JUMP_AT] = 0x6a;
	return file;
}

static void bzimage_good(struct kunit *test)
{
	struct kdump_diag diag = { };
	struct kdump_bzimage image;
	u8 *file = good_file(test);

	KUNIT_ASSERT_EQ_MSG(test, kdump_bzimage_parse(file, FILE_BYTES,
						      KDUMP_BZIMAGE_64, &diag,
						      &image), 0, "%s",
			    diag.field);
	KUNIT_EXPECT_EQ(test, image.kernel_offset, SETUP_BYTES);
	KUNIT_EXPECT_EQ(test, image.memory_size, SZ_1M + SZ_4K);
	KUNIT_EXPECT_EQ(test, image.alignment, SZ_2M);
	KUNIT_EXPECT_EQ(test, image.lowest, SZ_16M);
	KUNIT_EXPECT_EQ(test, image.cmdline_size, 2047);
	KUNIT_EXPECT_FALSE(test, image.five_level);
	KUNIT_EXPECT_EQ(test, image.header.setup_sects, 4);
	KUNIT_EXPECT_EQ(test, image.header.init_size, SZ_1M + 1);
}

struct field_case {
	const char *name;
	unsigned int offset;
	unsigned int bytes;
	u64 value;
	/* Beginning of what must be blamed; NULL if the file is good. */
	const char *blamed;
};

#define FIELD(field_name, number, blame) {				\
	.name = #field_name " = " #number,				\
	.offset = HEADER_AT + offsetof(struct setup_header, field_name), \
	.bytes = sizeof_field(struct setup_header, field_name),		\
	.value = number,						\
	.blamed = blame,						\
}

static const struct field_case field_cases[] = {
	FIELD(header, 0x53726447, "header magic"),
	FIELD(header, 0, "header magic"),
	FIELD(boot_flag, 0x55aa, "boot_flag"),
	FIELD(version, 0x020b, "boot protocol"),
	FIELD(version, 0x020c, NULL),
	FIELD(version, 0, "boot protocol"),
	FIELD(loadflags, 0, "loadflags"),
	FIELD(loadflags, 0xfe, "loadflags"),
	FIELD(xloadflags, 0, "xloadflags"),
	FIELD(xloadflags, XLF_KERNEL_64, "xloadflags"),
	FIELD(xloadflags, XLF_CAN_BE_LOADED_ABOVE_4G, "xloadflags"),
	FIELD(relocatable_kernel, 0, "relocatable_kernel"),
	FIELD(setup_sects, 0, NULL),
	FIELD(setup_sects, 5, "kernel"),
	FIELD(setup_sects, 127, "kernel"),
	FIELD(setup_sects, 255, "setup sectors"),
	FIELD(syssize, KERNEL_BYTES / 16 + 1, "kernel"),
	FIELD(syssize, 0, "syssize"),
	FIELD(syssize, 0xffffffff, "kernel"),
	FIELD(payload_offset, 0x401, "payload end"),
	FIELD(payload_offset, 0xffffffff, "payload end"),
	FIELD(payload_length, KERNEL_BYTES, "payload end"),
	FIELD(payload_length, 0xffffffff, "payload end"),
	FIELD(init_size, 0, "init_size"),
	FIELD(init_size, KERNEL_BYTES - 1, "init_size"),
	FIELD(init_size, KERNEL_BYTES, NULL),
	FIELD(init_size, 0xffffffff, NULL),
	FIELD(kernel_alignment, 0, "kernel_alignment"),
	FIELD(kernel_alignment, 3, "kernel_alignment"),
	FIELD(kernel_alignment, 0x300000, "kernel_alignment"),
	FIELD(kernel_alignment, 1, NULL),
	FIELD(pref_address, 0, NULL),
	{ "jump 0x80", JUMP_AT, 1, 0x80, "jump offset" },
	{ "jump 0xff", JUMP_AT, 1, 0xff, "jump offset" },
	{ "jump 0", JUMP_AT, 1, 0, "jump offset" },
	{ "jump before init_size ends", JUMP_AT, 1, 0x61, "jump offset" },
	{ "jump right after init_size", JUMP_AT, 1, 0x62, NULL },
	{ "longest jump", JUMP_AT, 1, 0x7f, NULL },
};

static void check_field(struct kunit *test, const struct field_case *c)
{
	struct kdump_diag diag = { };
	struct kdump_bzimage image;
	u8 *file = good_file(test);
	int error;

	/* x86 fields, little endian as the machine that runs the test. */
	memcpy(file + c->offset, &c->value, c->bytes);
	error = kdump_bzimage_parse(file, FILE_BYTES, KDUMP_BZIMAGE_64, &diag,
				    &image);
	KUNIT_EXPECT_EQ_MSG(test, error, c->blamed ? -ENOEXEC : 0, "%s",
			    c->name);
	if (c->blamed && error)
		KUNIT_EXPECT_TRUE_MSG(test, strstarts(diag.field, c->blamed),
				      "%s: %s is blamed", c->name, diag.field);
	kunit_kfree(test, file);
}

static void bzimage_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(field_cases); i++)
		check_field(test, &field_cases[i]);
}

/* Where the file ends, what it ends in, and what is known to be missing. */
struct cut_case {
	size_t size;
	const char *what;
	u64 needed;
};

#define HEADER_ENDS (JUMP_AT + 1 + 0x6a)

static const struct cut_case cut_cases[] = {
	{ 0, "setup header", 1024 },
	{ 1, "setup header", 1024 },
	{ HEADER_AT, "setup header", 1024 },
	{ HEADER_AT + 8, "setup header", 1024 },
	{ JUMP_AT, "setup header", 1024 },
	{ JUMP_AT + 1, "setup header", 1024 },
	{ HEADER_ENDS - 1, "setup header", 1024 },
	{ HEADER_ENDS, "setup sectors", FILE_BYTES },
	{ 1023, "setup sectors", FILE_BYTES },
	{ 1024, "setup sectors", FILE_BYTES },
	{ SETUP_BYTES - 1, "setup sectors", FILE_BYTES },
	{ SETUP_BYTES, "kernel", FILE_BYTES },
	{ SETUP_BYTES + 1, "kernel", FILE_BYTES },
	{ SETUP_BYTES + 0x400, "kernel", FILE_BYTES },
	{ FILE_BYTES - 1, "kernel", FILE_BYTES },
};

/* Parses a copy with nothing past the cut, so that KASAN sees a look there. */
static int parse_cut(struct kunit *test, const u8 *file, size_t size,
		     struct kdump_diag *diag)
{
	struct kdump_bzimage image;
	u8 *cut = kunit_kmalloc(test, size ?: 1, GFP_KERNEL);
	int error;

	KUNIT_ASSERT_NOT_NULL(test, cut);
	memcpy(cut, file, size);
	*diag = (struct kdump_diag){ };
	error = kdump_bzimage_parse(cut, size, KDUMP_BZIMAGE_64, diag, &image);
	kunit_kfree(test, cut);
	return error;
}

static void bzimage_cut_is_described(struct kunit *test)
{
	u8 *file = good_file(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cut_cases); i++) {
		const struct cut_case *c = &cut_cases[i];
		struct kdump_diag diag;

		KUNIT_EXPECT_EQ_MSG(test, parse_cut(test, file, c->size, &diag),
				    -ENOEXEC, "%zu bytes", c->size);
		KUNIT_EXPECT_STREQ_MSG(test, diag.field, c->what, "%zu bytes",
				       c->size);
		KUNIT_EXPECT_EQ_MSG(test, diag.value, c->size, "%zu bytes",
				    c->size);
		KUNIT_EXPECT_EQ_MSG(test, diag.bound, c->needed, "%zu bytes",
				    c->size);
	}
}

/* Cut anywhere: never accepted, and always known to be cut. */
static void bzimage_truncated(struct kunit *test)
{
	struct kdump_diag diag;
	u8 *file = good_file(test);
	size_t size;

	for (size = 0; size < FILE_BYTES; size += size < SETUP_BYTES ? 1 : 509) {
		KUNIT_EXPECT_EQ_MSG(test, parse_cut(test, file, size, &diag),
				    -ENOEXEC, "%zu bytes", size);
		KUNIT_EXPECT_GT_MSG(test, diag.bound, size, "%zu bytes", size);
	}
}

/* The size that memory is reserved for must not wrap to nothing. */
static void bzimage_init_size_does_not_wrap(struct kunit *test)
{
	struct kdump_diag diag;
	struct kdump_bzimage image;
	u8 *file = good_file(test);
	struct setup_header *header = (void *)(file + HEADER_AT);

	header->init_size = 0xfffff001;
	KUNIT_ASSERT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_64, &diag,
						  &image), 0);
	KUNIT_EXPECT_EQ(test, image.memory_size, SZ_4G);
}

/* A short header leaves the fields it does not have zero. */
static void bzimage_short_header(struct kunit *test)
{
	struct kdump_diag diag;
	struct kdump_bzimage image;
	u8 *file = good_file(test);
	struct setup_header *header = (void *)(file + HEADER_AT);

	header->handover_offset = 0x12345678;
	file[JUMP_AT] = 0x62;
	KUNIT_ASSERT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_64, &diag,
						  &image), 0);
	KUNIT_EXPECT_EQ(test, image.header.handover_offset, 0);
}

static void bzimage_lowest_address(struct kunit *test)
{
	struct kdump_diag diag;
	struct kdump_bzimage image;
	u8 *file = good_file(test);
	struct setup_header *header = (void *)(file + HEADER_AT);

	header->pref_address = SZ_64K;
	header->xloadflags |= XLF_5LEVEL;
	KUNIT_ASSERT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_64, &diag,
						  &image), 0);
	KUNIT_EXPECT_EQ(test, image.lowest, SZ_1M);
	KUNIT_EXPECT_TRUE(test, image.five_level);
}

/* By its 32-bit entry, a kernel of 32 bits and no other. */
static void bzimage_32_bits(struct kunit *test)
{
	struct kdump_diag diag;
	struct kdump_bzimage image;
	u8 *file = good_file(test);
	struct setup_header *header = (void *)(file + HEADER_AT);

	KUNIT_EXPECT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_32, &diag,
						  &image), -ENOEXEC);
	KUNIT_EXPECT_STREQ(test, diag.field, "xloadflags");
	header->xloadflags = 0;
	KUNIT_ASSERT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_32, &diag,
						  &image), 0);
	KUNIT_EXPECT_EQ(test, image.kernel_offset, SETUP_BYTES);
	header->relocatable_kernel = 0;
	KUNIT_EXPECT_EQ(test, kdump_bzimage_parse(file, FILE_BYTES,
						  KDUMP_BZIMAGE_32, &diag,
						  &image), -ENOEXEC);
}

static struct kunit_case bzimage_cases[] = {
	KUNIT_CASE(bzimage_good),
	KUNIT_CASE(bzimage_fields),
	KUNIT_CASE(bzimage_cut_is_described),
	KUNIT_CASE(bzimage_truncated),
	KUNIT_CASE(bzimage_init_size_does_not_wrap),
	KUNIT_CASE(bzimage_short_header),
	KUNIT_CASE(bzimage_lowest_address),
	KUNIT_CASE(bzimage_32_bits),
	{}
};

static struct kunit_suite bzimage_suite = {
	.name = "kdump_x86_bzimage_header",
	.test_cases = bzimage_cases,
};

kunit_test_suite(bzimage_suite);
