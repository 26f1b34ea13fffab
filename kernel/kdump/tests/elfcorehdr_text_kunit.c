// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for elfcorehdr_text.c.
 */
#include <kunit/test.h>

#include "describe/elfcorehdr_text.h"
#include "kdump_kunit.h"

struct text_case {
	const char *text;
	/* NULL if there is no address in it. */
	const char *rest;
	u64 address;
	u64 size;
};

static const struct text_case text_cases[] = {
	{ "0x1000", "", 0x1000 },
	{ "4096", "", 4096 },
	{ "64M", "", MIB(64) },
	{ "64m", "", MIB(64) },
	{ "0", "", 0 },
	{ "0x7ffffffffff000", "", 0x7ffffffffff000ULL },
	{ "4K@0x1000", "", 0x1000, KIB(4) },
	{ "1G@0x12345000", "", 0x12345000, GIB(1) },
	{ "0x1000@3G", "", GIB(3), 0x1000 },

	{ "0x1000 ", " ", 0x1000 },
	{ "0x1000,x", ",x", 0x1000 },
	{ "0x1000x", "x", 0x1000 },
	{ "64MB", "B", MIB(64) },
	{ "4K@0x1000@1", "@1", 0x1000, KIB(4) },
	{ "0x", "x", 0 },

	{ "" },
	{ "x" },
	{ "M" },
	{ "-1" },
	{ "+1" },
	{ " 0x1000" },
	{ "@0x1000" },
	{ "0x1000@" },
	{ "0x1000@x" },
	{ "0x1000@M" },
};

static void elfcorehdr_is_parsed(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(text_cases); i++) {
		const struct text_case *c = &text_cases[i];
		struct kdump_elfcorehdr_text found = { 1, 2, "untouched" };
		int error = kdump_elfcorehdr_parse(c->text, &found);

		KUNIT_EXPECT_EQ_MSG(test, error, c->rest ? 0 : -EINVAL, "'%s'",
				    c->text);
		KUNIT_EXPECT_STREQ_MSG(test, found.rest, c->rest ?: "untouched",
				       "'%s'", c->text);
		KUNIT_EXPECT_EQ_MSG(test, found.address,
				    c->rest ? c->address : 1, "'%s'", c->text);
		KUNIT_EXPECT_EQ_MSG(test, found.size, c->rest ? c->size : 2,
				    "'%s'", c->text);
	}
}

static struct kunit_case elfcorehdr_text_cases[] = {
	KUNIT_CASE(elfcorehdr_is_parsed),
	{}
};

static struct kunit_suite elfcorehdr_text_suite = {
	.name = "kdump_elfcorehdr_text",
	.test_cases = elfcorehdr_text_cases,
};

kunit_test_suite(elfcorehdr_text_suite);
