// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of info.c: what vmcoreinfo says, and what it only seems to say.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/string.h>

static const char text[] =
	"OSRELEASE=6.12.1\n"
	"SYMBOL(a)=ffffffff81000000\n"
	"XSYMBOL(b)=1\n"
	"NUMBER(minus)=-4096\n"
	"NUMBER(plus)=4096\n"
	"NUMBER(plus)=8192\n"
	"NUMBER(big)=18446744073709551616\n"
	"NUMBER(word)=12ab\n"
	"NUMBER(none)=\n"
	"NUMBER(long)=00000000000000000000000000000000000001\n"
	"=7\n"
	"LAST=5";

static const struct kdump_info info = { text, sizeof(text) - 1 };

static void numbers(struct kunit *test)
{
	static const struct {
		const char *key;
		unsigned int base;
		int error;
		u64 value;
	} rows[] = {
		{ "SYMBOL(a)", 16, 0, 0xffffffff81000000 },
		{ "NUMBER(minus)", 10, 0, -4096ULL },
		{ "NUMBER(plus)", 10, 0, 4096 },
		{ "NUMBER(word)", 16, 0, 0x12ab },
		{ "SYMBOL(b)", 16, -ENOENT },
		{ "SYMBOL(", 16, -ENOENT },
		{ "SYMBOL(a)=", 16, -ENOENT },
		{ "LAST", 10, -ENOENT },
		{ "NUMBER(big)", 10, -EINVAL },
		{ "NUMBER(word)", 10, -EINVAL },
		{ "NUMBER(none)", 10, -EINVAL },
		{ "NUMBER(long)", 10, -EINVAL },
	};
	unsigned int i;
	u64 value;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		value = 99;
		KUNIT_EXPECT_EQ_MSG(test, kdump_info_number(&info, rows[i].key,
							    rows[i].base,
							    &value),
				    rows[i].error, "%s", rows[i].key);
		KUNIT_EXPECT_EQ_MSG(test, value,
				    rows[i].error ? 99 : rows[i].value, "%s",
				    rows[i].key);
	}
}

static void strings(struct kunit *test)
{
	char value[9] = "before";

	KUNIT_EXPECT_EQ(test, kdump_info_string(&info, "LAST", value,
						sizeof(value)), -ENOENT);
	KUNIT_EXPECT_EQ(test, kdump_info_string(&info, "OSRELEASE", value, 6),
			-E2BIG);
	KUNIT_EXPECT_STREQ(test, value, "before");
	KUNIT_EXPECT_EQ(test, kdump_info_string(&info, "OSRELEASE", value,
						sizeof(value)), 0);
	KUNIT_EXPECT_STREQ(test, value, "6.12.1");
	KUNIT_EXPECT_EQ(test, kdump_info_string(&info, "NUMBER(none)", value,
						sizeof(value)), 0);
	KUNIT_EXPECT_STREQ(test, value, "");
}

static void no_text(struct kunit *test)
{
	static const struct kdump_info none;
	char value[8];

	KUNIT_EXPECT_EQ(test, kdump_info_string(&none, "A", value,
						sizeof(value)), -ENOENT);
}

static struct kunit_case info_cases[] = {
	KUNIT_CASE(numbers),
	KUNIT_CASE(strings),
	KUNIT_CASE(no_text),
	{}
};

static struct kunit_suite info_suite = {
	.name = "kdump_info",
	.test_cases = info_cases,
};

kunit_test_suite(info_suite);
