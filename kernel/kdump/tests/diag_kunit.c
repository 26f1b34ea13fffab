// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of diag.c: a message of each kind, word for word.
 */
#include <kunit/test.h>

#include "lib/diag.h"

struct diag_row {
	struct kdump_diag diag;
	const char *text;
};

static const struct diag_row diag_rows[] = {
	{ { "e_type", 3, KDUMP_MUST_BE, 4, KDUMP_NO_ENTRY },
	  "e_type is 0x3, must be 0x4" },
	{ { "size", 0x10, KDUMP_AT_LEAST, 0x40, KDUMP_NO_ENTRY, "it is cut" },
	  "size is 0x10, must be at least 0x40: it is cut" },
	{ { "p_offset", U64_MAX, KDUMP_AT_MOST, 0x1000, 7, .part = "program header" },
	  "p_offset of program header 7 is 0xffffffffffffffff, must be at most 0x1000" },
	{ { "boot_flag", 0, KDUMP_EXPECTED, .expected = "0xaa55" },
	  "boot_flag is 0x0, expected 0xaa55" },
	{ { "column", 13, KDUMP_AT_COLUMN, .expected = "a number" },
	  "column 13: expected a number" },
	{ { "kernel", 512, KDUMP_ENDS_EARLY, 1024 },
	  "truncated: 512 of 1024 bytes, the file ends in the kernel" },
	{ { "segment", 0x1000, KDUMP_REFUSED, 0x1fff, 2, "is not page aligned" },
	  "segment 2 (0x1000-0x1fff) is not page aligned" },
};

static void diag_text(struct kunit *test)
{
	char text[KDUMP_DIAG_SIZE];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(diag_rows); i++) {
		kdump_diag_string(&diag_rows[i].diag, text, sizeof(text));
		KUNIT_EXPECT_STREQ(test, text, diag_rows[i].text);
	}
}

static struct kunit_case diag_cases[] = {
	KUNIT_CASE(diag_text),
	{}
};

static struct kunit_suite diag_suite = {
	.name = "kdump_diag",
	.test_cases = diag_cases,
};

kunit_test_suite(diag_suite);
