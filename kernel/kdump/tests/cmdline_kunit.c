// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of cmdline.c: what each crashkernel= parameter asks for, or where it
 * is wrong and what is said about it. Whole command lines are in
 * cmdline_words_kunit.c.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "reserve/cmdline.h"
#include "kdump_kunit.h"

/*
 * One parameter and what is made of it. In a wrong one a '^' stands in front
 * of the character that is to be blamed; it is not part of the text.
 */
struct parse_row {
	const char *text;
	u64 ram;
	const char *expected;
	struct kdump_crashkernel want;
};

#define VALID(_text, _ram, ...) \
	{ .text = _text, .ram = _ram, .want = { __VA_ARGS__ } }
#define PLAIN(_text, _size) \
	VALID(_text, GIB(4), KDUMP_FORM_PLAIN, _size, 0, false)
#define AT(_text, _size, _offset) \
	VALID(_text, GIB(4), KDUMP_FORM_PLAIN, _size, _offset, false)
#define STRICT(_text, _size, _offset) \
	VALID(_text, GIB(4), KDUMP_FORM_PLAIN, _size, _offset, true)
#define HIGH(_text, _size) \
	VALID(_text, GIB(4), KDUMP_FORM_HIGH, _size, 0, false)
#define LOW(_text, _size) \
	VALID(_text, GIB(4), KDUMP_FORM_LOW, _size, 0, false)
#define CMA(_text, _size) \
	VALID(_text, GIB(4), KDUMP_FORM_CMA, _size, 0, false)
