// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of note.c: notes byte by byte, and other people's bytes as notes.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/string.h>

#include "kdump_kunit.h"

#define CANARY 0xa5
#define HEADER_BYTES 12

static int note_append(struct kdump_note_buffer *out, const char *name, u32 type,
		       const void *desc, size_t size)
{
	void *payload = kdump_note_reserve(out, name, type, size);

	if (!payload)
		return -ENOSPC;
	memcpy(payload, desc, size);
	return 0;
}

/* Three notes as the System V ABI lays them out. */
static const struct {
	/* Sizes that need no padding. */
	u32 first[3];
	u8 first_bytes[12];
	/* Name and payload padded. */
	u32 second[3];
	u8 second_bytes[16];
	/* An empty name and no payload. */
	u32 third[3];
	u8 third_bytes[4];
} three_notes = {
	{ 4, 8, 0x11223344 },
	{ 'A', 'B', 'C', 0, 1, 2, 3, 4, 5, 6, 7, 8 },
	{ 5, 5, 1 },
	{ 'C', 'O', 'R', 'E', 0, 0, 0, 0, 9, 8, 7, 6, 5, 0, 0, 0 },
	{ 1, 0, 0xffffffff },
	{ 0, 0, 0, 0 },
};

static const struct {
	const char *name;
	u32 type;
	const u8 *desc;
	size_t desc_size;
	size_t end;
} three[] = {
	{ "ABC", 0x11223344, (const u8 []){ 1, 2, 3, 4, 5, 6, 7, 8 }, 8, 24 },
	{ "CORE", 1, (const u8 []){ 9, 8, 7, 6, 5 }, 5, 52 },
	{ "", U32_MAX, (const u8 []){ }, 0, 68 },
};

static_assert(sizeof(three_notes) == 68);

