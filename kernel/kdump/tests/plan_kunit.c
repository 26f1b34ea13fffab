// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of plan.c: which attempts a request leads to, in which order.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "reserve/cmdline.h"
#include "kdump_kunit.h"

/* A PC of today. */
static const struct kdump_limits pc = {
	.align = MIB(16),
	.lowest = MIB(16),
	.low_end = GIB(4),
	.high_end = TIB(64),
	.low_size = MIB(256),
};

/* A machine whose low memory starts late and that needs none of it. */
static const struct kdump_limits late = {
	.align = MIB(2),
	.lowest = GIB(1),
	.low_end = GIB(2),
	.high_end = GIB(8),
	.low_size = 0,
};

/* A machine with nothing above the line between low and high. */
static const struct kdump_limits flat = {
	.align = MIB(16),
	.lowest = MIB(16),
	.low_end = GIB(4),
	.high_end = GIB(4),
	.low_size = MIB(256),
};

/*
 * What is asked for and what is to be tried. An attempt is left out where its
 * size is 0.
 */
struct plan_row {
	const char *name;
	const struct kdump_limits *limits;
	struct kdump_request request;
	struct kdump_attempt want[KDUMP_ATTEMPTS_MAX];
	bool moved;
	bool beyond;
};

#define PLAIN(_size) \
	.request.given[KDUMP_FORM_PLAIN] = true, \
	.request.asked[KDUMP_FORM_PLAIN] = { KDUMP_FORM_PLAIN, _size, 0, false }
#define AT(_size, _offset) \
	.request.given[KDUMP_FORM_PLAIN] = true, \
	.request.asked[KDUMP_FORM_PLAIN] = { KDUMP_FORM_PLAIN, _size, _offset, \
					    false }
#define STRICT(_size, _offset) \
	.request.given[KDUMP_FORM_PLAIN] = true, \
	.request.asked[KDUMP_FORM_PLAIN] = { KDUMP_FORM_PLAIN, _size, _offset, \
					    true }
#define HIGH(_size) \
	.request.given[KDUMP_FORM_HIGH] = true, \
	.request.asked[KDUMP_FORM_HIGH] = { KDUMP_FORM_HIGH, _size, 0, false }
#define LOW(_size) \
	.request.given[KDUMP_FORM_LOW] = true, \
	.request.asked[KDUMP_FORM_LOW] = { KDUMP_FORM_LOW, _size, 0, false }

/* Its window is as long as its size: the test fills in the end. */
#define FIXED(_start, _size, _low_size) \
	{ KDUMP_PLACE_FIXED, { _start, 0 }, _size, _low_size }
#define PC_LOW(_size) \
	{ KDUMP_PLACE_LOW, { MIB(16), GIB(4) }, _size, 0 }
#define PC_HIGH(_size, _low_size) \
	{ KDUMP_PLACE_HIGH, { GIB(4), TIB(64) }, _size, _low_size }
#define LATE_LOW(_size) \
	{ KDUMP_PLACE_LOW, { GIB(1), GIB(2) }, _size, 0 }
#define LATE_HIGH(_size, _low_size) \
	{ KDUMP_PLACE_HIGH, { GIB(2), GIB(8) }, _size, _low_size }

