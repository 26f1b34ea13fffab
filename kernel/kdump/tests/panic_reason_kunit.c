// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of panic_reason.c: logs as machines left them, and what one would quote.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "record/panic_reason.h"

#define LINES_MAX 6

struct reason_row {
	const char *name;
	bool panic;
	const char *lines[LINES_MAX];
	const char *reason;
};

static const struct reason_row rows[] = {
	{
		"panic", true,
		{ "[    5.1] sysrq: Trigger a crash\n",
		  "[    5.2] Kernel panic - not syncing: sysrq triggered crash\n",
		  "[    5.3] CPU: 1 UID: 0 PID: 77 Comm: init\n" },
		"sysrq triggered crash",
	}, {
		"panic on an oops that is told too", true,
		{ "[    5.1] BUG: kernel NULL pointer dereference, address: 0\n",
		  "[    5.1] Oops: Oops: 0002 [#1] SMP\n",
		  "[    5.2][   T77] Kernel panic - not syncing: Fatal exception" },
		"Fatal exception",
	}, {
		"the last of two panics", true,
		{ "Kernel panic - not syncing: first\n",
		  "Kernel panic - not syncing: second\n" },
		"second",
	}, {
		"a panic without its line", true,
		{ "[    5.1] BUG: unable to handle page fault\n" },
		"",
	}, {
		"oops with a headline", false,
		{ "[    5.1] BUG: kernel NULL pointer dereference, address: 0\n",
		  "[    5.1] #PF: supervisor write access in kernel mode\n",
		  "[    5.1] Oops: Oops: 0002 [#1] SMP\n",
		  "[    5.1] CPU: 1 UID: 0 PID: 77 Comm: init\n" },
		"BUG: kernel NULL pointer dereference, address: 0",
	}, {
		"BUG()", false,
		{ "[    5.1] ------------[ cut here ]------------\n",
		  "[    5.1] kernel BUG at drivers/misc/lkdtm/bugs.c:105!\n",
		  "[    5.1] Oops: invalid opcode: 0000 [#1] SMP\n" },
		"kernel BUG at drivers/misc/lkdtm/bugs.c:105!",
	}, {
		"an older oops that was survived", false,
		{ "[    4.1] BUG: kernel NULL pointer dereference, address: 0\n",
		  "[    4.1] Oops: Oops: 0002 [#1] SMP\n",
		  "[    5.1] Oops: general protection fault: 0000 [#2] SMP\n" },
		"Oops: general protection fault: 0000 [#2] SMP",
	}, {
		"an oops as older kernels write it, with its caller", false,
		{ "[    5.1][   T77] divide error: 0000 [#1] SMP NOPTI\n" },
		"divide error: 0000 [#1] SMP NOPTI",
	}, {
		"an oops without a time", false,
		{ "divide error: 0000 [#1] SMP NOPTI\n" },
		"divide error: 0000 [#1] SMP NOPTI",
	}, {
		"an oops does not look at panics", false,
		{ "Kernel panic - not syncing: elsewhere\n" },
		"",
	}, {
		"nothing", true, { }, "",
	},
};

static void row_description(const struct reason_row *row, char *description)
{
	strscpy(description, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(reason, rows, row_description);

static void reason_of_a_log(struct kunit *test)
{
	const struct reason_row *row = test->param_value;
	struct kdump_reason reason = { };
	unsigned int i;

	for (i = 0; i < LINES_MAX && row->lines[i]; i++)
		kdump_reason_feed(&reason, row->lines[i], row->panic);
	KUNIT_EXPECT_STREQ(test, reason.text, row->reason);
}

static void long_lines_are_cut(struct kunit *test)
{
	struct kdump_reason reason = { };
	char line[sizeof(reason.text) + 64] = "BUG: ";

	memset(line + 5, 'x', sizeof(line) - 6);
	line[sizeof(line) - 1] = '\0';
	kdump_reason_feed(&reason, line, false);
	KUNIT_EXPECT_EQ(test, strlen(reason.text), sizeof(reason.text) - 1);
	KUNIT_EXPECT_TRUE(test, !strncmp(reason.text, line,
					 sizeof(reason.text) - 1));
}

static struct kunit_case reason_cases[] = {
	KUNIT_CASE_PARAM(reason_of_a_log, reason_gen_params),
	KUNIT_CASE(long_lines_are_cut),
	{ }
};

static struct kunit_suite reason_suite = {
	.name = "kdump_reason",
	.test_cases = reason_cases,
};

kunit_test_suite(reason_suite);

MODULE_DESCRIPTION("KUnit tests of the reason of a crash");
MODULE_LICENSE("GPL");
