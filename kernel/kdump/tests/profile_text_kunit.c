// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of profile_text.c: which entries a value leaves out, and what in it
 * means nothing.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "capture/capture.h"

static const char *const names[] = { "pty", "pty-sysfs", "lapic", NULL };

/* One character an entry of names: '-' if it is left out. */
struct value_row {
	const char *text;
	const char *lacks;
	const char *unknown;
};

static const struct value_row value_rows[] = {
	{ NULL, "+++" },
	{ "", "+++" },
	{ "off", "---" },
	{ "-pty", "-++" },
	{ "-pty-sysfs", "+-+" },
	{ "-lapic,-pty", "-+-" },
	{ "-pty,-pty", "-++" },
	{ "-pty,off", "---" },
	{ "-lapic,", "++-" },

	{ "pty", "+++", "pty" },
	{ "-pt", "+++", "-pt" },
	{ "-ptyx,-pty", "-++", "-ptyx" },
	{ "-pty,x,y", "-++", "x" },
	{ "--pty", "+++", "--pty" },
	{ "-", "+++", "-" },
	{ ",-pty", "-++", "" },
	{ "-pty,,", "-++", "" },
	{ "offline", "+++", "offline" },
	{ "-off", "+++", "-off" },
	{ " off", "+++", " off" },
};

static void values_leave_entries_out(struct kunit *test)
{
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(value_rows); i++)
		for (n = 0; names[n]; n++)
			KUNIT_EXPECT_EQ_MSG(test,
					    kdump_profile_lacks(value_rows[i].text,
								names[n]),
					    value_rows[i].lacks[n] == '-',
					    "row %u, %s", i, names[n]);
}

static void words_without_a_meaning_are_found(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(value_rows); i++) {
		const struct value_row *row = &value_rows[i];
		size_t length = 0;
		const char *word = kdump_profile_unknown(row->text, names,
							 &length);

		KUNIT_EXPECT_EQ_MSG(test, !word, !row->unknown, "row %u", i);
		if (!word || !row->unknown)
			continue;
		KUNIT_EXPECT_EQ_MSG(test, length, strlen(row->unknown),
				    "row %u", i);
		KUNIT_EXPECT_MEMEQ_MSG(test, word, row->unknown, length,
				       "row %u", i);
	}
}

static struct kunit_case profile_text_cases[] = {
	KUNIT_CASE(values_leave_entries_out),
	KUNIT_CASE(words_without_a_meaning_are_found),
	{}
};

static struct kunit_suite profile_text_suite = {
	.name = "kdump_profile_text",
	.test_cases = profile_text_cases,
};

kunit_test_suite(profile_text_suite);

MODULE_DESCRIPTION("KUnit tests of kdump.profile=");
MODULE_LICENSE("GPL");