static const struct plan_row plan_rows[] = {
	/* Nothing to reserve: nothing to try. */
	{ "nothing", &pc },
	{ "low alone", &pc, LOW(MIB(64)) },
	{ "0", &pc, PLAIN(0) },
	{ "0 after 256M,high", &pc, PLAIN(0), HIGH(MIB(256)), LOW(MIB(64)) },
	{ "0@1G", &pc, AT(0, GIB(1)) },

	/* Plain: below, then above with low memory. */
	{ "256M", &pc, PLAIN(MIB(256)),
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M 64M,low", &pc, PLAIN(MIB(256)), LOW(MIB(64)),
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(64)) } },
	{ "256M 0,low", &pc, PLAIN(MIB(256)), LOW(0),
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), 0) } },
	{ "1M + 1", &pc, PLAIN(MIB(1) + 1),
	  .want = { PC_LOW(MIB(1) + PAGE_SIZE),
		    PC_HIGH(MIB(1) + PAGE_SIZE, MIB(256)) } },
	{ "2M - 1", &pc, PLAIN(MIB(2) - 1),
	  .want = { PC_LOW(MIB(2)), PC_HIGH(MIB(2), MIB(256)) } },
	{ "5G", &pc, PLAIN(GIB(5)),
	  .want = { PC_LOW(GIB(5)), PC_HIGH(GIB(5), MIB(256)) } },
	{ "256M, late", &late, PLAIN(MIB(256)),
	  .want = { LATE_LOW(MIB(256)), LATE_HIGH(MIB(256), 0) } },
	{ "256M 64M,low, late", &late, PLAIN(MIB(256)), LOW(MIB(64)),
	  .want = { LATE_LOW(MIB(256)), LATE_HIGH(MIB(256), MIB(64)) } },

	/* Nothing is above: nothing is tried there. */
	{ "256M, flat", &flat, PLAIN(MIB(256)), .want = { PC_LOW(MIB(256)) } },
	{ "256M,high, flat", &flat, HIGH(MIB(256)),
	  .want = { PC_LOW(MIB(256)) } },

	/* High: above with low memory, then below. */
	{ "256M,high", &pc, HIGH(MIB(256)),
	  .want = { PC_HIGH(MIB(256), MIB(256)), PC_LOW(MIB(256)) } },
	{ "256M,high 128M,low", &pc, HIGH(MIB(256)), LOW(MIB(128)),
	  .want = { PC_HIGH(MIB(256), MIB(128)), PC_LOW(MIB(256)) } },
	{ "256M,high 1M + 1,low", &pc, HIGH(MIB(256)), LOW(MIB(1) + 1),
	  .want = { PC_HIGH(MIB(256), MIB(1) + PAGE_SIZE),
		    PC_LOW(MIB(256)) } },
	{ "256M,high 0,low", &pc, HIGH(MIB(256)), LOW(0),
	  .want = { PC_HIGH(MIB(256), 0), PC_LOW(MIB(256)) } },
	{ "256M,high, late", &late, HIGH(MIB(256)),
	  .want = { LATE_HIGH(MIB(256), 0), LATE_LOW(MIB(256)) } },

	/* Plain beats high. */
	{ "256M 128M,high", &pc, PLAIN(MIB(256)), HIGH(MIB(128)),
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M 128M,high 64M,low", &pc,
	  PLAIN(MIB(256)), HIGH(MIB(128)), LOW(MIB(64)),
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(64)) } },
	{ "64M@1G,strict 128M,high", &pc, STRICT(MIB(64), GIB(1)),
	  HIGH(MIB(128)), .want = { FIXED(GIB(1), MIB(64), 0) } },

	/* An offset: there, then anywhere. */
	{ "64M@1G", &pc, AT(MIB(64), GIB(1)),
	  .want = { FIXED(GIB(1), MIB(64), 0), PC_LOW(MIB(64)),
		    PC_HIGH(MIB(64), MIB(256)) } },
	{ "64M@16M", &pc, AT(MIB(64), MIB(16)),
	  .want = { FIXED(MIB(16), MIB(64), 0), PC_LOW(MIB(64)),
		    PC_HIGH(MIB(64), MIB(256)) } },
	{ "64M@1G,strict", &pc, STRICT(MIB(64), GIB(1)),
	  .want = { FIXED(GIB(1), MIB(64), 0) } },
	{ "64M + 1@1G,strict", &pc, STRICT(MIB(64) + 1, GIB(1)),
	  .want = { FIXED(GIB(1), MIB(64) + PAGE_SIZE, 0) } },

	/* An offset where none may start is rounded up. */
	{ "64M@1,strict", &pc, STRICT(MIB(64), 1), .moved = true,
	  .want = { FIXED(MIB(16), MIB(64), 0) } },
	{ "256M@17M", &pc, AT(MIB(256), MIB(17)), .moved = true,
	  .want = { FIXED(MIB(32), MIB(256), 0), PC_LOW(MIB(256)),
		    PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M@32M - 1,strict", &pc, STRICT(MIB(256), MIB(32) - 1),
	  .moved = true, .want = { FIXED(MIB(32), MIB(256), 0) } },
	{ "256M@32M + 1,strict", &pc, STRICT(MIB(256), MIB(32) + 1),
	  .moved = true, .want = { FIXED(MIB(48), MIB(256), 0) } },
	{ "256M@0x40100000,strict", &pc, STRICT(MIB(256), 0x40100000),
	  .moved = true, .want = { FIXED(0x41000000, MIB(256), 0) } },
	{ "64M@16M,strict, late", &late, STRICT(MIB(64), MIB(16)),
	  .moved = true, .want = { FIXED(GIB(1), MIB(64), 0) } },

	/* An offset above low memory, wholly or in part, has low memory with it. */
	{ "256M@4G", &pc, AT(MIB(256), GIB(4)),
	  .want = { FIXED(GIB(4), MIB(256), MIB(256)), PC_LOW(MIB(256)),
		    PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M@4G,strict 64M,low", &pc, STRICT(MIB(256), GIB(4)), LOW(MIB(64)),
	  .want = { FIXED(GIB(4), MIB(256), MIB(64)) } },
	{ "256M@4G,strict 0,low", &pc, STRICT(MIB(256), GIB(4)), LOW(0),
	  .want = { FIXED(GIB(4), MIB(256), 0) } },
	{ "256M@3840M,strict", &pc, STRICT(MIB(256), MIB(3840)),
	  .want = { FIXED(MIB(3840), MIB(256), 0) } },
	{ "256M@3856M,strict", &pc, STRICT(MIB(256), MIB(3856)),
	  .want = { FIXED(MIB(3856), MIB(256), MIB(256)) } },
	{ "256M@3856M,strict 64M,low", &pc, STRICT(MIB(256), MIB(3856)),
	  LOW(MIB(64)), .want = { FIXED(MIB(3856), MIB(256), MIB(64)) } },

	/* An offset that no capture kernel reaches is not tried. */
	{ "256M to the very end", &pc, STRICT(MIB(256), TIB(64) - MIB(256)),
	  .want = { FIXED(TIB(64) - MIB(256), MIB(256), MIB(256)) } },
	{ "256M past the end", &pc, STRICT(MIB(256), TIB(64) - MIB(240)),
	  .beyond = true },
	{ "256M rounded past the end", &pc,
	  STRICT(MIB(256), TIB(64) - MIB(256) + 1), .beyond = true },
	{ "256M@64T", &pc, AT(MIB(256), TIB(64)), .beyond = true,
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M@0xfffffffff0000000", &pc, AT(MIB(256), 0xfffffffff0000000),
	  .beyond = true,
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(256)) } },
	{ "256M@0xfffffffff0000000,strict", &pc,
	  STRICT(MIB(256), 0xfffffffff0000000), .beyond = true },
	{ "512M@0xfffffffff0000000,strict", &pc,
	  STRICT(MIB(512), 0xfffffffff0000000), .beyond = true },
	{ "256M@U64_MAX", &pc, AT(MIB(256), U64_MAX), .beyond = true,
	  .want = { PC_LOW(MIB(256)), PC_HIGH(MIB(256), MIB(256)) } },
};

