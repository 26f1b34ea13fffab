// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of report.c: the sentences, word for word, as people will read and
 * search for them.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "reserve/report.h"
#include "kdump_kunit.h"

#define GIB4 0x100000000ULL

static const struct kdump_limits limits = {
	.align = SZ_16M,
	.lowest = SZ_16M,
	.low_end = GIB4,
	.high_end = SZ_64T,
	.low_size = MIB(256),
};

/* What happened, beside what the plan says by itself. */
struct sentence_row {
	const char *name;
	const char *text;
	unsigned int failed;
	struct kdump_obstacle obstacle[KDUMP_ATTEMPTS_MAX];
	struct kdump_range main;
	struct kdump_range low;
	const char *sentence;
};

static const struct sentence_row sentence_rows[] = {
	{
		.name = "first attempt",
		.text = "crashkernel=128M",
		.main = { 0x77000000, 0x7f000000 },
		.sentence = "crashkernel=128M: reserved 128 MiB below 4 GiB: 0x77000000-0x7effffff",
	}, {
		.name = "odd size",
		/* Rounded up to 1.5 MiB by pages of any size. */
		.text = "crashkernel=1535K",
		.main = { 0x77000000, 0x77180000 },
		.sentence = "crashkernel=1535K: reserved 1536 KiB below 4 GiB: 0x77000000-0x7717ffff",
	}, {
		.name = "at the offset",
		.text = "crashkernel=64M@1G",
		.main = { 0x40000000, 0x44000000 },
		.sentence = "crashkernel=64M@1G: reserved 64 MiB at the offset: 0x40000000-0x43ffffff",
	}, {
		.name = "offset rounded up",
		.text = "crashkernel=64M@17M",
		.main = { 0x2000000, 0x6000000 },
		.sentence = "crashkernel=64M@17M: reserved 64 MiB at the offset: 0x2000000-0x5ffffff; the offset was rounded up to 0x2000000",
	}, {
		.name = "offset taken",
		.text = "crashkernel=64M@1G",
		.failed = 1,
		.obstacle = { {
			.blocker = { { 0x40000000, 0x40001000 },
				     { 0x41000000, 0x42000000 } },
			.blockers = 2,
		} },
		.main = { 0x77000000, 0x7b000000 },
		.sentence = "crashkernel=64M@1G: reserved 64 MiB below 4 GiB: 0x77000000-0x7affffff; at the offset 0x40000000-0x40000fff, 0x41000000-0x41ffffff is in use or no RAM",
	}, {
		.name = "strict offset taken",
		.text = "crashkernel=64M@1G,strict",
		.failed = 1,
		.obstacle = { {
			.blocker = { { 0x40000000, 0x40001000 } },
			.blockers = 1,
		} },
		.sentence = "crashkernel=64M@1G,strict: nothing reserved; at the offset 0x40000000-0x40000fff is in use or no RAM; choose another offset or leave out ',strict'",
	}, {
		.name = "offset beyond, strict",
		.text = "crashkernel=64M@100T,strict",
		.sentence = "crashkernel=64M@100T,strict: nothing reserved; the offset is beyond where a capture kernel can run; choose another offset or leave out ',strict'",
	}, {
		.name = "offset beyond",
		.text = "crashkernel=64M@100T",
		.main = { 0x77000000, 0x7b000000 },
		.sentence = "crashkernel=64M@100T: reserved 64 MiB below 4 GiB: 0x77000000-0x7affffff; the offset is beyond where a capture kernel can run",
	}, {
		.name = "high with low memory",
		.text = "crashkernel=512M,high",
		.main = { 0x120000000, 0x140000000 },
		.low = { 0x6f000000, 0x7f000000 },
		.sentence = "crashkernel=512M,high: reserved 512 MiB above 4 GiB: 0x120000000-0x13fffffff, and 256 MiB of low memory: 0x6f000000-0x7effffff",
	}, {
		.name = "no room low, then high",
		.text = "crashkernel=2G",
		.failed = 1,
		.obstacle = { { .hole = { 0x2000000, 0x72000000 } } },
		.main = { 0x180000000, 0x200000000 },
		.low = { 0x62000000, 0x72000000 },
		.sentence = "crashkernel=2G: reserved 2048 MiB above 4 GiB: 0x180000000-0x1ffffffff, and 256 MiB of low memory: 0x62000000-0x71ffffff; below 4 GiB the largest hole is 1792 MiB at 0x2000000",
	}, {
		.name = "low memory does not fit, then low",
		.text = "crashkernel=512M,high",
		.failed = 1,
		.obstacle = { {
			.kind = KDUMP_OBSTACLE_LOW,
			.hole = { 0x2000000, 0x9000000 },
		} },
		.main = { 0x2000000, 0x22000000 },
		.sentence = "crashkernel=512M,high: reserved 512 MiB below 4 GiB: 0x2000000-0x21ffffff; the 256 MiB of low memory do not fit: below 4 GiB the largest hole is 112 MiB at 0x2000000",
	}, {
		.name = "nothing fits",
		.text = "crashkernel=3G",
		.failed = 2,
		.obstacle = {
			{ .hole = { 0x2000000, 0x72000000 } },
			{ },
		},
		.sentence = "crashkernel=3G: nothing reserved; below 4 GiB the largest hole is 1792 MiB at 0x2000000; above 4 GiB there is no hole; ask for less",
	}, {
		.name = "holes of no whole MiB",
		.text = "crashkernel=3500M",
		.failed = 2,
		.obstacle = {
			{ .hole = { 0x1000000, 0x1080000 } },
			{ .hole = { 0x100000000, 0x13fffb000 } },
		},
		.sentence = "crashkernel=3500M: nothing reserved; below 4 GiB the largest hole is 512 KiB at 0x1000000; above 4 GiB the largest hole is 1023 MiB at 0x100000000; ask for less",
	},
};

