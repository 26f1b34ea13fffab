// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for wait.c: clocks of all kinds, and how many turns each of them
 * makes a wait of one second take.
 */
#include <kunit/test.h>

#include "lib/wait.h"

/* The TSC of a machine with 3 GHz, and what a turn takes at least. */
#define TICKS_PER_SECOND 3000000000ULL
#define TICKS_PER_TURN 25ULL

struct clock_case {
	const char *name;
	/* What the clock says at first and when the wait began; per turn. */
	u64 now;
	u64 start;
	s64 step;
	/* The turn at which the wait has to be over. */
	unsigned int turns;
};

static const struct clock_case clock_cases[] = {
	{ "ticks on for a turn of a microsecond", 0, 0, 3000, 1000001 },
	{ "counts far from zero", 1ULL << 63, 1ULL << 63, 3000, 1000001 },
	{ "wraps around", -3000ULL, -3000ULL, 3000, 1000001 },
	{ "began half a second ago", TICKS_PER_SECOND / 2, 0, 3000, 500001 },
	{ "began a second ago", TICKS_PER_SECOND, 0, 3000, 1 },
	{ "began an hour ago", 3600 * TICKS_PER_SECOND, 0, 3000, 1 },
	{ "stands still", 12345, 12345, 0, KDUMP_WAIT_STILL_MAX + 1 },
	{ "stands at zero", 0, 0, 0, KDUMP_WAIT_STILL_MAX },
	{ "was set back", 12344, 12345, 3000, 1 },
	{ "goes backward", 12345, 12345, -1, 2 },
};

static unsigned int turns_until_over(const struct clock_case *c)
{
	struct kdump_wait wait = {
		.start = c->start,
		.limit = TICKS_PER_SECOND,
		.turns_max = KDUMP_WAIT_TURNS_A_SECOND,
		.still_max = KDUMP_WAIT_STILL_MAX,
	};
	unsigned int turns = 1;
	u64 now = c->now;

	while (!kdump_wait_over(&wait, now)) {
		now += c->step;
		turns++;
	}
	return turns;
}

static void wait_ends(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(clock_cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, turns_until_over(&clock_cases[i]),
				    clock_cases[i].turns, "a clock that %s",
				    clock_cases[i].name);
}

/* The first hundred million turns of a clock that is far too slow are skipped. */
static void wait_counts_turns(struct kunit *test)
{
	struct kdump_wait wait = {
		.limit = TICKS_PER_SECOND,
		.turns_max = KDUMP_WAIT_TURNS_A_SECOND,
		.still_max = KDUMP_WAIT_STILL_MAX,
		.turns = KDUMP_WAIT_TURNS_A_SECOND - 3,
	};

	KUNIT_EXPECT_FALSE(test, kdump_wait_over(&wait, 1));
	KUNIT_EXPECT_FALSE(test, kdump_wait_over(&wait, 2));
	KUNIT_EXPECT_TRUE(test, kdump_wait_over(&wait, 3));
}

/* A machine whose turns are short must get its second. */
static void wait_is_long_enough(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, TICKS_PER_TURN * KDUMP_WAIT_TURNS_A_SECOND,
			TICKS_PER_SECOND * 8 / 10);
}

/* One that stutters, but goes on, is still a clock. */
static void wait_takes_a_stutter(struct kunit *test)
{
	struct kdump_wait wait = {
		.limit = TICKS_PER_SECOND,
		.turns_max = KDUMP_WAIT_TURNS_A_SECOND,
		.still_max = KDUMP_WAIT_STILL_MAX,
	};
	unsigned int i;

	for (i = 0; i < 100 * KDUMP_WAIT_STILL_MAX; i++)
		KUNIT_ASSERT_FALSE(test, kdump_wait_over(&wait, 1 + i /
					 KDUMP_WAIT_STILL_MAX));
}

/* Where the clock is not to be believed to have stopped, turns are what counts. */
static void wait_may_do_without_a_clock(struct kunit *test)
{
	struct kdump_wait wait = {
		.limit = U64_MAX,
		.turns_max = 100000,
		.still_max = U32_MAX,
	};
	unsigned int turns = 1;

	while (!kdump_wait_over(&wait, 0))
		turns++;
	KUNIT_EXPECT_EQ(test, turns, 100000);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wait_ends),
	KUNIT_CASE(wait_counts_turns),
	KUNIT_CASE(wait_is_long_enough),
	KUNIT_CASE(wait_takes_a_stutter),
	KUNIT_CASE(wait_may_do_without_a_clock),
	{}
};

static struct kunit_suite wait_suite = {
	.name = "kdump_wait",
	.test_cases = wait_cases,
};

kunit_test_suite(wait_suite);
