// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of elf_core.c: the header decoded field by field, at the offsets that
 * the formats of both classes give, not by the structures that wrote it.
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

/* A field as it stands in the file, in the byte order of the machine. */
static u64 field(const u8 *bytes, unsigned int offset, unsigned int size)
{
	u64 value = 0;
	unsigned int i;

	for (i = 0; i < size; i++)
		value = value << 8 |
			bytes[offset + (NATIVE_BIG ? i : size - 1 - i)];
	return value;
}

/**
 * struct place - where a field is in ELF-32 and in ELF-64
 * @name: of the field
 * @offset: from the start of the structure
 * @size: bytes
 */
struct place {
	const char *name;
	unsigned int offset[2];
	unsigned int size[2];
};

static const struct place entry_places[] = {
	{ "p_type", { 0, 0 }, { 4, 4 } },
	{ "p_flags", { 24, 4 }, { 4, 4 } },
	{ "p_offset", { 4, 8 }, { 4, 8 } },
	{ "p_vaddr", { 8, 16 }, { 4, 8 } },
	{ "p_paddr", { 12, 24 }, { 4, 8 } },
	{ "p_filesz", { 16, 32 }, { 4, 8 } },
	{ "p_memsz", { 20, 40 }, { 4, 8 } },
	{ "p_align", { 28, 48 }, { 4, 8 } },
};

static const struct place file_places[] = {
	{ "e_type", { 16, 16 }, { 2, 2 } },
	{ "e_machine", { 18, 18 }, { 2, 2 } },
	{ "e_version", { 20, 20 }, { 4, 4 } },
	{ "e_entry", { 24, 24 }, { 4, 8 } },
	{ "e_phoff", { 28, 32 }, { 4, 8 } },
	{ "e_shoff", { 32, 40 }, { 4, 8 } },
	{ "e_flags", { 36, 48 }, { 4, 4 } },
	{ "e_ehsize", { 40, 52 }, { 2, 2 } },
	{ "e_phentsize", { 42, 54 }, { 2, 2 } },
	{ "e_phnum", { 44, 56 }, { 2, 2 } },
	{ "e_shentsize", { 46, 58 }, { 2, 2 } },
	{ "e_shnum", { 48, 60 }, { 2, 2 } },
	{ "e_shstrndx", { 50, 62 }, { 2, 2 } },
};

/* 0 for ELF-32, 1 for ELF-64. */
static unsigned int which(u8 class)
{
	return class == ELFCLASS64;
}

static void expect_fields(struct kunit *test, const u8 *bytes, u8 class,
			  const struct place *places, unsigned int count,
			  const u64 *want, const char *what)
{
	unsigned int i, at = which(class);

	for (i = 0; i < count; i++)
		KUNIT_EXPECT_EQ_MSG(test, want[i],
				    field(bytes, places[i].offset[at],
					  places[i].size[at]),
				    "%s, %s", what, places[i].name);
}

static unsigned int header_bytes(u8 class)
{
	return which(class) ? HEADER_BYTES : 52;
}

static unsigned int entry_bytes(u8 class)
{
	return which(class) ? ENTRY_BYTES : 32;
}

struct entry {
	u64 type, flags, physical, virtual, size;
	/* Where the bytes are, if not at @physical. */
	u64 copy;
};

static void expect_entry(struct kunit *test, const u8 *header, u8 class,
			 unsigned int index, const struct entry *want)
{
	const u8 *entry = header + header_bytes(class) +
			  index * entry_bytes(class);
	const u64 values[] = {
		want->type, want->flags, want->copy ?: want->physical,
		want->virtual, want->physical, want->size, want->size, 0,
	};
	char what[16];

	snprintf(what, sizeof(what), "entry %u", index);
	expect_fields(test, entry, class, entry_places,
		      ARRAY_SIZE(entry_places), values, what);
}

static void expect_file_header(struct kunit *test, const u8 *header,
			       const struct kdump_elf_identity *identity,
			       unsigned int entries)
{
	const u8 class = identity->class;
	const u8 ident[16] = {
		0x7f, 'E', 'L', 'F', which(class) ? 2 : 1, NATIVE_BIG ? 2 : 1,
		1 /* version */,
	};
	const u64 values[] = {
		4 /* core */, identity->machine, 1, 0, header_bytes(class), 0,
		identity->flags, header_bytes(class), entry_bytes(class),
		entries, 0, 0, 0,
	};

	KUNIT_EXPECT_MEMEQ(test, header, ident, sizeof(ident));
	expect_fields(test, header, class, file_places,
		      ARRAY_SIZE(file_places), values, "file header");
}

#define NOTES_MAX 3
#define RAM_MAX 3
#define SAVED_MAX 2