static void describe_sentence_row(const struct sentence_row *row, char *text)
{
	strscpy(text, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sentence, sentence_rows, describe_sentence_row);

static void plan_for(struct kunit *test, const char *text,
		     struct kdump_request *request, struct kdump_plan *plan)
{
	struct kdump_parameter found = { text, strlen(text) };
	struct kdump_diag diag;
	struct kdump_crashkernel asked;

	*request = (struct kdump_request){ };
	KUNIT_ASSERT_EQ(test, kdump_cmdline_parse(&found, SZ_64T, &diag,
						  &asked), 0);
	kdump_request_add(request, &asked);
	kdump_plan_make(request, &limits, plan);
}

static void report_outcome(struct kunit *test)
{
	static char text[512];
	const struct sentence_row *row = test->param_value;
	struct kdump_request request;
	struct kdump_outcome outcome;
	struct kdump_plan plan;

	plan_for(test, row->text, &request, &plan);
	outcome = (struct kdump_outcome){
		.asked = kdump_request_main(&request),
		.plan = &plan,
		.failed = row->failed,
		.main = row->main,
		.low = row->low,
	};
	memcpy(outcome.obstacle, row->obstacle, sizeof(row->obstacle));
	kdump_report_outcome(&outcome, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, row->sentence);
}

/* Low memory does not end at 4 GiB everywhere. */
static void report_other_borders(struct kunit *test)
{
	const struct kdump_range main = { 0x38000000, 0x3c000000 };
	struct kdump_request request;
	struct kdump_plan plan;
	struct kdump_outcome outcome = { .plan = &plan, .main = main };
	char text[256];

	plan_for(test, "crashkernel=64M", &request, &plan);
	outcome.asked = kdump_request_main(&request);
	plan.low_end = SZ_1G;
	kdump_report_outcome(&outcome, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=64M: reserved 64 MiB below 1 GiB: 0x38000000-0x3bffffff");
	plan.low_end = MIB(896);
	kdump_report_outcome(&outcome, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=64M: reserved 64 MiB below 896 MiB: 0x38000000-0x3bffffff");
}

static void report_shrunk(struct kunit *test)
{
	const struct kdump_range main = { 0x120000000, 0x124001000 };
	const struct kdump_range low = { 0x6f000000, 0x70000000 };
	const struct kdump_range none = { };
	const struct kdump_lent no_lent = { };
	const struct kdump_lent lent = {
		.range = { { GIB4, GIB4 + SZ_1G } }, .count = 1,
	};
	char text[160];

	kdump_report_shrunk(&main, &low, &no_lent, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "shrunk to 65540 KiB: 0x120000000-0x124000fff, and 16 MiB of low memory: 0x6f000000-0x6fffffff");
	kdump_report_shrunk(&low, &none, &no_lent, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "shrunk to 16 MiB: 0x6f000000-0x6fffffff");
	kdump_report_shrunk(&low, &none, &lent, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "shrunk to 16 MiB: 0x6f000000-0x6fffffff; 1024 MiB lent to user space: 0x100000000-0x13fffffff");
	kdump_report_shrunk(&none, &none, &no_lent, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "nothing reserved: all of it was given back");
}

static const char lent_text[] = "crashkernel=1G,cma";

static const struct kdump_crashkernel lent_asked = {
	.form = KDUMP_FORM_CMA,
	.size = SZ_1G,
	.parameter = { lent_text, sizeof(lent_text) - 1 },
};

static void expect_lent(struct kunit *test, const struct kdump_lent *lent,
			const char *sentence)
{
	const struct kdump_range main = { 0x77000000, 0x7b000000 };
	struct kdump_request request;
	struct kdump_plan plan;
	struct kdump_outcome outcome = {
		.plan = &plan, .main = main, .lent_asked = &lent_asked,
		.lent = lent,
	};
	static char text[KDUMP_SENTENCE_MAX];

	plan_for(test, "crashkernel=64M", &request, &plan);
	outcome.asked = kdump_request_main(&request);
	kdump_report_outcome(&outcome, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text, sentence);
}

#define RESERVED_64M \
	"crashkernel=64M: reserved 64 MiB below 4 GiB: 0x77000000-0x7affffff"

static void report_lent(struct kunit *test)
{
	const struct kdump_lent one = {
		.range = { { GIB4, GIB4 + SZ_1G } }, .count = 1,
	};
	const struct kdump_lent some = {
		.range = { { GIB4, GIB4 + SZ_512M }, { MIB(32), MIB(32 + 256) } },
		.count = 2,
		.missing = MIB(256),
	};
	const struct kdump_lent none = { .missing = SZ_1G };

	expect_lent(test, &one,
		    RESERVED_64M "; crashkernel=1G,cma: 1024 MiB lent to user space: 0x100000000-0x13fffffff");
	expect_lent(test, &some,
		    RESERVED_64M "; crashkernel=1G,cma: 768 MiB lent to user space: 0x100000000-0x11fffffff, 0x2000000-0x11ffffff; there is no place for the other 256 MiB");
	expect_lent(test, &none,
		    RESERVED_64M "; crashkernel=1G,cma: nothing lent to user space: there is no place for it");
}

/* What goes with a region is of no use alone, nor without CMA. */
static void report_lent_refused(struct kunit *test)
{
	char text[160];

	kdump_report_lent_alone(&lent_asked, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=1G,cma: alone reserves nothing: add crashkernel=size");
	kdump_report_no_cma(&lent_asked.parameter, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=1G,cma: ignored: this kernel is built without CONFIG_CMA: set it, or ask for crashkernel=size only");
}

static void report_error(struct kunit *test)
{
	const struct kdump_diag diag = {
		.value = 13, .rule = KDUMP_AT_COLUMN, .expected = "a number",
	};
	const struct kdump_parameter parameter = { "crashkernel=x quiet", 13 };
	char text[128];

	kdump_report_error(&parameter, &diag, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=x: ignored: column 13: expected a number");
}

/* Nothing to reserve is no error, but a user who expects a dump must see it. */
static void report_zero(struct kunit *test)
{
	static const char zero[] = "crashkernel=0", list[] = "crashkernel=1G-2G:64M";
	struct kdump_crashkernel asked = {
		.parameter = { zero, strlen(zero) },
	};
	char text[128];

	kdump_report_zero(&asked, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=0: nothing reserved: its size for this machine is 0");
	asked.uncovered = true;
	asked.parameter = (struct kdump_parameter){ list, strlen(list) };
	kdump_report_zero(&asked, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=1G-2G:64M: nothing reserved: none of its ranges covers this machine's RAM");
}

/* Regression: they went out as they came, and one sentence became two lines. */
static void report_control_characters(struct kunit *test)
{
	const struct kdump_diag diag = {
		.value = 14, .rule = KDUMP_AT_COLUMN, .expected = "'@offset' or the end",
	};
	static const char line[] = "crashkernel=1\"\n\x1b[2J\x7f\" quiet";
	const struct kdump_parameter parameter = { line, strlen(line) - 6 };
	char text[128];

	kdump_report_error(&parameter, &diag, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "crashkernel=1\"??[2J?\": ignored: column 14: expected '@offset' or the end");
}

/* The log is not for a command line of kilobytes. */
static void report_long_parameter(struct kunit *test)
{
	const struct kdump_diag diag = {
		.value = 1999, .rule = KDUMP_AT_COLUMN, .expected = "a number",
	};
	struct kdump_parameter parameter = { .length = 2000 };
	char *line = kunit_kzalloc(test, 2001, GFP_KERNEL);
	char text[512];

	KUNIT_ASSERT_NOT_NULL(test, line);
	memset(line, '1', 2000);
	parameter.text = line;
	kdump_report_error(&parameter, &diag, text, sizeof(text));
	KUNIT_EXPECT_EQ(test, strspn(text, "1"), 100);
	KUNIT_EXPECT_STREQ(test, text + 100,
			   "...: ignored: column 1999: expected a number");
}

/* Whatever the size of the buffer, it ends in NUL and nothing is written past it. */
static void report_small_buffer(struct kunit *test)
{
	const struct sentence_row *row = &sentence_rows[0];
	struct kdump_request request;
	struct kdump_plan plan;
	struct kdump_outcome outcome = { .plan = &plan, .main = row->main };
	char text[128];
	size_t size;

	plan_for(test, row->text, &request, &plan);
	outcome.asked = kdump_request_main(&request);
	for (size = 1; size < sizeof(text); size++) {
		memset(text, 'x', sizeof(text));
		kdump_report_outcome(&outcome, text, size);
		KUNIT_EXPECT_LT(test, strnlen(text, size), size);
		KUNIT_EXPECT_EQ(test, text[size], 'x');
		KUNIT_EXPECT_EQ(test, strncmp(text, row->sentence,
					      strlen(text)), 0);
	}
}

static struct kunit_case report_cases[] = {
	KUNIT_CASE_PARAM(report_outcome, sentence_gen_params),
	KUNIT_CASE(report_other_borders),
	KUNIT_CASE(report_shrunk),
	KUNIT_CASE(report_lent),
	KUNIT_CASE(report_lent_refused),
	KUNIT_CASE(report_error),
	KUNIT_CASE(report_zero),
	KUNIT_CASE(report_control_characters),
	KUNIT_CASE(report_long_parameter),
	KUNIT_CASE(report_small_buffer),
	{}
};

static struct kunit_suite report_suite = {
	.name = "kdump_report",
	.test_cases = report_cases,
};

kunit_test_suite(report_suite);
