// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for elf_core.c, where not all memory is in the direct map.
 */
#include <kunit/test.h>
#include <linux/array_size.h>
#include <linux/elf.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "describe/elf_core.h"
#include "kdump_kunit.h"

#define DIRECT_MAP	0xc0000000
#define DIRECT_END	0x377fe000
#define ENTRIES		3

struct highmem_row {
	const char *name;
	struct kdump_range ram;
	/* In the order of the header; those that are not there are empty. */
	struct kdump_range expected[ENTRIES - 1];
	u64 virtual[ENTRIES - 1];
};

static const struct highmem_row highmem_rows[] = {
	{ "all in the map", { 0x100000, 0x20000000 },
	  { { 0x100000, 0x20000000 } }, { 0xc0100000 } },
	{ "up to its end", { 0x100000, DIRECT_END },
	  { { 0x100000, DIRECT_END } }, { 0xc0100000 } },
	{ "from its end on", { DIRECT_END, 0x80000000 },
	  { { DIRECT_END, 0x80000000 } }, { U64_MAX } },
	{ "above", { 0x40000000, 0x80000000 },
	  { { 0x40000000, 0x80000000 } }, { U64_MAX } },
	{ "on both sides", { 0x100000, 0x80000000 },
	  { { 0x100000, DIRECT_END }, { DIRECT_END, 0x80000000 } },
	  { 0xc0100000, U64_MAX } },
	{ "a page on each side", { DIRECT_END - 0x1000, DIRECT_END + 0x1000 },
	  { { DIRECT_END - 0x1000, DIRECT_END },
	    { DIRECT_END, DIRECT_END + 0x1000 } },
	  { 0xf77fd000, U64_MAX } },
};

KUNIT_ARRAY_PARAM_DESC(highmem, highmem_rows, name);

static struct kdump_elfhdr describe(const struct kdump_range_set *ram, u8 class)
{
	return (struct kdump_elfhdr){
		.identity = {
			.class = class, .data = NATIVE_DATA, .machine = EM_386,
		},
		.ram = ram,
		.direct_map = DIRECT_MAP,
		.direct_end = DIRECT_END,
	};
}

static unsigned int expected_count(const struct highmem_row *row)
{
	return 1 + !kdump_range_empty(&row->expected[1]);
}

static void highmem_class_64(struct kunit *test)
{
	const struct highmem_row *row = test->param_value;
	const struct kdump_range_set ram = {
		.range = (struct kdump_range *)&row->ram, .count = 1,
	};
	const struct kdump_elfhdr what = describe(&ram, ELFCLASS64);
	struct {
		struct elf64_hdr file;
		struct elf64_phdr entry[ENTRIES];
	} header = { };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, 0, kdump_elfhdr_write(&what, &header,
						    sizeof(header)));
	KUNIT_ASSERT_EQ(test, header.file.e_phnum, expected_count(row));
	for (i = 0; i < header.file.e_phnum; i++) {
		const struct elf64_phdr *entry = &header.entry[i];

		KUNIT_EXPECT_EQ(test, entry->p_paddr, row->expected[i].start);
		KUNIT_EXPECT_EQ(test, entry->p_offset, row->expected[i].start);
		KUNIT_EXPECT_EQ(test, entry->p_memsz,
				kdump_range_size(&row->expected[i]));
		KUNIT_EXPECT_EQ(test, entry->p_vaddr, row->virtual[i]);
	}
}

static void highmem_class_32(struct kunit *test)
{
	const struct highmem_row *row = test->param_value;
	const struct kdump_range_set ram = {
		.range = (struct kdump_range *)&row->ram, .count = 1,
	};
	const struct kdump_elfhdr what = describe(&ram, ELFCLASS32);
	struct {
		struct elf32_hdr file;
		struct elf32_phdr entry[ENTRIES];
	} header = { };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, 0, kdump_elfhdr_write(&what, &header,
						    sizeof(header)));
	KUNIT_ASSERT_EQ(test, header.file.e_phnum, expected_count(row));
	for (i = 0; i < header.file.e_phnum; i++)
		KUNIT_EXPECT_EQ(test, header.entry[i].p_vaddr,
				(u32)row->virtual[i]);
}

/* The room for the second piece has to be there, and no more. */
static void highmem_room(struct kunit *test)
{
	struct kdump_range both = { 0x100000, 0x80000000 };
	const struct kdump_range_set ram = { .range = &both, .count = 1 };
	const struct kdump_elfhdr what = describe(&ram, ELFCLASS32);
	const size_t bytes = sizeof(struct elf32_hdr) +
			     2 * sizeof(struct elf32_phdr);
	u8 header[sizeof(struct elf32_hdr) + 2 * sizeof(struct elf32_phdr)];

	KUNIT_EXPECT_EQ(test, -ENOSPC, kdump_elfhdr_write(&what, header,
							  bytes - 1));
	KUNIT_EXPECT_EQ(test, 0, kdump_elfhdr_write(&what, header, bytes));
}

static struct kunit_case highmem_tests[] = {
	KUNIT_CASE_PARAM(highmem_class_64, highmem_gen_params),
	KUNIT_CASE_PARAM(highmem_class_32, highmem_gen_params),
	KUNIT_CASE(highmem_room),
	{}
};

static struct kunit_suite highmem_suite = {
	.name = "kdump_elf_core_highmem",
	.test_cases = highmem_tests,
};

kunit_test_suite(highmem_suite);
