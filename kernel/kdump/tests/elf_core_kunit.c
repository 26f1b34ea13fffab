// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of elfhdr.c: the header decoded field by field, at the offsets that
 * the ELF-64 format gives, not by the structures that wrote it.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/kdump.h>
#include <linux/string.h>

#include "describe/elf_core.h"
#include "kdump_kunit.h"

#define CANARY 0xa5
#define HEADER_BYTES 64
#define ENTRY_BYTES 56
/* e_phnum has 16 bits and its largest value means "look elsewhere". */
#define ENTRIES_MAX 65534

/* A field as it stands in the file: little-endian. */
static u64 field(const u8 *bytes, unsigned int offset, unsigned int size)
{
	u64 value = 0;

	while (size--)
		value = value << 8 | bytes[offset + size];
	return value;
}

struct entry {
	u64 type, flags, physical, virtual, size;
};

static void expect_entry(struct kunit *test, const u8 *header,
			 unsigned int index, const struct entry *want)
{
	const u8 *entry = header + HEADER_BYTES + index * ENTRY_BYTES;
	const struct {
		const char *name;
		unsigned int offset, size;
		u64 want;
	} fields[] = {
		{ "p_type", 0, 4, want->type },
		{ "p_flags", 4, 4, want->flags },
		{ "p_offset", 8, 8, want->physical },
		{ "p_vaddr", 16, 8, want->virtual },
		{ "p_paddr", 24, 8, want->physical },
		{ "p_filesz", 32, 8, want->size },
		{ "p_memsz", 40, 8, want->size },
		{ "p_align", 48, 8, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fields); i++)
		KUNIT_EXPECT_EQ_MSG(test, fields[i].want,
				    field(entry, fields[i].offset,
					  fields[i].size),
				    "entry %u, %s", index, fields[i].name);
}

static void expect_file_header(struct kunit *test, const u8 *header,
			       u16 machine, unsigned int entries)
{
	static const u8 ident[16] = {
		0x7f, 'E', 'L', 'F', 2 /* 64 bits */, 1 /* little-endian */,
		1 /* version */,
	};
	const struct {
		const char *name;
		unsigned int offset, size;
		u64 want;
	} fields[] = {
		{ "e_type", 16, 2, 4 /* core */ },
		{ "e_machine", 18, 2, machine },
		{ "e_version", 20, 4, 1 },
		{ "e_entry", 24, 8, 0 },
		{ "e_phoff", 32, 8, HEADER_BYTES },
		{ "e_shoff", 40, 8, 0 },
		{ "e_flags", 48, 4, 0 },
		{ "e_ehsize", 52, 2, HEADER_BYTES },
		{ "e_phentsize", 54, 2, ENTRY_BYTES },
		{ "e_phnum", 56, 2, entries },
		{ "e_shentsize", 58, 2, 0 },
		{ "e_shnum", 60, 2, 0 },
		{ "e_shstrndx", 62, 2, 0 },
	};
	unsigned int i;

	KUNIT_EXPECT_MEMEQ(test, header, ident, sizeof(ident));
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		KUNIT_EXPECT_EQ_MSG(test, fields[i].want,
				    field(header, fields[i].offset,
					  fields[i].size),
				    "%s", fields[i].name);
}

#define NOTES_MAX 3
#define RAM_MAX 3

struct header_row {
	const char *name;
	u16 machine;
	struct kdump_range notes[NOTES_MAX];
	unsigned int nr_notes;
	struct kdump_range kernel;
	u64 kernel_virtual;
	struct kdump_range ram[RAM_MAX];
	unsigned int nr_ram;
	u64 direct_map;
};

static const struct header_row header_rows[] = {
	{
		.name = "a PC with two CPUs and a hole below 4 GiB",
		.machine = EM_X86_64,
		.notes = {
			{ 0x7fc12340, 0x7fc124a4 },
			{ 0x7fd12340, 0x7fd124a4 },
			{ 0x1036f8000, 0x1036f9024 },
		},
		.nr_notes = 3,
		.kernel = { 0x3a000000, 0x3c42c000 },
		.kernel_virtual = 0xffffffffa6000000,
		.ram = {
			{ 0x100000, 0x2f000000 },
			{ 0x37000000, 0x7ffdf000 },
			{ 0x100000000, 0x180000000 },
		},
		.nr_ram = 3,
		.direct_map = 0xffff888000000000,
	},
	{
		.name = "no notes, no RAM",
		.machine = EM_X86_64,
		.kernel = { 0x1000000, 0x3000000 },
		.kernel_virtual = 0xffffffff81000000,
		.direct_map = 0xffff888000000000,
	},
	{
		.name = "one of each, every field different",
		.machine = 0x1234,
		.notes = { { 0x0102030405060708, 0x1112131415161718 } },
		.nr_notes = 1,
		.kernel = { 0x2122232425262728, 0x3233343536373839 },
		.kernel_virtual = 0x4142434445464748,
		.ram = { { 0x5152535455565758, 0x6263646566676869 } },
		.nr_ram = 1,
		.direct_map = 0x0101010101010101,
	},
	{
		.name = "an odd length, nothing rounded",
		.machine = EM_AARCH64,
		.notes = { { 3, 8 }, { 8, 9 } },
		.nr_notes = 2,
		.kernel = { 1, 2 },
		.kernel_virtual = U64_MAX,
		.ram = { { 0, 1 }, { 5, U64_MAX } },
		.nr_ram = 2,
		.direct_map = 0,
	},
};

