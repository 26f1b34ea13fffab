// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of record_page.c: a crash stage by stage, and pages that are no record.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kdump_record.h>
#include <linux/string.h>

#include "lib/diag.h"

#define KHZ 2000000

/* Microseconds to ticks of a clock that did not start with the machine. */
#define AT(us) (1000000ULL + (u64)(us) * (KHZ / 1000))

static char text[PAGE_SIZE];

/* As large as what is checked: its size says how much of a page to read. */
static union {
	struct kdump_record record;
	u8 bytes[4096];
} page;

static struct kdump_record *crashed(void)
{
	struct kdump_record *record = &page.record;

	memset(&page, 0, sizeof(page));
	kdump_record_init(record);
	record->ticks_khz = KHZ;
	record->cpu = 3;
	record->nr_others = 7;
	strscpy(record->release, "6.12.0", sizeof(record->release));
	strscpy(record->message, "sysrq triggered crash",
		sizeof(record->message));
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_TRIGGER, AT(0));
	return record;
}

/* What is wrong with the record that was looked at last. */
static struct kdump_diag diag;

static void expect_refused(struct kunit *test, const struct kdump_record *record,
			   const char *field)
{
	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), -EINVAL);
	KUNIT_EXPECT_STREQ(test, diag.field, field);
}

static void an_empty_record_tells_of_no_crash(struct kunit *test)
{
	struct kdump_record *record = crashed();

	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), 0);
	kdump_record_init(record);
	expect_refused(test, record, "stamp of the trigger");
}

/* Any byte: the checksum covers those that nothing else looks at. */
static void each_flipped_bit_is_found(struct kunit *test)
{
	struct kdump_record *record = crashed();
	u8 *bytes = (u8 *)record;
	unsigned int i;

	for (i = 0; i < sizeof(*record); i++) {
		bytes[i] ^= 1 << i % 8;
		KUNIT_EXPECT_EQ_MSG(test, kdump_record_check(record, &diag),
				    -EINVAL, "byte %u", i);
		bytes[i] ^= 1 << i % 8;
	}
	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), 0);
}

/* A checksum is no signature: what it covers may still be nonsense. */
static void texts_must_end(struct kunit *test)
{
	struct kdump_record *record = crashed();

	memset(record->message, 'x', sizeof(record->message));
	kdump_record_seal(record, sizeof(*record));
	expect_refused(test, record, "length of the message");
	record = crashed();
	memset(record->release, 'x', sizeof(record->release));
	kdump_record_seal(record, sizeof(*record));
	expect_refused(test, record, "length of the release");
}

static void other_formats_are_told_apart(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->version++;
	kdump_record_seal(record, sizeof(*record));
	expect_refused(test, record, "version");
}

static void sizes_fit_what_is_known_and_the_page(struct kunit *test)
{
	static const struct {
		u32 size;
		bool good;
	} row[] = {
		{ sizeof(struct kdump_record), true },
		{ sizeof(struct kdump_record) + 8, true },
		{ sizeof(page), true },
		{ 0, false },
		{ offsetof(struct kdump_record, ticks_khz), false },
		{ KDUMP_RECORD_SIZE_MIN, true },
		{ KDUMP_RECORD_SIZE_MIN - 1, false },
		{ sizeof(page) + 1, false },
		{ U32_MAX, false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(row); i++) {
		struct kdump_record *record = crashed();

		record->size = row[i].size;
		if (row[i].good)
			kdump_record_seal(record, row[i].size);
		KUNIT_EXPECT_EQ_MSG(test, kdump_record_check(record, &diag),
				    row[i].good ? 0 : -EINVAL, "size %u",
				    row[i].size);
	}
}

/* A later kernel's record is longer; what it has more is covered, too. */
static void what_was_appended_is_checked(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->size = sizeof(*record) + 8;
	page.bytes[sizeof(*record) + 7] = 1;
	kdump_record_seal(record, record->size);
	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), 0);
	page.bytes[sizeof(*record) + 7] = 2;
	expect_refused(test, record, "checksum");
}

/*
 * Regression: the writer read the size back from a page that anything may have
 * written to, and the checksum ran over memory that is not there.
 */
static void a_stray_size_is_not_followed(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->size = U32_MAX;
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STOPPED, AT(1));
	expect_refused(test, record, "size");
	record->size = sizeof(*record);
	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), 0);
}

