// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of cmdline.c: which words of a command line are crashkernel=
 * parameters, and which of several counts.
 */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "reserve/cmdline.h"
#include "kdump_kunit.h"

#define ABSENT U64_MAX

/* A whole command line: how many parameters, how many wrong, what counts. */
struct line_row {
	const char *line;
	unsigned int found;
	unsigned int wrong;
	u64 size[KDUMP_FORMS];
};

#define LINE(_line, _found, _wrong, _plain, _high, _low) \
	{ _line, _found, _wrong, { _plain, _high, _low, ABSENT } }
#define LENT(_line, _found, _wrong, _plain, _high, _cma) \
	{ _line, _found, _wrong, { _plain, _high, ABSENT, _cma } }
#define NOTHING(_line) LINE(_line, 0, 0, ABSENT, ABSENT, ABSENT)
#define MEANT(_line) LINE(_line, 1, 1, ABSENT, ABSENT, ABSENT)
#define ONE(_line, _size) LINE(_line, 1, 0, _size, ABSENT, ABSENT)

static const struct line_row line_rows[] = {
	/* Only a whole word of this name counts. */
	NOTHING(""),
	NOTHING("   \t\n"),
	NOTHING("quiet ro root=/dev/vda"),
	NOTHING("xcrashkernel=128M"),
	NOTHING("crashkernelx=128M"),
	NOTHING("x.crashkernel=128M"),
	NOTHING("foo=crashkernel=128M"),
	NOTHING("foo,crashkernel=128M"),
	NOTHING("foo=\"bar crashkernel=128M\""),
	NOTHING("foo=\"bar crashkernel=128M"),
	NOTHING("\"foo crashkernel=128M\""),
	NOTHING("\"\" \""),

	/* What was meant to be one is found, so that it can be refused. */
	MEANT("crashkernel"),
	MEANT("crashkernel quiet"),
	MEANT("crashkernel =128M"),
	MEANT("CRASHKERNEL=128M"),
	MEANT("CrashKernel=128M"),
	MEANT("crash_kernel=128M"),
	MEANT("crash-kernel=128M"),
	MEANT("crash_kernel"),
	MEANT("crashkernel_=128M"),
	NOTHING("crash"),
	NOTHING("crashkerne=128M"),
	NOTHING("crashkernels=128M"),
	NOTHING("crash.kernel=128M"),
	NOTHING("crash_kexec_post_notifiers"),

	/* Nothing after a lone -- counts. */
	NOTHING("-- crashkernel=128M"),
	NOTHING("quiet -- crashkernel=128M"),
	NOTHING("quiet\t--\tcrashkernel=128M"),
	NOTHING("\"--\" crashkernel=128M"),
	ONE("crashkernel=64M -- crashkernel=128M", MIB(64)),
	ONE("--x crashkernel=128M", MIB(128)),
	ONE("x-- crashkernel=128M", MIB(128)),
	ONE("--- crashkernel=128M", MIB(128)),
	ONE("- - crashkernel=128M", MIB(128)),
	ONE("foo=\"a -- b\" crashkernel=128M", MIB(128)),

	/* White space and quotes. */
	ONE("crashkernel=128M", MIB(128)),
	ONE("  crashkernel=128M  ", MIB(128)),
	ONE("crashkernel=128M\tquiet", MIB(128)),
	ONE("crashkernel=128M\n", MIB(128)),
	ONE("ro\ncrashkernel=128M\r\nquiet", MIB(128)),
	ONE("\"crashkernel=128M\"", MIB(128)),
	ONE("\"crashkernel=128M\" quiet", MIB(128)),
	ONE("\"crashkernel=128M", MIB(128)),
	ONE("foo=\"a b\" crashkernel=128M bar=\"c d\"", MIB(128)),
	ONE("foo=\"a\"b\"c crashkernel=1M\" crashkernel=128M", MIB(128)),
	LINE("crashkernel=\"128M\"", 1, 1, ABSENT, ABSENT, ABSENT),
	LINE("\"crashkernel=128M quiet\"", 1, 1, ABSENT, ABSENT, ABSENT),
	LINE("\"crashkernel=128M quiet", 1, 1, ABSENT, ABSENT, ABSENT),
	LINE("crashkernel=128M\" quiet\"", 1, 1, ABSENT, ABSENT, ABSENT),

	/* The last valid one of each form counts. */
	LINE("crashkernel=", 1, 1, ABSENT, ABSENT, ABSENT),
	LINE("crashkernel=128M crashkernel=256M", 2, 0,
	     MIB(256), ABSENT, ABSENT),
	LINE("crashkernel=256M crashkernel=128M", 2, 0,
	     MIB(128), ABSENT, ABSENT),
	LINE("crashkernel=128M crashkernel=", 2, 1, MIB(128), ABSENT, ABSENT),
	LINE("crashkernel=128M crashkernel=junk", 2, 1,
	     MIB(128), ABSENT, ABSENT),
	LINE("crashkernel=junk crashkernel=128M", 2, 1,
	     MIB(128), ABSENT, ABSENT),
	LINE("crashkernel=64M crashkernel=1G-2G:32M", 2, 0,
	     0, ABSENT, ABSENT),
	LINE("crashkernel=64M crashkernel=0", 2, 0, 0, ABSENT, ABSENT),
	LINE("crashkernel=0 crashkernel=64M", 2, 0, MIB(64), ABSENT, ABSENT),
	LINE("crashkernel=256M,high crashkernel=0", 2, 0,
	     0, MIB(256), ABSENT),
	LINE("crashkernel=64M crashkernel=1G-:32M", 2, 0,
	     MIB(32), ABSENT, ABSENT),
	LINE("crashkernel=256M crashkernel=128M,high", 2, 0,
	     MIB(256), MIB(128), ABSENT),
	LINE("crashkernel=256M,high crashkernel=128M,low", 2, 0,
	     ABSENT, MIB(256), MIB(128)),
	LINE("crashkernel=128M,low crashkernel=256M,high", 2, 0,
	     ABSENT, MIB(256), MIB(128)),
	LINE("crashkernel=256M,high crashkernel=0,low", 2, 0,
	     ABSENT, MIB(256), 0),
	LINE("crashkernel=256M,high crashkernel=4G,low", 2, 1,
	     ABSENT, MIB(256), ABSENT),
	LINE("crashkernel=0,high crashkernel=64M,low", 2, 0,
	     ABSENT, 0, MIB(64)),
	LINE("crashkernel=256M,high crashkernel=512M,high", 2, 0,
	     ABSENT, MIB(512), ABSENT),
	LINE("crashkernel=1M,low crashkernel=2M,low crashkernel=0,low", 3, 0,
	     ABSENT, ABSENT, 0),
	LINE("crashkernel=1M crashkernel=2M,high crashkernel=3M,low crashkernel=4M,high",
	     4, 0, MIB(1), MIB(4), MIB(3)),
	LENT("crashkernel=64M crashkernel=1G,cma", 2, 0,
	     MIB(64), ABSENT, GIB(1)),
	LENT("crashkernel=1G,cma crashkernel=64M", 2, 0,
	     MIB(64), ABSENT, GIB(1)),
	LENT("crashkernel=1G,cma", 1, 0, ABSENT, ABSENT, GIB(1)),
	LENT("crashkernel=1M,cma crashkernel=2M,high crashkernel=3M,cma", 3, 0,
	     ABSENT, MIB(2), MIB(3)),
	LENT("crashkernel=64M crashkernel=1G,cma crashkernel=0,cma", 3, 0,
	     MIB(64), ABSENT, 0),
	LENT("crashkernel=64M crashkernel=1G,cma crashkernel=4G,cma", 3, 1,
	     MIB(64), ABSENT, GIB(1)),
};

