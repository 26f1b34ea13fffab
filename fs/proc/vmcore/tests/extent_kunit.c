// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of extent.c: what is said about each part of a file, and that drivers
 * are asked, locked and released as often as needed, and the filter after them.
 * The driver and the filter are here. For kernels without kdump, which do not
 * have ram_filter.c and filter.c.
 */
#include <kunit/test.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#include "filter.h"
#include "vmcore.h"

#define COOKIE 7

/* What the driver says is no RAM; empty if there is no driver. */
static struct kdump_range hole;
static int nr_locked;
static unsigned int nr_asked;

bool vmcore_ram_filtered(void)
{
	return !kdump_range_empty(&hole);
}

int vmcore_ram_lock(void)
{
	nr_locked++;
	return COOKIE;
}

void vmcore_ram_unlock(int cookie)
{
	nr_locked -= cookie == COOKIE ? 1 : 1000;
}

u64 vmcore_ram_range(u64 start, u64 size, bool *is_ram)
{
	u64 end = start + size;

	nr_asked++;
	*is_ram = start < hole.start || start >= hole.end;
	if (!*is_ram)
		return min(end, hole.end) - start;
	return start < hole.start ? min(end, hole.start) - start : size;
}

/* What the filter leaves out, and what it was asked last. */
static const struct kdump_range left_out = { 0x40004000, 0x40008000 };
static struct vmcore_piece asked_piece;
static unsigned int nr_filtered;

void vmcore_filter_run(struct vmcore_filter *filter,
		       const struct vmcore_piece *piece, bool by_class,
		       struct vmcore_run *ret)
{
	u64 start = piece->address, end = start + piece->size;

	nr_filtered++;
	asked_piece = *piece;
	ret->kept = start < left_out.start || start >= left_out.end;
	ret->class = ret->kept ? KDUMP_CLASS_KERNEL : KDUMP_CLASS_USER;
	/* By class, a page is like none of its neighbours. */
	if (by_class)
		end = min(end, start + 0x1000);
	else if (!ret->kept)
		end = min(end, left_out.end);
	else if (start < left_out.start)
		end = min(end, left_out.start);
	ret->size = end - start;
}

/* header 0-fff, notes 1000-1fff, a gap, memory from 2 MiB on. */
#define MEMORY_OFFSET 0x200000
#define MEMORY_SIZE 0x10000
#define ADDRESS 0x40000000

static u8 header_bytes[0x1000], note_bytes[0x1000];
static struct vmcore_chunk chunk = {
	.memory = { ADDRESS, ADDRESS + MEMORY_SIZE },
};

static const struct vmcore_file file = {
	.header = header_bytes,
	.notes = note_bytes,
	.layout = {
		.chunks = &chunk,
		.nr_chunks = 1,
		.header_size = 0x1000,
		.notes_size = 0x1000,
		.memory_start = MEMORY_OFFSET,
		.memory_size = MEMORY_SIZE,
	},
};

/* All that is looked at of a filter is whether there is one. */
static const struct vmcore_reader plain = { .file = &file };
static const struct vmcore_reader filtered = {
	.file = &file, .filter = (struct vmcore_filter *)&plain,
};

static int extent_test_init(struct kunit *test)
{
	hole = (struct kdump_range){ };
	nr_locked = 0;
	nr_asked = 0;
	nr_filtered = 0;
	return 0;
}

static struct vmcore_extent extent_at(struct kunit *test, u64 offset, u64 size)
{
	struct vmcore_extent extent;

	KUNIT_ASSERT_TRUE_MSG(test, vmcore_extent_at(&plain, offset, size,
						     &extent),
			      "%llx", offset);
	vmcore_extent_end(&extent);
	KUNIT_EXPECT_EQ_MSG(test, nr_locked, 0, "%llx", offset);
	return extent;
}