#define UNCOVERED_ON(_ram, _text, ...) \
	VALID(_text, _ram, .uncovered = true, ##__VA_ARGS__)
#define UNCOVERED(_text, ...) UNCOVERED_ON(GIB(4), _text, ##__VA_ARGS__)
#define ON_RAM(_ram, _text, _size) \
	VALID(_text, _ram, KDUMP_FORM_PLAIN, _size, 0, false)

#define WRONG_ON(_ram, _text, _expected) \
	{ .text = _text, .ram = _ram, .expected = _expected }
#define WRONG(_text, _expected) WRONG_ON(GIB(4), _text, _expected)

#define NUMBER "a number"
#define FITS_64 "a size that fits 64 bits"
#define NOT_TINY "a size of 1M or more"
#define BELOW_RAM "a size below this machine's RAM"
#define PLACE_OR_END "'@offset' or the end"
#define STRICT_OR_END "',strict' or the end"
#define HIGH_OR_LOW "'high', 'low' or 'cma'"
#define ONLY_STRICT "'strict'"
#define THE_END "the end"
#define OFFSET_NOT_ZERO "an offset above 0"
#define RANGE_DASH "'-' of a range start-[end]:size"
#define RANGE_SIZE "':' and the size for this range"
#define RANGE_ORDER "a range end above its start"
#define RANGE_MORE "another range start-[end]:size"

static const struct parse_row parse_rows[] = {
	/* A size: each base, each suffix, either case. */
	PLAIN("256M", MIB(256)),
	PLAIN("256m", MIB(256)),
	PLAIN("268435456", MIB(256)),
	PLAIN("262144k", MIB(256)),
	PLAIN("262144K", MIB(256)),
	PLAIN("0x10000000", MIB(256)),
	PLAIN("0X10000000", MIB(256)),
	PLAIN("0X100M", MIB(256)),
	PLAIN("0xaBM", MIB(0xab)),
	PLAIN("010M", MIB(8)),
	PLAIN("000000400M", MIB(256)),
	PLAIN("1G", GIB(1)),
	PLAIN("1g", GIB(1)),
	PLAIN("1M", MIB(1)),
	PLAIN("1048576", MIB(1)),
	PLAIN("1048577", MIB(1) + 1),
	PLAIN("4095M", MIB(4095)),
	PLAIN("4294967295", GIB(4) - 1),
	ON_RAM(GIB(4) << 10, "1T", GIB(1) << 10),
	ON_RAM(GIB(4) << 10, "1t", GIB(1) << 10),
	ON_RAM(GIB(4) << 20, "1P", GIB(1) << 20),
	ON_RAM(GIB(4) << 20, "1p", GIB(1) << 20),
	ON_RAM(U64_MAX, "1E", GIB(1) << 30),
	ON_RAM(U64_MAX, "15e", GIB(15) << 30),
	ON_RAM(U64_MAX, "0xfffffffffffffffe", U64_MAX - 1),
	ON_RAM(U64_MAX, "18446744073709551614", U64_MAX - 1),
	ON_RAM(U64_MAX, "01777777777777777777776", U64_MAX - 1),

	/* No number where one belongs. */
	WRONG("^", NUMBER),
	WRONG("^auto", NUMBER),
	WRONG("^-256M", NUMBER),
	WRONG("^+256M", NUMBER),
	WRONG("^\"128M\"", NUMBER),
	WRONG("^,high", NUMBER),
	WRONG("^,low", NUMBER),
	WRONG("^,", NUMBER),
	WRONG("^@16M", NUMBER),
	WRONG("^M", NUMBER),
	WRONG("^K128", NUMBER),
	WRONG("^ 128M", NUMBER),
	WRONG("^=128M", NUMBER),
	WRONG("^x100M", NUMBER),
	WRONG("0x^", NUMBER),
	WRONG("0x^M", NUMBER),
	WRONG("0X^g00000", NUMBER),
	WRONG("^\xff", NUMBER),
	WRONG("^\xb2M", NUMBER),

	/* Sizes that no 64 bits hold, and their neighbours. */
	WRONG("^18446744073709551872M", FITS_64),
	WRONG("^18446744073709551616", FITS_64),
	WRONG("^0x10000000000000000", FITS_64),
	WRONG("^02000000000000000000000", FITS_64),
	WRONG("^17E", FITS_64),
	WRONG("^16E", FITS_64),
	WRONG("^16384P", FITS_64),
	WRONG("^18014398509481984K", FITS_64),
	WRONG("^99999999999999999999G", FITS_64),
	WRONG("^184467440737095516160", FITS_64),
	WRONG("256M@^17E", FITS_64),
	WRONG("256M@^18446744073709551616", FITS_64),

	/* Sizes a dump cannot live in. */
	WRONG("^1", NOT_TINY),
	WRONG("^4095", NOT_TINY),
	WRONG("^0x40E", NOT_TINY),
	WRONG("^1023K", NOT_TINY),
	WRONG("^1048575", NOT_TINY),
	WRONG("^1,high", NOT_TINY),
	WRONG("^1023K,low", NOT_TINY),
	WRONG("^4G", BELOW_RAM),
	WRONG("^4294967296", BELOW_RAM),
	WRONG("^15E", BELOW_RAM),
	WRONG("^4G,low", BELOW_RAM),
	WRONG("^5G,high", BELOW_RAM),
	WRONG("^4G@16M", BELOW_RAM),
	WRONG_ON(MIB(256), "^256M", BELOW_RAM),
	WRONG_ON(0, "^1M", BELOW_RAM),
	ON_RAM(MIB(257), "256M", MIB(256)),
	ON_RAM(MIB(1) + 1, "1M", MIB(1)),

	/* 0 asks for nothing. */
	PLAIN("0", 0),
	PLAIN("0M", 0),
	PLAIN("0x0", 0),
	PLAIN("00", 0),
	AT("0@16M", 0, MIB(16)),
	STRICT("0@1G,strict", 0, GIB(1)),
	HIGH("0,high", 0),
	PLAIN("1G-8G:0,8G-:64M", 0),
	PLAIN("0-:0", 0),
	ON_RAM(MIB(512), "0M-1G:0M,1G-4G:160M", 0),
	ON_RAM(0, "0", 0),

	/* Characters after a size. */
	WRONG("256M^;", PLACE_OR_END),
	WRONG("256M^M", PLACE_OR_END),
	WRONG("256M^B", PLACE_OR_END),
	WRONG("256^ M", PLACE_OR_END),
	WRONG("256M^\"", PLACE_OR_END),
	WRONG("256^x", PLACE_OR_END),
	WRONG("256^.5M", PLACE_OR_END),
	WRONG("0^8M", PLACE_OR_END),
	WRONG("012^8M", PLACE_OR_END),
	WRONG("256M^\xe7", PLACE_OR_END),
	WRONG("128M^:", RANGE_DASH),
	WRONG("256M,^", HIGH_OR_LOW),
	WRONG("256M,^hi", HIGH_OR_LOW),
	WRONG("256M,^High", HIGH_OR_LOW),
	WRONG("256M,^lo", HIGH_OR_LOW),
	WRONG("256M,^,high", HIGH_OR_LOW),
	WRONG("256M,^128M", HIGH_OR_LOW),
	WRONG("256M,^ high", HIGH_OR_LOW),
	WRONG("256M,^strict", HIGH_OR_LOW),

	/* An offset. */
	AT("64M@1G", MIB(64), GIB(1)),
	AT("256M@17M", MIB(256), MIB(17)),
	AT("256M@0x40100000", MIB(256), 0x40100000),
	AT("256M@1", MIB(256), 1),
	AT("256M@4G", MIB(256), GIB(4)),
	AT("256M@0xfffffffff0000000", MIB(256), 0xfffffffff0000000),
	AT("256M@0xffffffffffffffff", MIB(256), U64_MAX),
	AT("256M@0", MIB(256), 0),
	AT("256M@0M", MIB(256), 0),
	STRICT("64M@1G,strict", MIB(64), GIB(1)),
	WRONG("256M@^", NUMBER),
	WRONG("256M@^foo", NUMBER),
	WRONG("256M@^@1G", NUMBER),
	WRONG("256M@^-1G", NUMBER),
	WRONG("256M@1G^@2G", STRICT_OR_END),
	WRONG("256M@1G^strict", STRICT_OR_END),
	WRONG("64M@16M^:foo", STRICT_OR_END),
	WRONG("64M@16M^-", STRICT_OR_END),
	WRONG("256M@1G,^", ONLY_STRICT),
	WRONG("256M@1G,^high", ONLY_STRICT),
	WRONG("256M@1G,^low", ONLY_STRICT),
	WRONG("256M@1G,^stric", ONLY_STRICT),
	WRONG("256M@1G,^STRICT", ONLY_STRICT),
	WRONG("256M@0,^high", ONLY_STRICT),
	WRONG("256M@^0,strict", OFFSET_NOT_ZERO),
	WRONG("1G-:256M@^0K,strict", OFFSET_NOT_ZERO),
	WRONG("1G-:256M@1G,strict^x", THE_END),
	WRONG("256M@1G,strict^x", THE_END),
	WRONG("256M@1G,strict^,strict", THE_END),

	/* High and low. */
	HIGH("256M,high", MIB(256)),
	HIGH("0x10000000,high", MIB(256)),
	LOW("128M,low", MIB(128)),
	LOW("256M,low", MIB(256)),
	LOW("0,low", 0),
	LOW("0M,low", 0),
	LOW("1M,low", MIB(1)),
	CMA("256M,cma", MIB(256)),
	CMA("1G,cma", GIB(1)),
	CMA("0,cma", 0),
	WRONG("^,cma", NUMBER),
	WRONG("^1023K,cma", NOT_TINY),
	WRONG("^4G,cma", BELOW_RAM),
	WRONG("256M,^CMA", HIGH_OR_LOW),
	WRONG("256M,cma^2", THE_END),
	WRONG("256M,cma^@1G", THE_END),
	WRONG("256M,cma^,high", THE_END),
	WRONG("256M,high^,cma", THE_END),
	WRONG("256M@1G,^cma", ONLY_STRICT),
	WRONG("1G-:64M,^cma", RANGE_MORE),
	WRONG("256M,high^,low", THE_END),
	WRONG("256M,high^er", THE_END),
	WRONG("256M,high^@1G", THE_END),
	WRONG("256M,high^ ", THE_END),
	WRONG("256M,low^,high", THE_END),
	WRONG("0,low^,", THE_END),
	WRONG("0,low^M", THE_END),

	/* Ranges: the first one that covers RAM counts, in any order. */
	PLAIN("512M-2G:64M,2G-:128M", MIB(128)),
	AT("512M-2G:64M,2G-:128M@1G", MIB(128), GIB(1)),
	STRICT("512M-2G:64M,2G-:128M@1G,strict", MIB(128), GIB(1)),
	PLAIN("1G-4G:64M,4G-:192M", MIB(192)),
	PLAIN("4G-:192M", MIB(192)),
	PLAIN("0-2G:64M,2G-:128M", MIB(128)),
	PLAIN("0-:128M", MIB(128)),
	PLAIN("1G-:64M@0", MIB(64)),
	PLAIN("1G-8G:64M,8G-:16G", MIB(64)),
	PLAIN("8G-:16G,1G-8G:64M", MIB(64)),
	PLAIN("8G-:0,1G-8G:64M", MIB(64)),
	PLAIN("8G-:1,1G-8G:64M", MIB(64)),
	PLAIN("1G-:64M,2G-:128M", MIB(64)),
	PLAIN("0x40000000-0200G:64M,0200G-:1", MIB(64)),
	AT("8G-:128M,2G-:64M@1G", MIB(64), GIB(1)),
	WRONG("^M-:128M", NUMBER),
	WRONG("^-2G:64M", NUMBER),
	WRONG("1G-:^", NUMBER),
	WRONG("1G-:^,2G-:64M", NUMBER),
	WRONG("1G-^M:64M", NUMBER),
	WRONG("1G-^-:64M", NUMBER),
	WRONG("1G-:^-", NUMBER),
	WRONG("1G-:64M@^", NUMBER),
	WRONG("1G^:64M", RANGE_DASH),
	WRONG("1G-8G:64M,8G^", RANGE_DASH),
	WRONG("1G-8G:64M,8G^:128M", RANGE_DASH),
	WRONG("1G-8G:64M,8^,", RANGE_DASH),
	WRONG("1G-8G:64M,0^junk", RANGE_DASH),
	WRONG("1G-8G^", RANGE_SIZE),
	WRONG("1G-8G^,64M", RANGE_SIZE),
	WRONG("1G-8G^@1G", RANGE_SIZE),
	WRONG("1G-8G^-16G:64M", RANGE_SIZE),
	WRONG("2G-^1G:64M", RANGE_ORDER),
	WRONG("2G-^2G:64M", RANGE_ORDER),
	WRONG("0-^0:64M", RANGE_ORDER),
	WRONG("1G-8G:64M,9G-^8G:1G", RANGE_ORDER),
	WRONG("1G-:64M^;junk", PLACE_OR_END),
	WRONG("1G-8G:64M^:", PLACE_OR_END),
	WRONG("1G-8G:64M^ ", PLACE_OR_END),
	WRONG("2G-:128M@16M,^512M-2G:64M", ONLY_STRICT),
	WRONG("1G-:64M@1G,^high", ONLY_STRICT),
	WRONG("1G-8G:64M,^", RANGE_MORE),
	WRONG("1G-2G:64M,^", RANGE_MORE),
	WRONG("1G-8G:64M,^junk", RANGE_MORE),
	WRONG("1G-2G:64M,^junk", RANGE_MORE),
	WRONG("1G-8G:64M,^,8G-:1G", RANGE_MORE),
	WRONG("1G-8G:64M,^ 8G-:1G", RANGE_MORE),
	WRONG("1G-8G:64M,^M-:1G", RANGE_MORE),
	WRONG("1G-8G:64M,8G-:128M,^low", RANGE_MORE),
	WRONG("1G-:64M,^high", RANGE_MORE),
	WRONG("1G-:64M,^strict", RANGE_MORE),
	UNCOVERED("1G-2G:64M"),
	UNCOVERED("8G-:64M"),
	UNCOVERED("1G-2G:64M,8G-16G:128M@1G,strict", .offset = GIB(1),
		  .strict = true),
	WRONG("512M-2G:64M,2G-:^512K", NOT_TINY),
	WRONG("1G-:^4G", BELOW_RAM),
	WRONG("1G-:^4G@1G", BELOW_RAM),
	WRONG("1G-:^17E", FITS_64),
	WRONG("1G-^17E:64M", FITS_64),
	WRONG("1G-8G:64M,8G-:^17E", FITS_64),

	/* The README's example on both sides of its border. */
	UNCOVERED_ON(MIB(256), "512M-2G:64M,2G-:128M"),
	ON_RAM(MIB(512), "512M-2G:64M,2G-:128M", MIB(64)),
	ON_RAM(GIB(1), "512M-2G:64M,2G-:128M", MIB(64)),
	ON_RAM(GIB(2) - 1, "512M-2G:64M,2G-:128M", MIB(128)),
	ON_RAM(GIB(2), "512M-2G:64M,2G-:128M", MIB(128)),
	ON_RAM(GIB(6), "512M-2G:64M,2G-:128M", MIB(128)),

	/* Ranges see RAM in full multiples of 128 MiB, sizes do not. */
	ON_RAM(GIB(2) - MIB(128), "512M-2G:64M,2G-:128M", MIB(64)),
	ON_RAM(GIB(2) - MIB(128) + 1, "512M-2G:64M,2G-:128M", MIB(128)),
	ON_RAM(GIB(2) + 1, "0-2G:64M,2G-:128M", MIB(128)),
	ON_RAM(MIB(1) + 1, "128M-:1M", MIB(1)),
	WRONG_ON(MIB(500), "512M-:^500M", BELOW_RAM),
	ON_RAM(MIB(500) + 1, "512M-:500M", MIB(500)),
	ON_RAM(U64_MAX, "1G-:64M", MIB(64)),
	ON_RAM(U64_MAX, "0-0xffffffff00000000:1G,0xffffffff00000000-:2G",
	       GIB(2)),
	WRONG_ON(0, "0-:^64M", BELOW_RAM),
};

static void describe_parse_row(const struct parse_row *row, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "[%*pE] on %llu MiB",
		 (int)strlen(row->text), row->text, row->ram >> 20);
}