#define ELF64(number) \
	{ .class = ELFCLASS64, .data = NATIVE_DATA, .machine = (number) }
#define ELF32(number) \
	{ .class = ELFCLASS32, .data = NATIVE_DATA, .machine = (number) }

struct header_row {
	const char *name;
	struct kdump_elf_identity identity;
	struct kdump_range notes[NOTES_MAX];
	unsigned int nr_notes;
	struct kdump_range kernel;
	u64 kernel_virtual;
	struct kdump_saved saved[SAVED_MAX];
	unsigned int nr_saved;
	struct kdump_range ram[RAM_MAX];
	unsigned int nr_ram;
	u64 direct_map;
};

static const struct header_row header_rows[] = {
	{
		.name = "a PC with two CPUs and a hole below 4 GiB",
		.identity = ELF64(EM_X86_64),
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
		.identity = ELF64(EM_X86_64),
		.kernel = { 0x1000000, 0x3000000 },
		.kernel_virtual = 0xffffffff81000000,
		.direct_map = 0xffff888000000000,
	},
	{
		.name = "one of each, every field different",
		.identity = {
			.class = ELFCLASS64, .data = NATIVE_DATA,
			.machine = 0x1234, .flags = 0x89abcdef,
		},
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
		.identity = ELF64(EM_AARCH64),
		.notes = { { 3, 8 }, { 8, 9 } },
		.nr_notes = 2,
		.kernel = { 1, 2 },
		.kernel_virtual = U64_MAX,
		.ram = { { 0, 1 }, { 5, U64_MAX } },
		.nr_ram = 2,
		.direct_map = 0,
	},
	{
		.name = "a kernel that is in the direct map",
		.identity = ELF64(EM_PPC64),
		.notes = { { 0x1f000000, 0x1f000164 } },
		.nr_notes = 1,
		.ram = { { 0, 0x8000000 }, { 0x10000000, 0x20000000 } },
		.nr_ram = 2,
		.direct_map = 0xc000000000000000,
	},
	{
		.name = "memory that the jump copies aside",
		.identity = ELF64(EM_PPC64),
		.kernel = { 0x2000000, 0x3000000 },
		.kernel_virtual = 0xc000000002000000,
		.saved = {
			{ { 0, 0x10000 }, 0x8a00000 },
			{ { 0x20000, 0x30000 }, 0x8a10000 },
		},
		.nr_saved = 2,
		.ram = { { 0x30000, 0x8000000 } },
		.nr_ram = 1,
		.direct_map = 0xc000000000000000,
	},
	{
		.name = "a 32-bit machine",
		.identity = ELF32(EM_ARM),
		.notes = { { 0x40123456, 0x401235ba }, { 0x4f000000, 0x4f001024 } },
		.nr_notes = 2,
		.kernel = { 0x40008000, 0x40b00000 },
		.kernel_virtual = 0xc0008000,
		.ram = { { 0x40000000, 0x5f000000 }, { 0x60000000, 0x80000000 } },
		.nr_ram = 2,
		.direct_map = 0x80000000,
	},
	{
		.name = "32 bits, every field different",
		.identity = {
			.class = ELFCLASS32, .data = NATIVE_DATA,
			.machine = 0x1234, .flags = 0x89abcdef,
		},
		.notes = { { 0x01020304, 0x11121314 } },
		.nr_notes = 1,
		.kernel = { 0x21222324, 0x31323334 },
		.kernel_virtual = 0x41424344,
		.ram = { { 0x51525354, 0x61626364 } },
		.nr_ram = 1,
		.direct_map = 0x01010101,
	},
	{
		.name = "32 bits, RAM up to their end",
		.identity = ELF32(EM_386),
		.kernel = { 0x1000000, 0x2000000 },
		.kernel_virtual = 0xc1000000,
		.ram = { { 0x100000, 0x30000000 }, { 0xfffff000, 0x100000000 } },
		.nr_ram = 2,
		.direct_map = 0xc0000000,
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
		.identity = row->identity,
		.notes = row->notes,
		.nr_notes = row->nr_notes,
		.kernel = row->kernel,
		.kernel_virtual = row->kernel_virtual,
		.saved = row->saved,
		.nr_saved = row->nr_saved,
		.ram = ram,
		.direct_map = row->direct_map,
	};
}