static void the_sentence_names_stragglers(struct kunit *test)
{
	static const char two[] = "; 5 of 7 other CPUs stopped (not CPU 1, 5) after";
	static const char many[] = "stopped (not CPU 0, 1, 2, 3, 4, 5, 6, 7, ...) after";
	struct kdump_record *record = crashed();

	record->nr_stragglers = 2;
	record->straggler[0] = BIT_ULL(1) | BIT_ULL(5);
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STOPPED, AT(9));
	kdump_record_sentence(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, two));
	record->nr_others = 99;
	record->nr_stragglers = 9;
	record->straggler[0] = GENMASK_ULL(8, 0);
	kdump_record_sentence(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, many));
}

#define EXPECT_SENTENCE(test, record, expected) do {			\
	size_t length = kdump_record_sentence(record, text, sizeof(text)); \
									\
	KUNIT_EXPECT_STREQ(test, text, expected);			\
	KUNIT_EXPECT_EQ(test, length, strlen(text));			\
} while (0)

static void the_sentence_grows_with_the_crash(struct kunit *test)
{
	struct kdump_record *record = crashed();

	EXPECT_SENTENCE(test, record,
			"the kernel before this one (6.12.0) crashed on CPU 3: sysrq triggered crash; did not get as far as stopping the other CPUs");
	record->nr_stragglers = 2;
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STOPPED, AT(1234567));
	EXPECT_SENTENCE(test, record,
			"the kernel before this one (6.12.0) crashed on CPU 3: sysrq triggered crash; 5 of 7 other CPUs stopped after 1234.5 ms");
	record->verdict = KDUMP_VERDICT_GOOD;
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_VERIFIED, AT(1234999));
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STARTED, AT(2000000));
	EXPECT_SENTENCE(test, record,
			"the kernel before this one (6.12.0) crashed on CPU 3: sysrq triggered crash; 5 of 7 other CPUs stopped after 1234.5 ms; image good after 1234.9 ms; this kernel started after 2000.0 ms");
	record->verdict = KDUMP_VERDICT_DAMAGED;
	record->nr_others = 0;
	record->stamp[KDUMP_STAGE_STARTED] = 0;
	EXPECT_SENTENCE(test, record,
			"the kernel before this one (6.12.0) crashed on CPU 3: sysrq triggered crash; image damaged after 1234.9 ms");
}

static const char lent_table[] =
	"\nlent 65536\nlent-in-use 3\nlent-left 2\nlent-wait 10000100\n";

static const struct kdump_lent_use lent_use = {
	.pages = 65536, .in_use = 3, .left = 2, .wait = AT(10000100) - AT(0),
};

static void expect_end(struct kunit *test, const struct kdump_record *record,
		       const char *end)
{
	size_t length = kdump_record_sentence(record, text, sizeof(text));

	KUNIT_ASSERT_GE(test, length, strlen(end));
	KUNIT_EXPECT_STREQ(test, text + length - strlen(end), end);
}

static void the_sentence_tells_of_lent_memory(struct kunit *test)
{
	struct kdump_record *record = crashed();

	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STOPPED, AT(1));
	record->lent.pages = 512;
	expect_end(test, record, "; waited 0.0 ms for DMA to 0 of 512 lent pages");
	record->lent = lent_use;
	expect_end(test, record,
		   "; waited 10000.1 ms for DMA to 3 of 65536 lent pages, of which 2 are still in use");
	record->lent.left = 0;
	record->ticks_khz = 0;
	expect_end(test, record, "; waited for DMA to 3 of 65536 lent pages");
}

static void the_table_tells_of_lent_memory(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->lent = lent_use;
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, lent_table));
	record->lent.wait = U64_MAX;
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nlent-wait ?\n"));
}

static void the_table_tells_of_memory(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->memory = (struct kdump_capture_memory){ 57344, 30000 };
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nmemory 57344\nmemory-least 30000\n"));
	record->size = offsetofend(struct kdump_record, lent);
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nmemory -\nmemory-least -\n"));
}

/* What is in its page after a record of before knows nothing of lent memory. */
static void an_older_record_is_read(struct kunit *test)
{
	struct kdump_record *record = crashed();

	record->lent = lent_use;
	record->size = KDUMP_RECORD_SIZE_MIN;
	kdump_record_seal(record, record->size);
	KUNIT_EXPECT_EQ(test, kdump_record_check(record, &diag), 0);
	kdump_record_sentence(record, text, sizeof(text));
	KUNIT_EXPECT_NULL(test, strstr(text, "lent"));
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nlent 0\n"));
}