KUNIT_ARRAY_PARAM(parse, parse_rows, describe_parse_row);

/* Room after a parameter for what does not belong to it. */
#define TAIL_SIZE 16

/* Writes the parameter of a row; returns the column to blame, 0 for none. */
static unsigned int spell(struct kunit *test, const char *marked,
			  struct kdump_parameter *parameter, char **ret)
{
	size_t size = strlen("crashkernel=") + strlen(marked) + TAIL_SIZE;
	char *text = kunit_kzalloc(test, size, GFP_KERNEL);
	char *mark;

	KUNIT_ASSERT_NOT_NULL(test, text);
	snprintf(text, size, "crashkernel=%s", marked);
	mark = strchr(text, '^');
	if (mark)
		memmove(mark, mark + 1, strlen(mark));
	*parameter = (struct kdump_parameter){ text, strlen(text) };
	*ret = text;
	return mark ? mark - text + 1 : 0;
}

static void expect_asked(struct kunit *test, const char *text,
			 const struct kdump_crashkernel *got,
			const struct kdump_crashkernel *want)
{
	KUNIT_EXPECT_EQ_MSG(test, got->form, want->form, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, got->size, want->size, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, got->offset, want->offset, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, got->strict, want->strict, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, got->uncovered, want->uncovered, "%s", text);
}