static void expect_entries(struct kunit *test, const u8 *buffer,
			   const struct header_row *row)
{
	const u8 class = row->identity.class;
	const u64 mask = which(class) ? U64_MAX : U32_MAX;
	unsigned int i, at = 0;
	struct entry want;

	for (i = 0; i < row->nr_notes; i++) {
		want = (struct entry){ PT_NOTE, 0, row->notes[i].start, 0,
				       kdump_range_size(&row->notes[i]) };
		expect_entry(test, buffer, class, at++, &want);
	}
	want = (struct entry){ PT_LOAD, PF_R | PF_W | PF_X, row->kernel.start,
			       row->kernel_virtual,
			       kdump_range_size(&row->kernel) };
	if (!kdump_range_empty(&row->kernel))
		expect_entry(test, buffer, class, at++, &want);
	for (i = 0; i < row->nr_saved; i++) {
		const struct kdump_range *memory = &row->saved[i].memory;

		want = (struct entry){ PT_LOAD, PF_R | PF_W | PF_X,
				       memory->start,
				       (row->direct_map + memory->start) & mask,
				       kdump_range_size(memory),
				       row->saved[i].copy };
		expect_entry(test, buffer, class, at++, &want);
	}
	for (i = 0; i < row->nr_ram; i++) {
		want = (struct entry){ PT_LOAD, PF_R | PF_W | PF_X,
				       row->ram[i].start,
				       (row->direct_map + row->ram[i].start) &
				       mask,
				       kdump_range_size(&row->ram[i]) };
		expect_entry(test, buffer, class, at++, &want);
	}
}

static void write_one_row(struct kunit *test)
{
	u8 buffer[HEADER_BYTES + 8 * ENTRY_BYTES] __aligned(8);
	const struct header_row *row = test->param_value;
	const u8 class = row->identity.class;
	bool kernel = !kdump_range_empty(&row->kernel);
	unsigned int entries = row->nr_notes + kernel + row->nr_saved +
			       row->nr_ram;
	size_t bytes = header_bytes(class) + entries * entry_bytes(class);
	struct kdump_range_set ram;
	struct kdump_elfhdr what;

	describe(row, &ram, &what);
	memset(buffer, CANARY, sizeof(buffer));
	KUNIT_ASSERT_EQ(test, 0, kdump_elfhdr_write(&what, buffer, bytes));
	/* What is counted before the kernel is looked at is enough. */
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(class, row->nr_notes,
						 row->nr_saved + row->nr_ram),
			bytes + !kernel * entry_bytes(class));
	expect_file_header(test, buffer, &row->identity, entries);
	expect_entries(test, buffer, row);
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
			.identity = ELF64(EM_X86_64),
			.nr_notes = rows[i].nr_notes,
			.kernel = { 1, 2 },
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

/* What has no address in 32 bits is refused, and nothing is written. */
static void write_refuses_what_32_bits_cannot_say(struct kunit *test)
{
	static const struct {
		struct kdump_range note, kernel, ram;
		int result;
	} rows[] = {
		{ { 0, 1 }, { 0, 1 }, { 0, U32_MAX }, 0 },
		{ { 0, 1 }, { 0, 1 }, { 1, BIT_ULL(32) }, 0 },
		{ { 0, 1 }, { 0, 1 }, { 0, BIT_ULL(32) }, -ERANGE },
		{ { 0, 1 }, { 0, 1 }, { 1, BIT_ULL(32) + 1 }, -ERANGE },
		{ { 0, 1 }, { 0, 1 }, { BIT_ULL(40), BIT_ULL(41) }, -ERANGE },
		{ { BIT_ULL(32), BIT_ULL(32) + 1 }, { 0, 1 }, { 0, 1 }, -ERANGE },
		{ { 0, 1 }, { BIT_ULL(32), BIT_ULL(32) + 1 }, { 0, 1 }, -ERANGE },
	};
	u8 buffer[HEADER_BYTES + 3 * ENTRY_BYTES] __aligned(8);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct kdump_range storage[] = { rows[i].ram };
		struct kdump_range_set ram = { storage, 1, 1 };
		struct kdump_elfhdr what = {
			.identity = ELF32(EM_ARM),
			.notes = &rows[i].note,
			.nr_notes = 1,
			.kernel = rows[i].kernel,
			.ram = &ram,
		};

		memset(buffer, CANARY, sizeof(buffer));
		KUNIT_EXPECT_EQ_MSG(test, rows[i].result,
				    kdump_elfhdr_write(&what, buffer,
						       sizeof(buffer)),
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, buffer[0] == CANARY,
				    rows[i].result != 0, "row %u", i);
	}
}

static void bytes_do_not_wrap(struct kunit *test)
{
	const u64 most = 2 * (u64)UINT_MAX + 1;

	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS64, 0, 0), 120);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS64, 1, 1), 232);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS64, 3, 0), 288);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS64, 0, 3), 288);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS32, 0, 0), 84);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS32, 1, 2), 180);
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS64, UINT_MAX, UINT_MAX),
			min_t(u64, SIZE_MAX, 64 + 56 * most));
	KUNIT_EXPECT_EQ(test, kdump_elfhdr_bytes(ELFCLASS32, UINT_MAX, UINT_MAX),
			min_t(u64, SIZE_MAX, 52 + 32 * most));
}

