// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of record.c: only a page of the dump is read, and only in the way that
 * survives memory which hardware reports as damaged. Old memory is here. For
 * kernels without kdump, which do not have oldmem.c.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_record.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "vmcore.h"

#define RECORD_AT (7 * (u64)PAGE_SIZE)

/* What the way that survives finds, and what a plain look would. */
#define READ_BYTE 0x11
#define SEEN_BYTE 0xee

static bool page_damaged;
static bool record_good;
static unsigned int nr_reads, nr_maps, nr_unmaps;
static u8 mapped_page[PAGE_SIZE];
static void *attached_copy, *attached_page;

int vmcore_oldmem_read(void *to, u64 address, size_t size)
{
	nr_reads++;
	if (page_damaged || address != RECORD_AT || size != PAGE_SIZE)
		return -EIO;
	memset(to, READ_BYTE, size);
	return 0;
}

void *vmcore_oldmem_map(u64 address, struct kdump_range *pages)
{
	nr_maps++;
	return mapped_page;
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	nr_unmaps += mapping == mapped_page ? 1 : 1000;
}

bool kdump_record_attach(struct kdump_record *record, void *page)
{
	attached_copy = record;
	attached_page = page;
	return record_good;
}

void kdump_record_reached(enum kdump_stage stage)
{
}

static int record_test_init(struct kunit *test)
{
	page_damaged = false;
	record_good = true;
	nr_reads = 0;
	nr_maps = 0;
	nr_unmaps = 0;
	attached_copy = NULL;
	attached_page = NULL;
	memset(mapped_page, SEEN_BYTE, sizeof(mapped_page));
	return 0;
}

/* With a dump of @pages pages, from the start of memory. */
static void find_record(unsigned int pages, const char *vmcoreinfo)
{
	struct kdump_range memory = { 0, pages * (u64)PAGE_SIZE };
	const struct vmcore_file file = {
		.info = { vmcoreinfo, strlen(vmcoreinfo) },
		.ranges = { .range = &memory, .count = 1, .capacity = 1 },
	};

	vmcore_record_find(&file);
}

static char *record_line(struct kunit *test, u64 address)
{
	char *line = kunit_kzalloc(test, 64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, line);
	snprintf(line, 64, KDUMP_RECORD_KEY "=%llx\n", address);
	return line;
}

/*
 * Regression: the page was looked at where it is mapped, and a machine check
 * there would have ended the capture kernel.
 */
static void what_is_used_was_read_with_care(struct kunit *test)
{
	find_record(8, record_line(test, RECORD_AT));
	KUNIT_EXPECT_EQ(test, nr_reads, 1);
	KUNIT_ASSERT_NOT_NULL(test, attached_copy);
	KUNIT_EXPECT_NULL(test, memchr_inv(attached_copy, READ_BYTE, PAGE_SIZE));
	KUNIT_EXPECT_PTR_EQ(test, attached_page, (void *)mapped_page);
	KUNIT_EXPECT_EQ(test, nr_unmaps, 0);
	/* It is the record's, and there is none here. */
	free_page((unsigned long)attached_copy);
}

static void a_damaged_page_is_not_used(struct kunit *test)
{
	page_damaged = true;
	find_record(8, record_line(test, RECORD_AT));
	KUNIT_EXPECT_EQ(test, nr_reads, 1);
	KUNIT_EXPECT_EQ(test, nr_maps, 0);
	KUNIT_EXPECT_NULL(test, attached_copy);
}

static void what_is_no_record_is_let_go(struct kunit *test)
{
	record_good = false;
	find_record(8, record_line(test, RECORD_AT));
	KUNIT_EXPECT_EQ(test, nr_maps, 1);
	KUNIT_EXPECT_EQ(test, nr_unmaps, 1);
}

static void only_pages_of_the_dump_are_read(struct kunit *test)
{
	find_record(7, record_line(test, RECORD_AT));
	find_record(8, record_line(test, RECORD_AT + 8));
	find_record(8, record_line(test, U64_MAX - PAGE_SIZE + 1));
	find_record(8, "OSRELEASE=6.12.0\n");
	KUNIT_EXPECT_EQ(test, nr_reads, 0);
	KUNIT_EXPECT_NULL(test, attached_copy);
}

static struct kunit_case record_cases[] = {
	KUNIT_CASE(what_is_used_was_read_with_care),
	KUNIT_CASE(a_damaged_page_is_not_used),
	KUNIT_CASE(what_is_no_record_is_let_go),
	KUNIT_CASE(only_pages_of_the_dump_are_read),
	{}
};

static struct kunit_suite record_suite = {
	.name = "kdump_vmcore_record",
	.init = record_test_init,
	.test_cases = record_cases,
};

kunit_test_suite(record_suite);