/* A row answers the same whatever follows its last character in memory. */
static void parse_one_row(struct kunit *test)
{
	static const char * const tails[] = {
		"", "0", "1", "K", "x", ",high", ",strict", "@1G", "-:1G", " ",
	};
	static const struct kdump_crashkernel untouched = {
		KDUMP_FORMS, 1, 2, true,
	};
	const struct parse_row *row = test->param_value;
	struct kdump_crashkernel got;
	struct kdump_diag diag;
	struct kdump_parameter parameter;
	unsigned int column, i;
	char *text;
	int result;

	column = spell(test, row->text, &parameter, &text);
	for (i = 0; i < ARRAY_SIZE(tails); i++) {
		strscpy(text + parameter.length, tails[i], TAIL_SIZE);
		got = untouched;
		diag = (struct kdump_diag){ };
		result = kdump_cmdline_parse(&parameter, row->ram, &diag,
					     &got);
		/* One tail tells: ten times the same would flood the log. */
		KUNIT_ASSERT_EQ_MSG(test, result, row->expected ? -EINVAL : 0,
				    "%s", text);
		KUNIT_ASSERT_EQ_MSG(test, diag.value, column, "%s", text);
		KUNIT_ASSERT_STREQ_MSG(test, diag.expected ?: "",
				       row->expected ?: "", "%s", text);
		expect_asked(test, text, &got,
			     row->expected ? &untouched : &row->want);
	}
}