static void bytes_count_header_and_padding(struct kunit *test)
{
	static const struct {
		size_t name_size, desc_size, bytes;
	} rows[] = {
		{ 1, 0, 16 }, { 4, 0, 16 }, { 5, 0, 20 }, { 8, 0, 20 },
		{ 5, 1, 24 }, { 5, 4, 24 }, { 5, 5, 28 }, { 0, 0, 12 },
		{ 11, 3000, 3024 }, { 5, 336, 356 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, kdump_note_bytes(rows[i].name_size,
							   rows[i].desc_size),
				    rows[i].bytes, "row %u", i);
}

/* Exactly the bytes, whatever was in the buffer before. */
static void append_writes_the_bytes(struct kunit *test)
{
	u8 buffer[sizeof(three_notes) + 4] __aligned(4);
	struct kdump_note_buffer out = {
		.data = buffer,
		.capacity = sizeof(three_notes),
	};
	unsigned int i;

	memset(buffer, CANARY, sizeof(buffer));
	for (i = 0; i < ARRAY_SIZE(three); i++) {
		KUNIT_EXPECT_EQ_MSG(test, 0,
				    note_append(&out, three[i].name,
						three[i].type, three[i].desc,
						three[i].desc_size),
				    "note %u", i);
		KUNIT_EXPECT_EQ_MSG(test, out.used, three[i].end, "note %u",
				    i);
	}
	KUNIT_EXPECT_MEMEQ(test, buffer, &three_notes, sizeof(three_notes));
	KUNIT_EXPECT_EQ(test, buffer[sizeof(three_notes)], CANARY);
}

/* A reserved payload is zero, padding included, and starts where it should. */
static void reserve_gives_a_zeroed_payload(struct kunit *test)
{
	static const struct {
		u32 header[3];
		u8 bytes[16];
	} want = { { 5, 6, 7 }, { 'C', 'O', 'R', 'E' } };
	u8 buffer[64] __aligned(4);
	struct kdump_note_buffer out = {
		.data = buffer,
		.capacity = sizeof(buffer),
		.used = 8,
	};
	void *payload;

	memset(buffer, CANARY, sizeof(buffer));
	payload = kdump_note_reserve(&out, "CORE", 7, 6);
	KUNIT_EXPECT_PTR_EQ(test, payload, (void *)&buffer[28]);
	KUNIT_EXPECT_EQ(test, out.used, 36);
	KUNIT_EXPECT_MEMEQ(test, buffer + 8, &want, sizeof(want));
	KUNIT_EXPECT_EQ(test, buffer[7], CANARY);
	KUNIT_EXPECT_EQ(test, buffer[36], CANARY);
}

/* One byte too few and nothing is written; just enough and it fits. */
static void append_respects_the_capacity(struct kunit *test)
{
	static const u8 desc[] = { 1, 2, 3, 4, 5 };
	const size_t used = 16, needed = 28;
	u8 buffer[64] __aligned(4);
	size_t capacity, i;

	for (capacity = used; capacity <= sizeof(buffer); capacity++) {
		struct kdump_note_buffer out = { buffer, capacity, used };
		bool fits = capacity >= used + needed;
		int result;

		memset(buffer, CANARY, sizeof(buffer));
		result = note_append(&out, "CORE", 1, desc, sizeof(desc));
		KUNIT_EXPECT_EQ_MSG(test, result, fits ? 0 : -ENOSPC,
				    "capacity %zu", capacity);
		KUNIT_EXPECT_EQ_MSG(test, out.used,
				    fits ? used + needed : used,
				    "capacity %zu", capacity);
		for (i = 0; i < sizeof(buffer); i++)
			if (!fits || i < used || i >= used + needed)
				KUNIT_EXPECT_EQ_MSG(test, buffer[i], CANARY,
						    "capacity %zu, byte %zu",
						    capacity, i);
	}
}

/* Sizes near the end of size_t must not come out small. */
static void append_refuses_sizes_that_wrap(struct kunit *test)
{
	u8 buffer[64] __aligned(4);
	struct kdump_note_buffer out = { buffer, sizeof(buffer), 0 };
	size_t less;

	memset(buffer, CANARY, sizeof(buffer));
	for (less = 0; less < 64; less++)
		KUNIT_EXPECT_NULL_MSG(test,
				      kdump_note_reserve(&out, "CORE", 1,
							 SIZE_MAX - less),
				      "%zu below the end", less);
	KUNIT_EXPECT_EQ(test, out.used, 0);
	KUNIT_EXPECT_EQ(test, buffer[0], CANARY);
}

static void terminate_writes_an_empty_header(struct kunit *test)
{
	static const u8 zeroes[HEADER_BYTES];
	u8 buffer[32] __aligned(4);
	size_t capacity;

	for (capacity = 8; capacity <= sizeof(buffer); capacity++) {
		struct kdump_note_buffer out = { buffer, capacity, 8 };
		bool fits = capacity >= 8 + HEADER_BYTES;

		memset(buffer, CANARY, sizeof(buffer));
		KUNIT_EXPECT_EQ_MSG(test, kdump_note_terminate(&out),
				    fits ? 0 : -ENOSPC, "capacity %zu",
				    capacity);
		KUNIT_EXPECT_EQ_MSG(test, out.used, 8, "capacity %zu",
				    capacity);
		KUNIT_EXPECT_EQ(test, buffer[7], CANARY);
		KUNIT_EXPECT_EQ(test, buffer[8 + HEADER_BYTES], CANARY);
		if (fits)
			KUNIT_EXPECT_MEMEQ(test, buffer + 8, zeroes,
					   sizeof(zeroes));
		else
			KUNIT_EXPECT_EQ(test, buffer[8], CANARY);
	}
}

static void expect_note(struct kunit *test, unsigned int index,
			const struct kdump_note *note)
{
	size_t name_size = strlen(three[index].name) + 1;

	KUNIT_EXPECT_EQ_MSG(test, note->type, three[index].type, "note %u",
			    index);
	KUNIT_ASSERT_EQ_MSG(test, note->name_size, name_size, "note %u",
			    index);
	KUNIT_EXPECT_MEMEQ_MSG(test, note->name, three[index].name, name_size,
			       "note %u", index);
	KUNIT_ASSERT_EQ_MSG(test, note->desc_size, three[index].desc_size,
			    "note %u", index);
	KUNIT_EXPECT_MEMEQ_MSG(test, (const u8 *)note->desc, three[index].desc,
			       three[index].desc_size, "note %u", index);
}

/*
 * The three notes cut off at each byte: those before the cut are found, the
 * one that is cut is refused, and less than a header is the end of the list.
 * The bytes are a heap object of just that size, for KASAN to guard.
 */
static void next_survives_a_cut_at_each_byte(struct kunit *test)
{
	size_t size;

	for (size = 0; size <= sizeof(three_notes); size++) {
		u8 *notes = kunit_kmalloc(test, size, GFP_KERNEL);
		struct kdump_note note, untouched;
		unsigned int found = 0;
		size_t offset = 0;
		int result;

		KUNIT_ASSERT_NOT_NULL(test, notes);
		memcpy(notes, &three_notes, size);
		memset(&untouched, CANARY, sizeof(untouched));
		for (;; found++) {
			memset(&note, CANARY, sizeof(note));
			result = kdump_note_next(notes, size, &offset, &note);
			if (result != 1)
				break;
			KUNIT_ASSERT_LT_MSG(test, found, 3, "size %zu", size);
			KUNIT_EXPECT_LE_MSG(test, three[found].end, size,
					    "size %zu", size);
			KUNIT_EXPECT_EQ_MSG(test, offset, three[found].end,
					    "size %zu", size);
			expect_note(test, found, &note);
		}
		KUNIT_EXPECT_MEMEQ_MSG(test, &note, &untouched, sizeof(note),
				       "size %zu", size);
		KUNIT_EXPECT_EQ_MSG(test, offset,
				    found ? three[found - 1].end : 0,
				    "size %zu", size);
		if (found < 3)
			KUNIT_EXPECT_GT_MSG(test, three[found].end, size,
					    "size %zu", size);
		KUNIT_EXPECT_EQ_MSG(test, result,
				    size - offset < HEADER_BYTES ? 0 : -EINVAL,
				    "size %zu", size);
	}
}

/* One header and what follows it, and what the first step makes of it. */
static void next_judges_foreign_headers(struct kunit *test)
{
	static const struct {
		u32 name_size, desc_size;
		size_t rest;
		int result;
	} rows[] = {
		{ 0, 0, 0, 0 },
		{ 0, 0, 16, 0 },
		{ 0, 4, 16, 0 },
		{ 0, U32_MAX, 16, 0 },
		{ 1, 0, 4, 1 },
		{ 1, 0, 3, -EINVAL },
		{ 4, 0, 4, 1 },
		{ 5, 0, 4, -EINVAL },
		{ 5, 0, 8, 1 },
		{ 4, 1, 4, -EINVAL },
		{ 4, 1, 7, -EINVAL },
		{ 4, 1, 8, 1 },
		{ 4, 4, 8, 1 },
		{ 4, 5, 8, -EINVAL },
		{ 16, 0, 16, 1 },
		{ 17, 0, 16, -EINVAL },
		{ 4, U32_MAX, 16, -EINVAL },
		{ 4, U32_MAX - 2, 16, -EINVAL },
		{ 4, U32_MAX - 3, 16, -EINVAL },
		{ 4, U32_MAX - 7, 16, -EINVAL },
		{ 4, U32_MAX - 15, 16, -EINVAL },
		{ U32_MAX, 0, 16, -EINVAL },
		{ U32_MAX - 2, 4, 16, -EINVAL },
		{ U32_MAX - 3, 8, 16, -EINVAL },
		{ U32_MAX, U32_MAX, 16, -EINVAL },
		{ 0x80000000, 0x80000000, 16, -EINVAL },
		{ 0x7ffffffc, 0x80000004, 16, -EINVAL },
	};
	struct kdump_note note;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const u32 notes[7] = { rows[i].name_size, rows[i].desc_size };
		size_t offset = 0, size = HEADER_BYTES + rows[i].rest;
		int result;

		result = kdump_note_next(notes, size, &offset, &note);
		KUNIT_EXPECT_EQ_MSG(test, result, rows[i].result, "row %u", i);
		if (result != 1) {
			KUNIT_EXPECT_EQ_MSG(test, offset, 0, "row %u", i);
			continue;
		}
		KUNIT_EXPECT_EQ_MSG(test, offset, size, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, note.name_size, rows[i].name_size,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, note.desc_size, rows[i].desc_size,
				    "row %u", i);
	}
}