KUNIT_ARRAY_PARAM_DESC(plan, plan_rows, name);

static void expect_attempt(struct kunit *test, unsigned int index,
			   const struct kdump_attempt *got,
			   const struct kdump_attempt *want)
{
	KUNIT_EXPECT_EQ_MSG(test, got->place, want->place, "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->window.start, want->window.start,
			    "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->window.end, want->window.end,
			    "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->size, want->size, "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->low_size, want->low_size, "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->low.start, want->low.start, "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->low.end, want->low.end, "%u", index);
	KUNIT_EXPECT_EQ_MSG(test, got->align, want->align, "%u", index);
}

static void plan_one_row(struct kunit *test)
{
	const struct plan_row *row = test->param_value;
	struct kdump_plan plan;
	unsigned int i, count = 0;

	memset(&plan, 0xff, sizeof(plan));
	kdump_plan_make(&row->request, row->limits, &plan);

	while (count < KDUMP_ATTEMPTS_MAX && row->want[count].size)
		count++;
	KUNIT_ASSERT_EQ(test, plan.count, count);
	for (i = 0; i < count; i++) {
		struct kdump_attempt want = row->want[i];

		if (want.place == KDUMP_PLACE_FIXED)
			want.window.end = want.window.start + want.size;
		want.align = row->limits->align;
		want.low = (struct kdump_range){
			row->limits->lowest, row->limits->low_end,
		};
		expect_attempt(test, i, &plan.attempt[i], &want);
	}
	KUNIT_EXPECT_EQ(test, plan.moved, row->moved);
	KUNIT_EXPECT_EQ(test, plan.beyond, row->beyond);
}