static int parse_text(const char *text, u64 ram,
		      struct kdump_diag *diag,
		      struct kdump_crashkernel *ret)
{
	struct kdump_parameter parameter = { text, strlen(text) };

	return kdump_cmdline_parse(&parameter, ram, diag, ret);
}

/* Every spelling of a number says that number, or that it does not fit. */
static void sizes_mean_what_they_spell(struct kunit *test)
{
	static const struct {
		const char *format;
		const char *suffixes;
	} bases[] = {
		{ "crashkernel=1M@%llu%.1s", " kMgTpE" },
		{ "crashkernel=1M@0%llo%.1s", " KmGtPe" },
		/* E is a digit here. */
		{ "crashkernel=1M@0x%llx%.1s", " kMgTp" },
		{ "crashkernel=1M@0X%llX%.1s", " KmGtP" },
	};
	const unsigned int number_column = sizeof("crashkernel=1M@");
	struct kdump_diag diag;
	struct kdump_crashkernel got;
	struct rnd_state random;
	unsigned int round;

	prandom_seed_state(&random, 1);
	for (round = 0; round < 20000; round++) {
		unsigned int base = random_below(&random, ARRAY_SIZE(bases));
		const char *suffixes = bases[base].suffixes;
		unsigned int suffix = random_below(&random, strlen(suffixes));
		u64 value = random_u64(&random);
		char text[64];
		int result;

		snprintf(text, sizeof(text), bases[base].format, value,
			 suffixes + suffix);
		result = parse_text(strim(text), GIB(4), &diag, &got);
		if (value << 10 * suffix >> 10 * suffix == value) {
			KUNIT_EXPECT_EQ_MSG(test, result, 0, "%s", text);
			KUNIT_EXPECT_EQ_MSG(test, got.offset,
					    value << 10 * suffix, "%s", text);
			continue;
		}
		KUNIT_EXPECT_EQ_MSG(test, result, -EINVAL, "%s", text);
		KUNIT_EXPECT_EQ_MSG(test, diag.value, number_column, "%s",
				    text);
		KUNIT_EXPECT_STREQ_MSG(test, diag.expected, FITS_64, "%s",
				       text);
	}
}