static bool is_core(const void *bytes, size_t size, u8 class)
{
	const struct kdump_elf_identity identity = {
		.class = class, .data = NATIVE_DATA, .machine = EM_X86_64,
	};

	return kdump_elfhdr_is_core(bytes, size, &identity);
}

/* Bytes of a tool, or of anything else: only a whole header of ours counts. */
static void only_a_core_header_is_one(struct kunit *test)
{
	static const struct {
		unsigned int offset, size;
		u16 value;
	} wrong[] = {
		{ 0, 1, 'E' }, { 3, 1, 'f' }, { EI_CLASS, 1, ELFCLASS32 },
		{ EI_DATA, 1, OTHER_DATA }, { EI_VERSION, 1, 0 },
		{ offsetof(struct elf64_hdr, e_type), 2, ET_EXEC },
		{ offsetof(struct elf64_hdr, e_machine), 2, EM_386 },
		{ offsetof(struct elf64_hdr, e_phoff), 1, 65 },
		{ offsetof(struct elf64_hdr, e_phentsize), 2, 32 },
		{ offsetof(struct elf64_hdr, e_phnum), 2, 0 },
		{ offsetof(struct elf64_hdr, e_phnum), 2, 3 },
	};
	struct kdump_range notes[] = { { 0x1000, 0x2000 } };
	struct kdump_range_set ram = { };
	struct kdump_elfhdr what = {
		.identity = ELF64(EM_X86_64),
		.notes = notes,
		.nr_notes = 1,
		.kernel = { 1, 2 },
		.ram = &ram,
	};
	u8 good[HEADER_BYTES + 2 * ENTRY_BYTES] __aligned(8);
	u8 bad[sizeof(good)] __aligned(8);
	unsigned int i;

	KUNIT_ASSERT_EQ(test, kdump_elfhdr_write(&what, good, sizeof(good)), 0);
	KUNIT_EXPECT_TRUE(test, is_core(good, sizeof(good), ELFCLASS64));
	KUNIT_EXPECT_FALSE(test, is_core(good, sizeof(good), ELFCLASS32));
	for (i = 0; i < sizeof(good); i++)
		KUNIT_EXPECT_FALSE_MSG(test, is_core(good, i, ELFCLASS64),
				       "cut to %u bytes", i);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		memcpy(bad, good, sizeof(good));
		if (wrong[i].size == 1)
			bad[wrong[i].offset] = wrong[i].value;
		else
			memcpy(bad + wrong[i].offset, &wrong[i].value, 2);
		KUNIT_EXPECT_FALSE_MSG(test,
				       is_core(bad, sizeof(bad), ELFCLASS64),
				       "row %u", i);
	}
	good[EI_OSABI] = 3;
	KUNIT_EXPECT_TRUE(test, is_core(good, sizeof(good), ELFCLASS64));
	KUNIT_EXPECT_FALSE(test, is_core(NULL, 0, ELFCLASS64));
}

/* The same of 32 bits, which is no header of a 64-bit machine. */
static void core_header_of_32_bits(struct kunit *test)
{
	struct kdump_range_set ram = { };
	struct kdump_elfhdr what = {
		.identity = ELF32(EM_X86_64),
		.kernel = { 1, 2 },
		.ram = &ram,
	};
	u8 buffer[128] __aligned(8) = { };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, kdump_elfhdr_write(&what, buffer, 84), 0);
	KUNIT_EXPECT_TRUE(test, is_core(buffer, 84, ELFCLASS32));
	KUNIT_EXPECT_FALSE(test, is_core(buffer, sizeof(buffer), ELFCLASS64));
	for (i = 0; i < 84; i++)
		KUNIT_EXPECT_FALSE_MSG(test, is_core(buffer, i, ELFCLASS32),
				       "cut to %u bytes", i);
}

static struct kunit_case elfhdr_cases[] = {
	KUNIT_CASE_PARAM(write_one_row, header_gen_params),
	KUNIT_CASE(write_respects_the_size),
	KUNIT_CASE(write_leaves_no_byte_to_chance),
	KUNIT_CASE(write_counts_entries_before_it_writes),
	KUNIT_CASE(write_refuses_what_32_bits_cannot_say),
	KUNIT_CASE(bytes_do_not_wrap),
	KUNIT_CASE(only_a_core_header_is_one),
	KUNIT_CASE(core_header_of_32_bits),
	{ }
};

static struct kunit_suite elfhdr_suite = {
	.name = "kdump_elfhdr",
	.test_cases = elfhdr_cases,
};

kunit_test_suite(elfhdr_suite);

MODULE_DESCRIPTION("KUnit tests of the ELF core header");
MODULE_LICENSE("GPL");