/*
 * Not in pages, whose size differs: 256 units of it from 2 GiB on end below
 * 16 GiB, so that low memory ends before all memory does.
 */
#define MOST_ALIGNED SZ_32M

static struct kdump_limits random_limits(struct rnd_state *random)
{
	u64 align = PAGE_SIZE << random_below(random, 1 + ilog2(MOST_ALIGNED /
								PAGE_SIZE));
	u64 lowest = ALIGN(random_u64(random) >> 33, align);

	return (struct kdump_limits){
		.align = align,
		.lowest = lowest,
		.low_end = lowest + align * (1 + random_below(random, 256)),
		.high_end = GIB(16) + align * random_below(random, 256),
		.low_size = MIB(random_below(random, 512)),
	};
}

static struct kdump_request random_request(struct rnd_state *random)
{
	struct kdump_request request = { };
	unsigned int form;

	for (form = 0; form < KDUMP_FORMS; form++) {
		request.given[form] = random_below(random, 4);
		if (!request.given[form])
			continue;
		request.asked[form].form = form;
		request.asked[form].size = MIB(1) + (random_u64(random) >> 31);
	}
	if (request.given[KDUMP_FORM_PLAIN] && random_below(random, 2)) {
		request.asked[KDUMP_FORM_PLAIN].offset = random_u64(random) | 1;
		request.asked[KDUMP_FORM_PLAIN].strict = random_below(random,
								      2);
	}
	return request;
}

/* What holds for any attempt, for any request on any machine. */
static void expect_sound(struct kunit *test, unsigned int round,
			 const struct kdump_attempt *attempt,
			 const struct kdump_limits *limits, u64 asked)
{
	const struct kdump_range *window = &attempt->window;

	KUNIT_EXPECT_EQ_MSG(test, attempt->size, ALIGN(asked, PAGE_SIZE),
			    "round %u", round);
	KUNIT_EXPECT_TRUE_MSG(test, PAGE_ALIGNED(attempt->low_size),
			      "round %u", round);
	KUNIT_EXPECT_GE_MSG(test, window->start, limits->lowest, "round %u",
			    round);
	KUNIT_EXPECT_LE_MSG(test, window->end, limits->high_end, "round %u",
			    round);
	KUNIT_EXPECT_LT_MSG(test, window->start, window->end, "round %u",
			    round);
	if (window->end <= limits->low_end)
		KUNIT_EXPECT_EQ_MSG(test, attempt->low_size, 0, "round %u",
				    round);
	if (attempt->place != KDUMP_PLACE_FIXED)
		return;
	KUNIT_EXPECT_EQ_MSG(test, kdump_range_size(window), attempt->size,
			    "round %u", round);
	KUNIT_EXPECT_TRUE_MSG(test, IS_ALIGNED(window->start, limits->align),
			      "round %u", round);
}

