// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of shadow.c: writes that are cut off after each byte.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "image/shadow.h"

#define CAPACITY 64

/* The two copies and their seals, as bytes that are written in some order. */
struct memory {
	u8 main[CAPACITY + 8];
	u8 spare[CAPACITY + 8];
	struct kdump_shadow_seals seals;
};

static struct kdump_shadow shadow_in(struct memory *memory)
{
	return (struct kdump_shadow){
		.main = memory->main,
		.spare = memory->spare,
		.seals = &memory->seals,
		.capacity = CAPACITY,
	};
}

static void fill(u8 *bytes, size_t size, u8 first)
{
	while (size--)
		*bytes++ = first++ * 7;
}

static void a_write_is_whole(struct kunit *test)
{
	struct memory memory = { };
	struct kdump_shadow shadow = shadow_in(&memory);
	u8 data[CAPACITY + 1];
	unsigned int size;

	fill(data, sizeof(data), 1);
	KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_DAMAGED);
	for (size = 1; size <= CAPACITY; size++) {
		KUNIT_EXPECT_EQ(test, kdump_shadow_write(&shadow, data, size), 0);
		KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_GOOD);
		KUNIT_EXPECT_EQ(test, memcmp(memory.main, data, size), 0);
		KUNIT_EXPECT_EQ(test, memory.main[size], 0);
	}
	memory = (struct memory){ };
	KUNIT_EXPECT_EQ(test, kdump_shadow_write(&shadow, data, CAPACITY + 1),
			-ENOSPC);
	KUNIT_EXPECT_EQ(test, memory.spare[0], 0);
}

/* What a writer in the order that shadow.c promises has done up to some byte. */
static void write_part(struct memory *at, const struct memory *new, size_t part)
{
	struct {
		void *to;
		const void *from;
		size_t size;
	} steps[] = {
		{ at->spare, new->spare, CAPACITY },
		{ &at->seals.spare, &new->seals.spare, sizeof(at->seals.spare) },
		{ at->main, new->main, CAPACITY },
		{ &at->seals.main, &new->seals.main, sizeof(at->seals.main) },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		size_t now = min(part, steps[i].size);

		memcpy(steps[i].to, steps[i].from, now);
		part -= now;
	}
}

static bool holds(const struct memory *memory, const struct memory *whole)
{
	return !memcmp(memory->main, whole->main, CAPACITY);
}

static void a_cut_write_leaves_one_of_both(struct kunit *test)
{
	const size_t all = 2 * (CAPACITY + sizeof(struct kdump_shadow_seal));
	struct memory old = { }, new, cut;
	struct kdump_shadow old_shadow = shadow_in(&old), new_shadow = shadow_in(&new);
	struct kdump_shadow cut_shadow = shadow_in(&cut);
	enum kdump_shadow_state state;
	size_t part, torn = 0;
	u8 data[CAPACITY];

	fill(data, CAPACITY, 1);
	kdump_shadow_write(&old_shadow, data, CAPACITY);
	new = old;
	fill(data, CAPACITY, 99);
	kdump_shadow_write(&new_shadow, data, CAPACITY);

	for (part = 0; part <= all; part++) {
		cut = old;
		write_part(&cut, &new, part);
		state = kdump_shadow_state(&cut_shadow);
		KUNIT_EXPECT_NE_MSG(test, state, KDUMP_SHADOW_DAMAGED,
				    "byte %zu", part);
		if (state == KDUMP_SHADOW_TORN) {
			kdump_shadow_mend(&cut_shadow);
			torn++;
			KUNIT_EXPECT_TRUE_MSG(test, holds(&cut, &new),
					      "byte %zu", part);
		}
		KUNIT_EXPECT_EQ_MSG(test, kdump_shadow_state(&cut_shadow),
				    KDUMP_SHADOW_GOOD, "byte %zu", part);
		KUNIT_EXPECT_TRUE_MSG(test, holds(&cut, &old) ||
				      holds(&cut, &new), "byte %zu", part);
	}
	/* The main copy and its seal, but for bytes that did not change. */
	KUNIT_EXPECT_GT(test, torn, CAPACITY / 2);
}

/* The seals lie in the same memory as what they seal. */
static void damaged_seals_do_not_lead_astray(struct kunit *test)
{
	struct memory memory = { };
	struct kdump_shadow shadow = shadow_in(&memory);
	u8 data[CAPACITY];

	fill(data, CAPACITY, 1);
	kdump_shadow_write(&shadow, data, CAPACITY);
	memory.seals.main.size = U64_MAX;
	KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_TORN);
	memory.seals.spare.size = CAPACITY + 1;
	KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_DAMAGED);
	memory.seals.main.size = CAPACITY;
	KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_GOOD);
	memory.main[5] ^= 1;
	KUNIT_EXPECT_EQ(test, kdump_shadow_state(&shadow), KDUMP_SHADOW_DAMAGED);
}

static struct kunit_case shadow_cases[] = {
	KUNIT_CASE(a_write_is_whole),
	KUNIT_CASE(a_cut_write_leaves_one_of_both),
	KUNIT_CASE(damaged_seals_do_not_lead_astray),
	{ }
};

static struct kunit_suite shadow_suite = {
	.name = "kdump_shadow",
	.test_cases = shadow_cases,
};

kunit_test_suite(shadow_suite);

MODULE_DESCRIPTION("KUnit tests of bytes that are replaced under a crash");
MODULE_LICENSE("GPL");
