// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of initramfs.c: archives one after the other, and what is none.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "formats/initramfs.h"
#include "tests/kdump_kunit.h"

#define FILE_BYTES 1024
#define HEADER_BYTES 110

/**
 * struct sample - an initramfs that is being written
 * @data: its bytes
 * @size: how many
 */
struct sample {
	u8 data[FILE_BYTES];
	size_t size;
};

static void add(struct sample *sample, const void *bytes, size_t size)
{
	memcpy(sample->data + sample->size, bytes, size);
	sample->size += size;
}

static void add_zeros(struct sample *sample, unsigned int count)
{
	sample->size += count;
}

static void align(struct sample *sample)
{
	add_zeros(sample, -sample->size % 4);
}

static void add_entry(struct sample *sample, const char *name, u32 name_size,
		      u32 file_size, size_t content)
{
	char header[HEADER_BYTES + 1];

	snprintf(header, sizeof(header),
		 "070701%08X%08X%08x%08x%08x%08x%08X%08x%08x%08x%08x%08x%08x",
		 1, 0100644, 0, 0, 1, 0, file_size, 0, 0, 0, 0, name_size, 0);
	add(sample, header, HEADER_BYTES);
	add(sample, name, strlen(name) + 1);
	align(sample);
	memset(sample->data + sample->size, 0xee, content);
	sample->size += content;
	align(sample);
}

static void add_archive(struct sample *sample)
{
	add_entry(sample, "init", 5, 0x1a, 0x1a);
	add_entry(sample, "TRAILER!!!", 11, 0, 0);
}

static struct sample *sample_new(struct kunit *test)
{
	struct sample *sample = kunit_kzalloc(test, sizeof(*sample), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sample);
	return sample;
}

static size_t expect_next(struct kunit *test, const struct sample *sample,
			  size_t at, enum kdump_initramfs_kind kind,
			  size_t start, size_t end)
{
	struct kdump_initramfs_part part = { };

	KUNIT_EXPECT_EQ(test, kdump_initramfs_next(sample->data, sample->size,
						   at, &part), 0);
	KUNIT_EXPECT_EQ(test, part.kind, kind);
	KUNIT_EXPECT_EQ(test, part.start, start);
	KUNIT_EXPECT_EQ(test, part.end, end);
	return part.end;
}

static void initramfs_parts(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	size_t archive, packed, at;

	add_archive(sample);
	archive = sample->size;
	add_zeros(sample, 13);
	packed = sample->size;
	add(sample, "\x1f\x8b\x08", 3);
	at = expect_next(test, sample, 0, KDUMP_INITRAMFS_CPIO, 0, archive);
	at = expect_next(test, sample, at, KDUMP_INITRAMFS_PACKED, packed,
			 packed + 3);
	expect_next(test, sample, at, KDUMP_INITRAMFS_END, at, at);
	KUNIT_EXPECT_FALSE(test, kdump_initramfs_plain(sample->data,
						       sample->size));
	KUNIT_EXPECT_TRUE(test, kdump_initramfs_plain(sample->data, packed));
}

static void initramfs_plain(struct kunit *test)
{
	struct sample *sample = sample_new(test);

	KUNIT_EXPECT_FALSE(test, kdump_initramfs_plain(sample->data, 0));
	KUNIT_EXPECT_FALSE(test, kdump_initramfs_plain(sample->data, 16));
	add_zeros(sample, 4);
	add_archive(sample);
	KUNIT_EXPECT_TRUE(test, kdump_initramfs_plain(sample->data,
						      sample->size));
	add_zeros(sample, 4);
	add_archive(sample);
	KUNIT_EXPECT_TRUE(test, kdump_initramfs_plain(sample->data,
						      sample->size));
}

/* Cut anywhere but in the zeros at its end; a copy, for KASAN. */
static void initramfs_cut(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct kdump_initramfs_part part;
	size_t size;
	u8 *cut;

	add_archive(sample);
	for (size = 1; size < sample->size - 3; size++) {
		cut = kunit_kmalloc(test, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, sample->data, size);
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_initramfs_next(cut, size, 0, &part),
				    -ENOEXEC, "%zu bytes", size);
		kunit_kfree(test, cut);
	}
}

static void expect_none(struct kunit *test, const struct sample *sample,
			const char *why)
{
	struct kdump_initramfs_part part = { .end = 1234 };

	KUNIT_EXPECT_EQ_MSG(test,
			    kdump_initramfs_next(sample->data, sample->size, 0,
						 &part),
			    -ENOEXEC, "%s", why);
	KUNIT_EXPECT_EQ(test, part.end, 1234);
}

static void initramfs_damaged(struct kunit *test)
{
	struct sample *sample = sample_new(test);

	add_entry(sample, "init", 5, 0xffffffff, 0);
	expect_none(test, sample, "a file of 4 GiB");
	sample->size = 0;
	add_entry(sample, "init", 0xffffffff, 0, 0);
	expect_none(test, sample, "a name of 4 GiB");
	sample->size = 0;
	add_archive(sample);
	sample->data[5] = '7';
	expect_none(test, sample, "another kind of cpio");
	sample->data[5] = '2';
	KUNIT_EXPECT_TRUE(test, kdump_initramfs_plain(sample->data,
						      sample->size));
	sample->data[6 + 6 * 8] = 'g';
	expect_none(test, sample, "no number");
	memset(sample, 0, sizeof(*sample));
	add_zeros(sample, 2);
	add_archive(sample);
	expect_none(test, sample, "not aligned");
	memset(sample, 0, sizeof(*sample));
	add(sample, "\177ELF", 4);
	expect_none(test, sample, "no archive");
}

static u64 content_of(const struct sample *sample)
{
	return kdump_initramfs_content(sample->data, sample->size);
}

/* What a gzip stream says of itself is all that is known of it. */
static void initramfs_content(struct kunit *test)
{
	static const u8 stream[] = {
		0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0,
		0x10, 0x32, 0x54, 0x76,
	};
	struct sample *sample = sample_new(test);
	size_t archive;

	KUNIT_EXPECT_EQ(test, content_of(sample), 0);
	add_archive(sample);
	archive = sample->size;
	KUNIT_EXPECT_EQ(test, content_of(sample), archive);
	add_zeros(sample, 13);
	KUNIT_EXPECT_EQ(test, content_of(sample), archive);
	add(sample, stream, sizeof(stream));
	KUNIT_EXPECT_EQ(test, content_of(sample), archive + 0x76543210);
	sample->data[archive + 13 + 2] = 7;
	KUNIT_EXPECT_EQ(test, content_of(sample), archive);
}

static void initramfs_most(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kdump_initramfs_most(0), 0);
	KUNIT_EXPECT_EQ(test, kdump_initramfs_most(MIB(32)), 0);
	KUNIT_EXPECT_EQ(test, kdump_initramfs_most(MIB(35)), MIB(1));
	KUNIT_EXPECT_EQ(test, kdump_initramfs_most(MIB(122)), MIB(30));
}

static struct kunit_case initramfs_cases[] = {
	KUNIT_CASE(initramfs_parts),
	KUNIT_CASE(initramfs_plain),
	KUNIT_CASE(initramfs_cut),
	KUNIT_CASE(initramfs_damaged),
	KUNIT_CASE(initramfs_content),
	KUNIT_CASE(initramfs_most),
	{}
};

static struct kunit_suite initramfs_suite = {
	.name = "kdump_initramfs",
	.test_cases = initramfs_cases,
};

kunit_test_suite(initramfs_suite);