/* The offset is left out just if there is no place for it at or above it. */
static void expect_beyond(struct kunit *test, unsigned int round,
			  const struct kdump_plan *plan,
			  const struct kdump_crashkernel *asked,
			  const struct kdump_limits *limits)
{
	u64 size = ALIGN(asked->size, PAGE_SIZE);
	u64 last = ALIGN_DOWN(limits->high_end - size, limits->align);
	bool none = last < asked->offset || last < limits->lowest;

	KUNIT_EXPECT_EQ_MSG(test, plan->beyond, asked->offset && none,
			    "round %u", round);
}

/* Exactly one attempt per place, in the order that the form demands. */
static void expect_order(struct kunit *test, unsigned int round,
			 const struct kdump_plan *plan,
			 const struct kdump_crashkernel *asked)
{
	bool plain = asked->form == KDUMP_FORM_PLAIN;
	enum kdump_place want[KDUMP_ATTEMPTS_MAX];
	unsigned int i, count = 0;

	if (asked->offset && !plan->beyond)
		want[count++] = KDUMP_PLACE_FIXED;
	if (asked->size && !asked->strict) {
		want[count++] = plain ? KDUMP_PLACE_LOW : KDUMP_PLACE_HIGH;
		want[count++] = plain ? KDUMP_PLACE_HIGH : KDUMP_PLACE_LOW;
	}
	KUNIT_ASSERT_EQ_MSG(test, plan->count, count, "round %u", round);
	for (i = 0; i < count; i++)
		KUNIT_EXPECT_EQ_MSG(test, plan->attempt[i].place, want[i],
				    "round %u, attempt %u", round, i);
}

static void any_plan_is_sound(struct kunit *test)
{
	unsigned int round, i, fixed = 0, beyond = 0;
	struct kdump_plan plan, again;
	struct rnd_state random;

	prandom_seed_state(&random, 1);
	for (round = 0; round < 20000; round++) {
		struct kdump_limits limits = random_limits(&random);
		struct kdump_request request = random_request(&random);
		bool plain = request.given[KDUMP_FORM_PLAIN];
		const struct kdump_crashkernel *asked = &request.asked[plain ?
			KDUMP_FORM_PLAIN : KDUMP_FORM_HIGH];

		memset(&plan, 0xff, sizeof(plan));
		kdump_plan_make(&request, &limits, &plan);
		for (i = 0; i < plan.count; i++)
			expect_sound(test, round, &plan.attempt[i], &limits,
				     asked->size);
		expect_beyond(test, round, &plan, asked, &limits);
		expect_order(test, round, &plan, asked);
		fixed += plan.count && !plan.attempt[0].place;
		beyond += plan.beyond;

		memset(&again, 0, sizeof(again));
		kdump_plan_make(&request, &limits, &again);
		for (i = 0; i < plan.count; i++)
			expect_attempt(test, i, &again.attempt[i],
				       &plan.attempt[i]);
	}
	/* Neither kind is so rare that nothing was shown. */
	KUNIT_EXPECT_GT(test, fixed, 1000);
	KUNIT_EXPECT_GT(test, beyond, 1000);
}

static struct kunit_case plan_cases[] = {
	KUNIT_CASE_PARAM(plan_one_row, plan_gen_params),
	KUNIT_CASE(any_plan_is_sound),
	{ }
};

static struct kunit_suite plan_suite = {
	.name = "kdump_plan",
	.test_cases = plan_cases,
};

kunit_test_suite(plan_suite);

MODULE_DESCRIPTION("KUnit tests of the reservation plan");
MODULE_LICENSE("GPL");