static void describe_line_row(const struct line_row *row, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "[%*pE]",
		 (int)strlen(row->line), row->line);
}

KUNIT_ARRAY_PARAM(line, line_rows, describe_line_row);

static void read_one_line(struct kunit *test)
{
	const struct line_row *row = test->param_value;
	struct kdump_request request = { };
	struct kdump_diag diag;
	unsigned int found = 0, wrong = 0, form;
	struct kdump_parameter parameter;
	struct kdump_crashkernel asked;
	const char *at = row->line;

	for (; kdump_cmdline_next(&at, &parameter); found++)
		if (kdump_cmdline_parse(&parameter, GIB(4), &diag, &asked))
			wrong++;
		else
			kdump_request_add(&request, &asked);

	KUNIT_EXPECT_EQ(test, found, row->found);
	KUNIT_EXPECT_EQ(test, wrong, row->wrong);
	for (form = 0; form < KDUMP_FORMS; form++) {
		u64 size = request.given[form] ? request.asked[form].size :
						 ABSENT;

		KUNIT_EXPECT_EQ_MSG(test, size, row->size[form], "form %u",
				    form);
	}
	KUNIT_EXPECT_FALSE_MSG(test, kdump_cmdline_next(&at, &parameter),
			       "found after the last one");
}

/* 0 lends nothing, as if the parameter was not there. */
static void lent_is_what_was_asked_for_last(struct kunit *test)
{
	struct kdump_request request = { };
	struct kdump_crashkernel asked = {
		.form = KDUMP_FORM_CMA, .size = MIB(64),
	};

	KUNIT_EXPECT_NULL(test, kdump_request_lent(&request));
	kdump_request_add(&request, &asked);
	KUNIT_ASSERT_NOT_NULL(test, kdump_request_lent(&request));
	KUNIT_EXPECT_EQ(test, kdump_request_lent(&request)->size, MIB(64));
	/* It is no region. */
	KUNIT_EXPECT_NULL(test, kdump_request_main(&request));
	asked.size = 0;
	kdump_request_add(&request, &asked);
	KUNIT_EXPECT_NULL(test, kdump_request_lent(&request));
}