static void each_part(struct kunit *test)
{
	static const struct {
		u64 offset;
		u64 size;
		enum vmcore_extent_kind kind;
		const u8 *bytes;
		u64 address;
		u64 found;
	} rows[] = {
		{ 0, 1, VMCORE_EXTENT_BUFFERED, header_bytes, 0, 1 },
		{ 0xff0, SZ_1G, VMCORE_EXTENT_BUFFERED, header_bytes + 0xff0, 0,
		  0x10 },
		{ 0x1000, SZ_1G, VMCORE_EXTENT_BUFFERED, note_bytes, 0,
		  0x1000 },
		{ 0x1ffe, 1, VMCORE_EXTENT_BUFFERED, note_bytes + 0xffe, 0, 1 },
		{ 0x2000, SZ_1G, VMCORE_EXTENT_ZERO, NULL, 0, 0x1fe000 },
		{ 0x1fffff, 1, VMCORE_EXTENT_ZERO, NULL, 0, 1 },
		{ MEMORY_OFFSET, SZ_1G, VMCORE_EXTENT_MEMORY, NULL, ADDRESS,
		  MEMORY_SIZE },
		{ MEMORY_OFFSET + 0x1234, 0x100, VMCORE_EXTENT_MEMORY, NULL,
		  ADDRESS + 0x1234, 0x100 },
	};
	struct vmcore_extent extent;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		extent = extent_at(test, rows[i].offset, rows[i].size);
		KUNIT_EXPECT_EQ_MSG(test, extent.kind, rows[i].kind, "row %u",
				    i);
		KUNIT_EXPECT_EQ_MSG(test, extent.size, rows[i].found, "row %u",
				    i);
		if (rows[i].bytes)
			KUNIT_EXPECT_PTR_EQ_MSG(test,
						(const u8 *)extent.bytes,
						rows[i].bytes, "row %u", i);
		if (rows[i].address)
			KUNIT_EXPECT_EQ_MSG(test, extent.address,
					    rows[i].address, "row %u", i);
	}
	KUNIT_EXPECT_EQ(test, nr_asked, 0);
}

static void past_the_end(struct kunit *test)
{
	struct vmcore_extent extent = { .size = 99 };

	hole = chunk.memory;
	KUNIT_EXPECT_FALSE(test, vmcore_extent_at(&plain, MEMORY_OFFSET +
						  MEMORY_SIZE, 1, &extent));
	KUNIT_EXPECT_FALSE(test, vmcore_extent_at(&plain, U64_MAX, 1, &extent));
	KUNIT_EXPECT_EQ(test, extent.size, 99);
	KUNIT_EXPECT_EQ(test, nr_locked, 0);
}

static void what_a_driver_denies_is_zeros(struct kunit *test)
{
	static const struct {
		u64 inside;
		u64 size;
		enum vmcore_extent_kind kind;
		u64 found;
	} rows[] = {
		{ 0, SZ_1G, VMCORE_EXTENT_MEMORY, 0x3000 },
		{ 0x2fff, 2, VMCORE_EXTENT_MEMORY, 1 },
		{ 0x3000, SZ_1G, VMCORE_EXTENT_ZERO, 0x2000 },
		{ 0x4fff, 1, VMCORE_EXTENT_ZERO, 1 },
		{ 0x5000, SZ_1G, VMCORE_EXTENT_MEMORY, 0xb000 },
	};
	struct vmcore_extent extent;
	unsigned int i;

	hole = (struct kdump_range){ ADDRESS + 0x3000, ADDRESS + 0x5000 };
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		extent = extent_at(test, MEMORY_OFFSET + rows[i].inside,
				   rows[i].size);
		KUNIT_EXPECT_EQ_MSG(test, extent.kind, rows[i].kind, "row %u",
				    i);
		KUNIT_EXPECT_EQ_MSG(test, extent.size, rows[i].found, "row %u",
				    i);
	}
	KUNIT_EXPECT_EQ(test, nr_asked, ARRAY_SIZE(rows));
}

/* While an extent is used, the driver cannot go; elsewhere it is not asked. */
static void drivers_are_held(struct kunit *test)
{
	struct vmcore_extent extent;

	hole = (struct kdump_range){ ADDRESS, ADDRESS + 0x1000 };
	KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&plain, MEMORY_OFFSET, 1,
						 &extent));
	KUNIT_EXPECT_EQ(test, nr_locked, 1);
	vmcore_extent_end(&extent);
	KUNIT_EXPECT_EQ(test, nr_locked, 0);

	extent_at(test, 0, 1);
	extent_at(test, 0x2000, 1);
	KUNIT_EXPECT_EQ(test, nr_asked, 1);
}