KUNIT_ARRAY_PARAM_DESC(header, header_rows, name);

static void describe(const struct header_row *row, struct kdump_range_set *ram,
		     struct kdump_elfhdr *what)
{
	*ram = (struct kdump_range_set){
		.range = (struct kdump_range *)row->ram,
		.count = row->nr_ram,
		.capacity = RAM_MAX,
	};
	*what = (struct kdump_elfhdr){
		.machine = row->machine,
		.notes = row->notes,
		.nr_notes = row->nr_notes,
		.kernel = row->kernel,
		.kernel_virtual = row->kernel_virtual,
		.ram = ram,
		.direct_map = row->direct_map,
	};
}

static void write_one_row(struct kunit *test)
{
	u8 buffer[HEADER_BYTES + 8 * ENTRY_BYTES] __aligned(8);
	const struct header_row *row = test->param_value;
	unsigned int i, at = 0, entries = row->nr_notes + 1 + row->nr_ram;
	size_t bytes = HEADER_BYTES + entries * ENTRY_BYTES;
	struct kdump_range_set ram;
	struct kdump_elfhdr what;
	struct entry want;

	describe(row, &ram, &what);
	memset(buffer, CANARY, sizeof(buffer));
	KUNIT_ASSERT_EQ(test, 0, kdump_elfhdr_write(&what, buffer, bytes));
	KUNIT_EXPECT_EQ(test, bytes, kdump_elfhdr_bytes(row->nr_notes,
							row->nr_ram));
	expect_file_header(test, buffer, row->machine, entries);

	for (i = 0; i < row->nr_notes; i++) {
		want = (struct entry){ PT_NOTE, 0, row->notes[i].start, 0,
				       kdump_range_size(&row->notes[i]) };
		expect_entry(test, buffer, at++, &want);
	}
	want = (struct entry){ PT_LOAD, PF_R | PF_W | PF_X, row->kernel.start,
			       row->kernel_virtual,
			       kdump_range_size(&row->kernel) };
	expect_entry(test, buffer, at++, &want);
	for (i = 0; i < row->nr_ram; i++) {
		want = (struct entry){ PT_LOAD, PF_R | PF_W | PF_X,
				       row->ram[i].start,
				       row->direct_map + row->ram[i].start,
				       kdump_range_size(&row->ram[i]) };
		expect_entry(test, buffer, at++, &want);
	}
	KUNIT_EXPECT_EQ(test, at, entries);
	KUNIT_EXPECT_EQ(test, buffer[bytes], CANARY);
}

/* One byte too few and nothing is written. */
static void write_respects_the_size(struct kunit *test)
{
	u8 buffer[HEADER_BYTES + 8 * ENTRY_BYTES] __aligned(8);
	const struct header_row *row = &header_rows[0];
	size_t bytes = HEADER_BYTES + 7 * ENTRY_BYTES, size, i;
	struct kdump_range_set ram;
	struct kdump_elfhdr what;

	describe(row, &ram, &what);
	for (size = 0; size <= sizeof(buffer); size++) {
		bool fits = size >= bytes;

		memset(buffer, CANARY, sizeof(buffer));
		KUNIT_EXPECT_EQ_MSG(test, fits ? 0 : -ENOSPC,
				    kdump_elfhdr_write(&what, buffer, size),
				    "size %zu", size);
		for (i = fits ? bytes : 0; i < sizeof(buffer); i++)
			KUNIT_ASSERT_EQ_MSG(test, buffer[i], CANARY,
					    "size %zu, byte %zu", size, i);
	}
}

/* The same question has the same answer, whatever was in the buffer. */
static void write_leaves_no_byte_to_chance(struct kunit *test)
{
	const size_t bytes = HEADER_BYTES + 7 * ENTRY_BYTES;
	u8 one[HEADER_BYTES + 7 * ENTRY_BYTES] __aligned(8);
	u8 two[HEADER_BYTES + 7 * ENTRY_BYTES] __aligned(8);
	struct kdump_range_set ram;
	struct kdump_elfhdr what;

	describe(&header_rows[0], &ram, &what);
	memset(one, 0, bytes);
	memset(two, 0xff, bytes);
	KUNIT_EXPECT_EQ(test, 0, kdump_elfhdr_write(&what, one, bytes));
	KUNIT_EXPECT_EQ(test, 0, kdump_elfhdr_write(&what, two, bytes));
	KUNIT_EXPECT_MEMEQ(test, one, two, bytes);
}

/*
 * Neither list is looked at before it is known that all fits, so these have
 * no entries to look at.
 */