/* What is found is the parameter, the whole parameter, without quotes. */
static void found_parameters_are_whole(struct kunit *test)
{
	static const char line[] =
		"a crashkernel=1M \"crashkernel=2 3\"\tcrashkernel=\"4\" crashkernel= -- b";
	static const char * const want[] = {
		"crashkernel=1M", "crashkernel=2 3", "crashkernel=\"4\"",
		"crashkernel=",
	};
	struct kdump_parameter parameter;
	const char *at = line;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		KUNIT_ASSERT_TRUE_MSG(test,
				      kdump_cmdline_next(&at, &parameter),
				      "%s", want[i]);
		KUNIT_EXPECT_EQ_MSG(test, parameter.length, strlen(want[i]),
				    "%s", want[i]);
		KUNIT_EXPECT_MEMEQ_MSG(test, parameter.text, want[i],
				       strlen(want[i]), "%s", want[i]);
		KUNIT_EXPECT_TRUE_MSG(test,
				      at >= parameter.text + parameter.length,
				      "%s", want[i]);
	}
	KUNIT_EXPECT_FALSE(test, kdump_cmdline_next(&at, &parameter));
}

static bool name_is_meant(const char *name)
{
	char plain[sizeof("crashkernel")];
	size_t used = 0;

	for (; *name && used < sizeof(plain) - 1; name++)
		if (*name != '-' && *name != '_')
			plain[used++] = tolower(*name);
	plain[used] = '\0';
	return !strcmp(plain, "crashkernel") && !name[strspn(name, "-_")];
}

/* The kernel's own way through the words of @line, as boot code goes it. */
static unsigned int find_by_next_arg(char *line, unsigned int *starts)
{
	char *at = skip_spaces(line), *name, *value;
	unsigned int count = 0;

	while (*at) {
		at = next_arg(at, &name, &value);
		if (!value && !strcmp(name, "--"))
			break;
		if (name_is_meant(name))
			starts[count++] = name - line;
	}
	return count;
}

static void words_are_split_as_the_kernel_splits_them(struct kunit *test)
{
	static const char * const pieces[] = {
		"crashkernel=", "crashkernel=1M", "crashkernel", "=", "x", "-",
		"--", " -- ", "\"", "\"", " ", " ", "\t", "\n", "\xa0",
	};
	unsigned int starts[16], round, total = 0;
	struct rnd_state random;

	prandom_seed_state(&random, 4);
	for (round = 0; round < 50000; round++) {
		unsigned int count = random_below(&random, 16), i;
		char line[256] = "", copy[256];
		struct kdump_parameter parameter;
		const char *at = line;

		for (i = 0; i < count; i++)
			strlcat(line, pieces[random_below(&random, ARRAY_SIZE(pieces))],
				sizeof(line));
		strscpy(copy, line, sizeof(copy));
		count = find_by_next_arg(copy, starts);
		total += count;
		for (i = 0; i < count; i++) {
			KUNIT_ASSERT_TRUE_MSG(test,
					      kdump_cmdline_next(&at, &parameter),
					      "%u in [%s]", i, line);
			KUNIT_EXPECT_EQ_MSG(test, parameter.text - line,
					    starts[i], "%u in [%s]", i, line);
		}
		KUNIT_EXPECT_FALSE_MSG(test,
				       kdump_cmdline_next(&at, &parameter),
				       "%u in [%s]", i, line);
	}
	KUNIT_EXPECT_GT(test, total, 10000);
}

static struct kunit_case words_cases[] = {
	KUNIT_CASE_PARAM(read_one_line, line_gen_params),
	KUNIT_CASE(lent_is_what_was_asked_for_last),
	KUNIT_CASE(found_parameters_are_whole),
	KUNIT_CASE(words_are_split_as_the_kernel_splits_them),
	{ }
};

static struct kunit_suite words_suite = {
	.name = "kdump_cmdline_words",
	.test_cases = words_cases,
};

kunit_test_suite(words_suite);

MODULE_DESCRIPTION("KUnit tests of crashkernel= on whole command lines");
MODULE_LICENSE("GPL");