/* A range list chooses what a walk over its entries would. */
static void ranges_choose_the_first_that_covers(struct kunit *test)
{
	struct kdump_crashkernel got;
	struct kdump_diag diag;
	struct rnd_state random;
	unsigned int round;

	prandom_seed_state(&random, 2);
	for (round = 0; round < 5000; round++) {
		u64 ram = GIB(1) + prandom_u32_state(&random);
		u64 seen = DIV_ROUND_UP_ULL(ram, MIB(128)) * MIB(128);
		unsigned int entries = 1 + random_below(&random, 4);
		char text[160] = "crashkernel=";
		unsigned int length = strlen(text), i;
		u64 want = 0;
		int result;

		for (i = 0; i < entries; i++) {
			u64 start = MIB(128) * random_below(&random, 40);
			u64 end = start + MIB(128) * (1 + random_below(&random, 16));

			length += scnprintf(text + length,
					    sizeof(text) - length,
					    "%s%lluM-%lluM:%uM", i ? "," : "",
					    start >> 20, end >> 20, i + 1);
			if (!want && start <= seen && seen < end)
				want = MIB(i + 1);
		}
		result = parse_text(text, ram, &diag, &got);
		KUNIT_EXPECT_EQ_MSG(test, result, 0, "%s on %llx", text, ram);
		KUNIT_EXPECT_EQ_MSG(test, got.size, want, "%s on %llx", text,
				    ram);
		KUNIT_EXPECT_EQ_MSG(test, got.uncovered, !want, "%s on %llx",
				    text, ram);
	}
}