static void write_counts_entries_before_it_writes(struct kunit *test)
{
	static const struct {
		unsigned int nr_notes, nr_ram;
		int result;
	} rows[] = {
		{ 1, ENTRIES_MAX - 2, -ENOSPC },
		{ ENTRIES_MAX - 1, 0, -ENOSPC },
		{ 0, ENTRIES_MAX - 1, -ENOSPC },
		{ 1, ENTRIES_MAX - 1, -E2BIG },
		{ ENTRIES_MAX, 0, -E2BIG },
		{ 0, ENTRIES_MAX, -E2BIG },
		{ 0, 65535, -E2BIG },
		{ 65536, 0, -E2BIG },
		{ 0, 1000000, -E2BIG },
		{ UINT_MAX, 0, -E2BIG },
		{ UINT_MAX, 1, -E2BIG },
		{ 0, UINT_MAX, -E2BIG },
		{ UINT_MAX / 2 + 1, UINT_MAX / 2 + 1, -E2BIG },
	};
	u8 buffer[HEADER_BYTES + 2 * ENTRY_BYTES] __aligned(8);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct kdump_range_set ram = { .count = rows[i].nr_ram };
		struct kdump_elfhdr what = {
			.nr_notes = rows[i].nr_notes,
			.ram = &ram,
		};

		memset(buffer, CANARY, sizeof(buffer));
		KUNIT_EXPECT_EQ_MSG(test, rows[i].result,
				    kdump_elfhdr_write(&what, buffer,
						       sizeof(buffer)),
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, buffer[0], CANARY, "row %u", i);
	}
}

static void bytes_do_not_wrap(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(0, 0), 120);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(1, 1), 232);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(3, 0), 288);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(0, 3), 288);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(UINT_MAX, UINT_MAX),
			64 + 56 * (2 * (u64)UINT_MAX + 1));
}

/* Bytes of a tool, or of anything else: only a whole header of ours counts. */
static void only_a_core_header_is_one(struct kunit *test)
{
	static const struct {
		unsigned int offset;
		u8 value;
	} wrong[] = {
		{ 0, 'E' }, { 3, 'f' }, { EI_CLASS, ELFCLASS32 },
		{ EI_DATA, ELFDATA2MSB }, { EI_VERSION, 0 },
		{ offsetof(struct elf64_hdr, e_type), ET_EXEC },
		{ offsetof(struct elf64_hdr, e_machine), EM_386 },
		{ offsetof(struct elf64_hdr, e_phoff), 65 },
		{ offsetof(struct elf64_hdr, e_phentsize), 32 },
		{ offsetof(struct elf64_hdr, e_phnum), 0 },
		{ offsetof(struct elf64_hdr, e_phnum), 3 },
	};
	struct kdump_range notes[] = { { 0x1000, 0x2000 } };
	struct kdump_range_set ram = { };
	struct kdump_elfhdr what = {
		.machine = EM_X86_64,
		.notes = notes,
		.nr_notes = 1,
		.ram = &ram,
	};
	u8 buffer[HEADER_BYTES + 2 * ENTRY_BYTES] __aligned(8);
	unsigned int i;

	KUNIT_ASSERT_EQ(test, kdump_elfhdr_write(&what, buffer, sizeof(buffer)),
			0);
	KUNIT_EXPECT_TRUE(test, kdump_elfhdr_is_core(buffer, sizeof(buffer),
						     EM_X86_64));
	for (i = 0; i < sizeof(buffer); i++)
		KUNIT_EXPECT_FALSE_MSG(test, kdump_elfhdr_is_core(buffer, i,
								  EM_X86_64),
				       "cut to %u bytes", i);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		u8 right = buffer[wrong[i].offset];

		buffer[wrong[i].offset] = wrong[i].value;
		KUNIT_EXPECT_FALSE_MSG(test,
				       kdump_elfhdr_is_core(buffer,
							    sizeof(buffer),
							    EM_X86_64),
				       "row %u", i);
		buffer[wrong[i].offset] = right;
	}
	buffer[EI_OSABI] = 3;
	KUNIT_EXPECT_TRUE(test, kdump_elfhdr_is_core(buffer, sizeof(buffer),
						     EM_X86_64));
	KUNIT_EXPECT_FALSE(test, kdump_elfhdr_is_core(NULL, 0, EM_X86_64));
}

static struct kunit_case elfhdr_cases[] = {
	KUNIT_CASE_PARAM(write_one_row, header_gen_params),
	KUNIT_CASE(write_respects_the_size),
	KUNIT_CASE(write_leaves_no_byte_to_chance),
	KUNIT_CASE(write_counts_entries_before_it_writes),
	KUNIT_CASE(bytes_do_not_wrap),
	KUNIT_CASE(only_a_core_header_is_one),
	{ }
};

static struct kunit_suite elfhdr_suite = {
	.name = "kdump_elfhdr",
	.test_cases = elfhdr_cases,
};

kunit_test_suite(elfhdr_suite);

MODULE_DESCRIPTION("KUnit tests of the ELF core header");
MODULE_LICENSE("GPL");