/* What a terminator follows is not looked at. */
static void next_stops_at_the_terminator(struct kunit *test)
{
	u8 buffer[64] __aligned(4);
	struct kdump_note_buffer out = { buffer, sizeof(buffer), 0 };
	struct kdump_note note;
	size_t offset = 0;

	memset(buffer, CANARY, sizeof(buffer));
	note_append(&out, "CORE", 1, "x", 1);
	KUNIT_EXPECT_EQ(test, kdump_note_terminate(&out), 0);
	KUNIT_EXPECT_EQ(test, 1, kdump_note_next(buffer, sizeof(buffer),
						 &offset, &note));
	KUNIT_EXPECT_EQ(test, 0, kdump_note_next(buffer, sizeof(buffer),
						 &offset, &note));
	KUNIT_EXPECT_EQ(test, offset, out.used);
}

/* Whatever the bytes are, each note lies inside them and the walk ends. */
static void next_stays_inside_random_bytes(struct kunit *test)
{
	unsigned int round, i, found = 0;
	struct rnd_state random;
	u32 words[32];

	prandom_seed_state(&random, 1);
	for (round = 0; round < 50000; round++) {
		size_t size = random_below(&random, sizeof(words) + 1);
		const u8 *end = (const u8 *)words + size;
		size_t offset = 0, before = 0;
		struct kdump_note note;

		for (i = 0; i < ARRAY_SIZE(words); i++)
			words[i] = random_below(&random, 8) ?
				   random_below(&random, 24) :
				   prandom_u32_state(&random);
		while (kdump_note_next(words, size, &offset, &note) == 1) {
			found++;
			KUNIT_ASSERT_GE_MSG(test, offset, before + 12,
					    "round %u", round);
			KUNIT_ASSERT_LE_MSG(test, offset, size, "round %u",
					    round);
			KUNIT_EXPECT_TRUE_MSG(test, IS_ALIGNED(offset, 4),
					      "round %u", round);
			KUNIT_EXPECT_TRUE_MSG(test, (const u8 *)note.name +
					      note.name_size <=
					      (const u8 *)note.desc,
					      "round %u", round);
			KUNIT_EXPECT_TRUE_MSG(test, (const u8 *)note.desc +
					      note.desc_size <= end,
					      "round %u", round);
			before = offset;
		}
	}
	KUNIT_EXPECT_GT(test, found, 10000);
}

static struct kunit_case note_cases[] = {
	KUNIT_CASE(bytes_count_header_and_padding),
	KUNIT_CASE(append_writes_the_bytes),
	KUNIT_CASE(reserve_gives_a_zeroed_payload),
	KUNIT_CASE(append_respects_the_capacity),
	KUNIT_CASE(append_refuses_sizes_that_wrap),
	KUNIT_CASE(terminate_writes_an_empty_header),
	KUNIT_CASE(next_survives_a_cut_at_each_byte),
	KUNIT_CASE(next_judges_foreign_headers),
	KUNIT_CASE(next_stops_at_the_terminator),
	KUNIT_CASE(next_stays_inside_random_bytes),
	{ }
};

static struct kunit_suite note_suite = {
	.name = "kdump_note",
	.test_cases = note_cases,
};

kunit_test_suite(note_suite);

MODULE_DESCRIPTION("KUnit tests of ELF notes");
MODULE_LICENSE("GPL");