/* Whatever is typed is either a request that can be met or a place to blame. */
static void junk_is_understood_or_blamed(struct kunit *test)
{
	static const char * const pieces[] = {
		"0", "1", "7", "64M", "0x", "4G", "k", "E", "-", ":", "@", ",",
		"high", "low", "strict", "1G-", "1G-2G:64M", " ", "\"", "\xff",
	};
	struct kdump_crashkernel got;
	struct kdump_diag diag;
	struct rnd_state random;
	unsigned int round, i, valid = 0;

	prandom_seed_state(&random, 3);
	for (round = 0; round < 100000; round++) {
		unsigned int count = random_below(&random, 7);
		char text[96] = "crashkernel=";

		for (i = 0; i < count; i++)
			strlcat(text, pieces[random_below(&random, ARRAY_SIZE(pieces))],
				sizeof(text));
		if (parse_text(text, GIB(4), &diag, &got)) {
			KUNIT_EXPECT_GT_MSG(test, diag.value, 12, "%s", text);
			KUNIT_EXPECT_LE_MSG(test, diag.value,
					    strlen(text) + 1, "%s", text);
			KUNIT_EXPECT_NOT_NULL_MSG(test, diag.expected, "%s",
						  text);
			continue;
		}
		valid++;
		KUNIT_EXPECT_LT_MSG(test, got.form, KDUMP_FORMS, "%s", text);
		KUNIT_EXPECT_LT_MSG(test, got.size, GIB(4), "%s", text);
		KUNIT_EXPECT_TRUE_MSG(test, got.size >= MIB(1) || !got.size,
				      "%s", text);
		KUNIT_EXPECT_TRUE_MSG(test, got.offset || !got.strict, "%s",
				      text);
		KUNIT_EXPECT_TRUE_MSG(test, !got.offset ||
				      got.form == KDUMP_FORM_PLAIN, "%s", text);
	}
	KUNIT_EXPECT_GT(test, valid, 500);
}

static struct kunit_case cmdline_cases[] = {
	KUNIT_CASE_PARAM(parse_one_row, parse_gen_params),
	KUNIT_CASE(sizes_mean_what_they_spell),
	KUNIT_CASE(ranges_choose_the_first_that_covers),
	KUNIT_CASE(junk_is_understood_or_blamed),
	{ }
};

static struct kunit_suite cmdline_suite = {
	.name = "kdump_cmdline",
	.test_cases = cmdline_cases,
};

kunit_test_suite(cmdline_suite);

MODULE_DESCRIPTION("KUnit tests of the crashkernel= grammar");
MODULE_LICENSE("GPL");
