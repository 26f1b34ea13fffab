// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of entry_rules.c: which kernels unpack themselves, and why.
 */
#include <kunit/test.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "bzimage_header.h"
#include "entry_rules.h"

static const struct kdump_bzimage image = {
	.header = {
		.payload_offset = 0x400,
		.payload_length = 0x1000,
		.xloadflags = XLF_5LEVEL | XLF_5LEVEL_ENABLED,
	},
	.memory_size = SZ_16M,
	.alignment = SZ_2M,
};

static const struct kdump_bzimage image_four_levels = {
	.header = {
		.payload_offset = 0x400,
		.payload_length = 0x1000,
		.xloadflags = XLF_5LEVEL,
	},
	.memory_size = SZ_1G,
	.alignment = SZ_16M,
};

static const struct {
	const char *name;
	const struct kdump_bzimage *image;
	struct kdump_x86_start start;
	/* A word of the reason; NULL if it is unpacked. */
	const char *why;
} starts[] = {
	{ "crash", &image, { .by_crash = true }, NULL },
	{ "crash, five levels", &image,
	  { .by_crash = true, .five_level = true }, NULL },
	{ "crash, five levels for four", &image_four_levels,
	  { .by_crash = true, .five_level = true }, "built for four levels" },
	{ "crash, four levels for four", &image_four_levels,
	  { .by_crash = true }, NULL },
	{ "crash, no5lvl in five levels", &image,
	  { .by_crash = true, .five_level = true, .no5lvl = true }, "no5lvl" },
	{ "crash, no5lvl in four levels", &image,
	  { .by_crash = true, .no5lvl = true }, NULL },
	{ "crash, encrypted", &image,
	  { .by_crash = true, .encrypted = true }, "encryption" },
	{ "crash, to be encrypted", &image,
	  { .by_crash = true, .mem_encrypt = true }, "mem_encrypt=on" },
	{ "crash, nokaslr", &image,
	  { .by_crash = true, .nokaslr = true }, NULL },
	{ "no crash", &image, { }, "random addresses" },
	{ "no crash, nokaslr", &image, { .nokaslr = true }, NULL },
	{ "no crash, nokaslr, encrypted", &image,
	  { .nokaslr = true, .encrypted = true }, "encryption" },
};

static void expect_why(struct kunit *test, const char *name,
		       const char *why, const char *expected)
{
	if (!expected)
		KUNIT_EXPECT_NULL_MSG(test, why, "%s: %s", name, why);
	else
		KUNIT_EXPECT_TRUE_MSG(test, why && strstr(why, expected),
				      "%s: %s", name, why ?: "unpacked");
}

static void entry_rules_start(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(starts); i++)
		expect_why(test, starts[i].name,
			   kdump_x86_why_packed(starts[i].image,
						&starts[i].start),
			   starts[i].why);
}

static void entry_rules_file(struct kunit *test)
{
	const struct kdump_x86_start start = { .by_crash = true };
	struct kdump_bzimage changed = image;

	changed.header.payload_length = 0;
	expect_why(test, "no payload", kdump_x86_why_packed(&changed, &start),
		   "where the compressed part is");
	changed = image;
	changed.alignment = SZ_1M;
	expect_why(test, "aligned to 1 MiB",
		   kdump_x86_why_packed(&changed, &start), "2 MiB");
	changed = image;
	changed.memory_size = SZ_1G + SZ_4K;
	expect_why(test, "larger than kernels are",
		   kdump_x86_why_packed(&changed, &start), "than any kernel");
}

static struct kunit_case entry_rules_cases[] = {
	KUNIT_CASE(entry_rules_start),
	KUNIT_CASE(entry_rules_file),
	{}
};

static struct kunit_suite entry_rules_suite = {
	.name = "kdump_entry_rules",
	.test_cases = entry_rules_cases,
};

kunit_test_suite(entry_rules_suite);