static void the_table_has_every_stage(struct kunit *test)
{
	struct kdump_record *record = crashed();
	size_t length;

	record->nr_stragglers = 2;
	record->straggler[0] = BIT_ULL(1) | BIT_ULL(63);
	record->straggler[127] = BIT_ULL(63);
	record->verdict = KDUMP_VERDICT_GOOD;
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_REGISTERS, AT(1));
	kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_JUMP, AT(2500));
	length = kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_STREQ(test, text,
			   "release 6.12.0\ncpu 3\nmessage sysrq triggered crash\n"
			   "trigger 0\nregisters 1\nstopped -\nverified -\njump 2500\n"
			   "started -\nopened -\nfirst-byte -\nlast-byte -\nclosed -\n"
			   "image good\nothers 7\nstragglers 1 63 8191\n"
			   "lent 0\nlent-in-use 0\nlent-left 0\nlent-wait 0\n"
			   "memory -\nmemory-least -\n");
	KUNIT_EXPECT_EQ(test, length, strlen(text));
}

/* A clock of unknown rate, one that went back, one that cannot be right. */
static void odd_clocks_give_no_time(struct kunit *test)
{
	static const struct {
		u64 khz, at;
	} odd[] = {
		{ 0, AT(5) }, { KHZ, AT(0) - 1 }, { 1, U64_MAX },
		{ KHZ, U64_MAX },
	};
	struct kdump_record *record = crashed();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(odd); i++) {
		record->ticks_khz = odd[i].khz;
		kdump_record_stamp(record, sizeof(*record), KDUMP_STAGE_STOPPED, odd[i].at);
		kdump_record_table(record, text, sizeof(text));
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(text, "\nstopped ?\nverified -\n"),
					  "row %u: %s", i, text);
	}
}

static void foreign_text_is_made_clean(struct kunit *test)
{
	struct kdump_record *record = crashed();

	strscpy(record->message, "a\x1b[2J\nb\xff\x01", sizeof(record->message));
	strscpy(record->release, "6\n12", sizeof(record->release));
	kdump_record_table(record, text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "message a?[2J?b??\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "release 6?12\n"));
}

/* At every size: cut, ended, and nothing past the end. */
static void small_buffers_cut(struct kunit *test)
{
	static char small[256];
	struct kdump_record *record = crashed();
	unsigned int size;

	for (size = 1; size < sizeof(small); size++) {
		size_t length;

		memset(small, 0x5a, sizeof(small));
		length = kdump_record_table(record, small, size);
		KUNIT_EXPECT_LT_MSG(test, length, size, "size %u", size);
		KUNIT_EXPECT_EQ_MSG(test, small[length], 0, "size %u", size);
		KUNIT_EXPECT_EQ_MSG(test, small[size], 0x5a, "size %u", size);
		/* Neither does what was in the buffer come out. */
		KUNIT_EXPECT_EQ_MSG(test, strlen(small), length, "size %u",
				    size);
		KUNIT_EXPECT_NULL_MSG(test, memchr(small, 0x5a, length),
				      "size %u", size);
	}
}

static struct kunit_case record_cases[] = {
	KUNIT_CASE(an_empty_record_tells_of_no_crash),
	KUNIT_CASE(each_flipped_bit_is_found),
	KUNIT_CASE(texts_must_end),
	KUNIT_CASE(other_formats_are_told_apart),
	KUNIT_CASE(sizes_fit_what_is_known_and_the_page),
	KUNIT_CASE(a_stray_size_is_not_followed),
	KUNIT_CASE(the_sentence_names_stragglers),
	KUNIT_CASE(what_was_appended_is_checked),
	KUNIT_CASE(the_sentence_grows_with_the_crash),
	KUNIT_CASE(the_sentence_tells_of_lent_memory),
	KUNIT_CASE(the_table_tells_of_lent_memory),
	KUNIT_CASE(the_table_tells_of_memory),
	KUNIT_CASE(an_older_record_is_read),
	KUNIT_CASE(the_table_has_every_stage),
	KUNIT_CASE(odd_clocks_give_no_time),
	KUNIT_CASE(foreign_text_is_made_clean),
	KUNIT_CASE(small_buffers_cut),
	{ }
};

static struct kunit_suite record_suite = {
	.name = "kdump_record",
	.test_cases = record_cases,
};

kunit_test_suite(record_suite);

MODULE_DESCRIPTION("KUnit tests of the stage record's page");
MODULE_LICENSE("GPL");