static void what_is_left_out_is_zeros(struct kunit *test)
{
	static const struct {
		u64 inside;
		enum vmcore_extent_kind kind;
		u32 class;
		u64 found;
	} rows[] = {
		{ 0, VMCORE_EXTENT_MEMORY, KDUMP_CLASS_KERNEL, 0x4000 },
		{ 0x3ffe, VMCORE_EXTENT_MEMORY, KDUMP_CLASS_KERNEL, 2 },
		{ 0x4000, VMCORE_EXTENT_ZERO, KDUMP_CLASS_USER, 0x4000 },
		{ 0x5001, VMCORE_EXTENT_ZERO, KDUMP_CLASS_USER, 0x2fff },
		{ 0x8000, VMCORE_EXTENT_MEMORY, KDUMP_CLASS_KERNEL, 0x8000 },
	};
	struct vmcore_extent extent;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&filtered,
							 MEMORY_OFFSET +
							 rows[i].inside,
							 SZ_1G, &extent));
		vmcore_extent_end(&extent);
		KUNIT_EXPECT_EQ_MSG(test, extent.kind, rows[i].kind, "row %u",
				    i);
		KUNIT_EXPECT_EQ_MSG(test, extent.class, rows[i].class,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, extent.size, rows[i].found, "row %u",
				    i);
		KUNIT_EXPECT_EQ(test, extent.address, ADDRESS + rows[i].inside);
		KUNIT_EXPECT_EQ(test, asked_piece.offset,
				MEMORY_OFFSET + rows[i].inside);
	}
	KUNIT_EXPECT_EQ(test, nr_filtered, ARRAY_SIZE(rows));
}

/* It knows about memory, and of that about what drivers leave of it. */
static void the_filter_is_asked_about_ram_only(struct kunit *test)
{
	struct vmcore_extent extent;

	hole = (struct kdump_range){ ADDRESS + 0x2000, ADDRESS + 0x5000 };
	KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&filtered, 0, 1, &extent));
	KUNIT_EXPECT_EQ(test, extent.class, KDUMP_CLASS_DATA);
	KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&filtered, 0x2000, 1,
						 &extent));
	KUNIT_EXPECT_EQ(test, extent.class, KDUMP_CLASS_GAP);
	KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&filtered, MEMORY_OFFSET +
						 0x2000, SZ_1G, &extent));
	vmcore_extent_end(&extent);
	KUNIT_EXPECT_EQ(test, extent.class, KDUMP_CLASS_GAP);
	KUNIT_EXPECT_EQ(test, nr_filtered, 0);
	KUNIT_ASSERT_TRUE(test, vmcore_extent_at(&filtered, MEMORY_OFFSET,
						 SZ_1G, &extent));
	vmcore_extent_end(&extent);
	KUNIT_EXPECT_EQ(test, nr_filtered, 1);
	KUNIT_EXPECT_EQ(test, asked_piece.size, 0x2000);
}

static void a_class_ends_an_extent(struct kunit *test)
{
	struct vmcore_extent extent;

	KUNIT_ASSERT_TRUE(test, vmcore_extent_of_class(&filtered, MEMORY_OFFSET,
						       SZ_1G, &extent));
	vmcore_extent_end(&extent);
	KUNIT_EXPECT_EQ(test, extent.size, 0x1000);
}

static struct kunit_case extent_cases[] = {
	KUNIT_CASE(each_part),
	KUNIT_CASE(past_the_end),
	KUNIT_CASE(what_a_driver_denies_is_zeros),
	KUNIT_CASE(drivers_are_held),
	KUNIT_CASE(what_is_left_out_is_zeros),
	KUNIT_CASE(the_filter_is_asked_about_ram_only),
	KUNIT_CASE(a_class_ends_an_extent),
	{}
};

static struct kunit_suite extent_suite = {
	.name = "kdump_vmcore_extent",
	.init = extent_test_init,
	.test_cases = extent_cases,
};

kunit_test_suite(extent_suite);
