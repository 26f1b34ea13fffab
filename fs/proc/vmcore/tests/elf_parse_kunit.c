// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of elf_parse.c: a good header, and everything that can be wrong with it.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/prandom.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "describe/elf_core.h"
#include "tests/kdump_kunit.h"
#include "elf_parse.h"
#include "tests/header_make.h"

#define PHYSICAL_END BIT_ULL(46)
#define ENTRIES 4
#define NO_ENTRY KDUMP_NO_ENTRY

static const struct vmcore_limits limits = {
	.machine = EM_X86_64,
	.data = NATIVE_DATA,
	.header_bytes = SZ_8M,
	.note_bytes = SZ_64K,
	.physical_end = PHYSICAL_END,
};

/* A header as a loader writes it: notes, the kernel's image, RAM, RAM. */
struct sample {
	struct elf64_hdr file;
	struct elf64_phdr entry[ENTRIES];
};

static const struct sample good = {
	.file = {
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			NATIVE_DATA, EV_CURRENT, ELFOSABI_LINUX,
		},
		.e_type = ET_CORE,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_phoff = offsetof(struct sample, entry),
		.e_flags = 0x55,
		.e_ehsize = sizeof(struct elf64_hdr),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = ENTRIES,
	},
	.entry = {
		{ .p_type = PT_NOTE, .p_offset = 0x5004, .p_paddr = 0x5004,
		  .p_filesz = 0x170, .p_memsz = 0x170 },
		{ .p_type = PT_LOAD, .p_flags = PF_R | PF_W | PF_X,
		  .p_offset = 0x1000000, .p_paddr = 0x1000000,
		  .p_vaddr = 0xffffffff81000000, .p_filesz = 0x200000,
		  .p_memsz = 0x200000, .p_align = 8 },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = 0x2f000000,
		  .p_paddr = 0, .p_vaddr = -1ULL, .p_filesz = 0x9f000,
		  .p_memsz = 0xa0000 },
		{ .p_type = PT_LOAD, .p_offset = 0x100000,
		  .p_paddr = 0x100000, .p_vaddr = 0xffff888000100000,
		  .p_filesz = 0x20000000, .p_memsz = 0x20000000 },
	},
};

static void expect_diag(struct kunit *test, const struct kdump_diag *diag,
			const char *field, int entry)
{
	KUNIT_EXPECT_STREQ(test, diag->field, field);
	KUNIT_EXPECT_EQ(test, diag->entry, entry);
}

static void good_header(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	const struct vmcore_segment *image = &header->segments[0];
	const struct vmcore_segment *backup = &header->segments[1];
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0,
			vmcore_header_decode(&good, sizeof(good), &limits,
					     header, &diag));
	KUNIT_EXPECT_EQ(test, header->machine, EM_X86_64);
	KUNIT_EXPECT_EQ(test, header->class, ELFCLASS64);
	KUNIT_EXPECT_EQ(test, header->data, NATIVE_DATA);
	KUNIT_EXPECT_EQ(test, header->osabi, ELFOSABI_LINUX);
	KUNIT_EXPECT_EQ(test, header->flags, 0x55);
	KUNIT_EXPECT_EQ(test, header->nr_skipped, 0);

	KUNIT_ASSERT_EQ(test, header->nr_notes, 1);
	KUNIT_EXPECT_EQ(test, header->notes[0].start, 0x5004);
	KUNIT_EXPECT_EQ(test, header->notes[0].end, 0x5174);
	KUNIT_EXPECT_EQ(test, header->note_bytes, 0x170);

	KUNIT_ASSERT_EQ(test, header->nr_segments, 3);
	KUNIT_EXPECT_EQ(test, image->memory.start, 0x1000000);
	KUNIT_EXPECT_EQ(test, image->memory.end, 0x1200000);
	KUNIT_EXPECT_EQ(test, image->virtual, 0xffffffff81000000);
	KUNIT_EXPECT_EQ(test, image->flags, PF_R | PF_W | PF_X);
	KUNIT_EXPECT_EQ(test, image->align, 8);

	/* Saved elsewhere, shorter in the file, without a virtual address. */
	KUNIT_EXPECT_EQ(test, backup->memory.start, 0x2f000000);
	KUNIT_EXPECT_EQ(test, backup->memory.end, 0x2f0a0000);
	KUNIT_EXPECT_EQ(test, backup->physical, 0);
	KUNIT_EXPECT_EQ(test, backup->virtual, -1ULL);
	KUNIT_EXPECT_EQ(test, backup->file_size, 0x9f000);

	/* Below its predecessors and over one of them: in the old order. */
	KUNIT_EXPECT_EQ(test, header->segments[2].memory.start, 0x100000);
}

/* What ELF calls a field by its size. */
enum width {
	BYTE = 1,
	HALF = 2,
	WORD = 4,
	XWORD = 8,
};

/*
 * One change to the good header each. Without a field, the change is to be
 * accepted.
 */
static const struct poke {
	const char *name;
	const void *where;
	enum width width;
	u64 value;
	const char *field;
	int entry;
} pokes[] = {
	{ "no magic",
	  &good.file.e_ident[EI_MAG0], BYTE, 0, "magic", NO_ENTRY },
	{ "last byte of the magic",
	  &good.file.e_ident[EI_MAG3], BYTE, 'f', "magic", NO_ENTRY },
	{ "no class",
	  &good.file.e_ident[EI_CLASS], BYTE, ELFCLASSNONE,
	  "EI_CLASS", NO_ENTRY },
	{ "called 32 bits, but is not",
	  &good.file.e_ident[EI_CLASS], BYTE, ELFCLASS32,
	  "e_ehsize", NO_ENTRY },
	{ "class 3",
	  &good.file.e_ident[EI_CLASS], BYTE, 3, "EI_CLASS", NO_ENTRY },
	{ "the other byte order",
	  &good.file.e_ident[EI_DATA], BYTE, OTHER_DATA,
	  "EI_DATA", NO_ENTRY },
	{ "no byte order",
	  &good.file.e_ident[EI_DATA], BYTE, ELFDATANONE,
	  "EI_DATA", NO_ENTRY },
	{ "ident version 0",
	  &good.file.e_ident[EI_VERSION], BYTE, 0, "EI_VERSION", NO_ENTRY },
	{ "ident version 2",
	  &good.file.e_ident[EI_VERSION], BYTE, 2, "EI_VERSION", NO_ENTRY },
	{ "another OS ABI", &good.file.e_ident[EI_OSABI], BYTE, 9 },
	{ "an executable",
	  &good.file.e_type, HALF, ET_EXEC, "e_type", NO_ENTRY },
	{ "another machine",
	  &good.file.e_machine, HALF, EM_AARCH64, "e_machine", NO_ENTRY },
	{ "version 0", &good.file.e_version, WORD, 0, "e_version", NO_ENTRY },
	{ "version 2", &good.file.e_version, WORD, 2, "e_version", NO_ENTRY },
	{ "short file header",
	  &good.file.e_ehsize, HALF, 52, "e_ehsize", NO_ENTRY },
	{ "long file header",
	  &good.file.e_ehsize, HALF, 65, "e_ehsize", NO_ENTRY },
	{ "entry size 0",
	  &good.file.e_phentsize, HALF, 0, "e_phentsize", NO_ENTRY },
	{ "entry size 55",
	  &good.file.e_phentsize, HALF, 55, "e_phentsize", NO_ENTRY },
	{ "no entries", &good.file.e_phnum, HALF, 0, "e_phnum", NO_ENTRY },
	{ "one entry", &good.file.e_phnum, HALF, 1 },
	{ "more entries than bytes",
	  &good.file.e_phnum, HALF, ENTRIES + 1, "e_phnum", NO_ENTRY },
	{ "most entries",
	  &good.file.e_phnum, HALF, PN_XNUM - 1, "e_phnum", NO_ENTRY },
	{ "extended numbering without a section",
	  &good.file.e_phnum, HALF, PN_XNUM, "e_shentsize", NO_ENTRY },
	{ "table at 0", &good.file.e_phoff, XWORD, 0, "e_phoff", NO_ENTRY },
	{ "table in the file header",
	  &good.file.e_phoff, XWORD, 63, "e_phoff", NO_ENTRY },
	{ "table one byte too far",
	  &good.file.e_phoff, XWORD, 65, "e_phoff", NO_ENTRY },
	{ "table far away",
	  &good.file.e_phoff, XWORD, SZ_8M, "e_phoff", NO_ENTRY },
	{ "table wraps",
	  &good.file.e_phoff, XWORD, -1ULL, "e_phoff", NO_ENTRY },
	{ "table wraps to its place",
	  &good.file.e_phoff, XWORD, -56ULL, "e_phoff", NO_ENTRY },
	{ "sections are not looked at", &good.file.e_shoff, XWORD, -1ULL },
	{ "entry point", &good.file.e_entry, XWORD, -1ULL },

	{ "note of size 0", &good.entry[0].p_memsz, XWORD, 0 },
	{ "note without file bytes", &good.entry[0].p_filesz, XWORD, 0 },
	{ "note fills the limit", &good.entry[0].p_memsz, XWORD, SZ_64K },
	{ "note above the limit",
	  &good.entry[0].p_memsz, XWORD, SZ_64K + 1, "p_memsz", 0 },
	{ "note beyond memory",
	  &good.entry[0].p_offset, XWORD, PHYSICAL_END, "p_offset", 0 },
	{ "note ends at the end of memory",
	  &good.entry[0].p_offset, XWORD, PHYSICAL_END - 0x170 },
	{ "note ends past memory",
	  &good.entry[0].p_offset, XWORD, PHYSICAL_END - 0x16f, "p_memsz", 0 },
	{ "note wraps",
	  &good.entry[0].p_memsz, XWORD, -0x1000ULL, "p_memsz", 0 },
	{ "note larger in the file",
	  &good.entry[0].p_filesz, XWORD, 0x171, "p_filesz", 0 },

	{ "segment of size 0", &good.entry[2].p_memsz, XWORD, 0 },
	{ "unknown type", &good.entry[2].p_type, WORD, PT_GNU_STACK },
	{ "null type", &good.entry[2].p_type, WORD, PT_NULL },
	{ "segment beyond memory",
	  &good.entry[2].p_offset, XWORD, PHYSICAL_END, "p_offset", 2 },
	{ "segment in the last page",
	  &good.entry[2].p_offset, XWORD, PHYSICAL_END - 0xa0000 },
	{ "segment ends past memory",
	  &good.entry[2].p_offset, XWORD, PHYSICAL_END - 0x9ffff,
	  "p_memsz", 2 },
	{ "segment at the end of numbers",
	  &good.entry[2].p_offset, XWORD, -1ULL, "p_offset", 2 },
	{ "segment size wraps to 0",
	  &good.entry[2].p_memsz, XWORD, -0x2f000000ULL, "p_memsz", 2 },
	{ "largest segment size",
	  &good.entry[2].p_memsz, XWORD, -1ULL, "p_memsz", 2 },
	{ "segment larger in the file",
	  &good.entry[3].p_filesz, XWORD, 0x20000001, "p_filesz", 3 },
	{ "segment not in the file", &good.entry[3].p_filesz, XWORD, 0 },
	{ "identical physical addresses",
	  &good.entry[3].p_offset, XWORD, 0x1000000 },
	{ "any p_paddr", &good.entry[3].p_paddr, XWORD, -1ULL },
	{ "any p_vaddr", &good.entry[3].p_vaddr, XWORD, -1ULL },
	{ "any p_align", &good.entry[3].p_align, XWORD, 3 },
};

KUNIT_ARRAY_PARAM_DESC(poke, pokes, name);

static void one_field_changed(struct kunit *test)
{
	const struct poke *poke = test->param_value;
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct kdump_diag diag = { .field = "none" };
	struct sample sample = good;
	size_t offset = poke->where - (const void *)&good;
	int error;

	/* The low bytes of the value: where the high ones come first, its end. */
	memcpy((void *)&sample + offset, (const void *)&poke->value +
	       (NATIVE_BIG ? sizeof(poke->value) - poke->width : 0),
	       poke->width);
	error = vmcore_header_decode(&sample, sizeof(sample), &limits, header,
				     &diag);
	KUNIT_EXPECT_EQ(test, error, poke->field ? -EINVAL : 0);
	if (poke->field)
		expect_diag(test, &diag, poke->field, poke->entry);
}

static void fault_says_what_was_expected(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct sample sample = good;
	struct kdump_diag diag;

	sample.file.e_phentsize = 32;
	vmcore_header_decode(&sample, sizeof(sample), &limits, header, &diag);
	KUNIT_EXPECT_EQ(test, diag.value, 32);
	KUNIT_EXPECT_EQ(test, diag.rule, KDUMP_MUST_BE);
	KUNIT_EXPECT_EQ(test, diag.bound, 56);

	sample = good;
	sample.entry[2].p_memsz = -1ULL;
	vmcore_header_decode(&sample, sizeof(sample), &limits, header, &diag);
	KUNIT_EXPECT_EQ(test, diag.value, -1ULL);
	KUNIT_EXPECT_EQ(test, diag.rule, KDUMP_AT_MOST);
	KUNIT_EXPECT_EQ(test, diag.bound, PHYSICAL_END - 0x2f000000);

	sample = good;
	sample.file.e_ident[EI_DATA] = OTHER_DATA;
	vmcore_header_decode(&sample, sizeof(sample), &limits, header, &diag);
	KUNIT_EXPECT_EQ(test, diag.value, OTHER_DATA);
	KUNIT_EXPECT_EQ(test, diag.bound, NATIVE_DATA);
	KUNIT_EXPECT_NOT_NULL(test, diag.remark);
}

/* The bytes end where the allocation ends, so that KASAN sees a step too far. */
static void truncated(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct kdump_diag diag;
	size_t size;
	void *bytes;

	for (size = 0; size < sizeof(good); size++) {
		bytes = kunit_kmalloc(test, size, GFP_KERNEL);
		memcpy(bytes, &good, size);
		diag.field = "none";
		KUNIT_EXPECT_EQ(test, -EINVAL,
				vmcore_header_decode(bytes, size, &limits,
						     header, &diag));
		KUNIT_EXPECT_STREQ(test, diag.field,
				   size < sizeof(good.file) ? "header size" :
							      "e_phnum");
		kunit_kfree(test, bytes);
	}
}

static void skipped_entries_are_counted(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct sample sample = good;
	struct kdump_diag diag;

	sample.entry[0].p_memsz = 0;
	sample.entry[1].p_type = PT_NULL;
	sample.entry[2].p_type = PT_DYNAMIC;
	/* What is skipped is not looked into. */
	sample.entry[2].p_offset = -1ULL;
	KUNIT_ASSERT_EQ(test, 0,
			vmcore_header_decode(&sample, sizeof(sample), &limits,
					     header, &diag));
	KUNIT_EXPECT_EQ(test, header->nr_skipped, 3);
	KUNIT_EXPECT_EQ(test, header->nr_notes, 0);
	KUNIT_EXPECT_EQ(test, header->note_bytes, 0);
	KUNIT_EXPECT_EQ(test, header->nr_segments, 1);
}

/* The first and the last PT_LOAD are cut, that between them is gone. */
static void unreachable_memory_is_left_out(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct vmcore_limits narrow = limits;
	struct kdump_diag diag;

	narrow.physical_end = 0x1100000;
	narrow.unreachable_end = PHYSICAL_END;
	KUNIT_ASSERT_EQ(test, 0,
			vmcore_header_decode(&good, sizeof(good), &narrow,
					     header, &diag));
	KUNIT_ASSERT_EQ(test, header->nr_segments, 2);
	KUNIT_EXPECT_EQ(test, header->segments[0].memory.end, 0x1100000);
	KUNIT_EXPECT_EQ(test, header->segments[0].file_size, 0x100000);
	KUNIT_EXPECT_EQ(test, header->segments[1].memory.end, 0x1100000);
	KUNIT_EXPECT_EQ(test, header->unreachable,
			0x100000 + 0xa0000 + 0x1f000000);
}

static void notes_are_bounded_together(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct sample sample = good;
	struct kdump_diag diag;

	sample.entry[0].p_memsz = SZ_32K;
	sample.entry[1] = sample.entry[0];
	KUNIT_EXPECT_EQ(test, 0,
			vmcore_header_decode(&sample, sizeof(sample), &limits,
					     header, &diag));
	KUNIT_EXPECT_EQ(test, header->note_bytes, SZ_64K);

	sample.entry[2].p_type = PT_NOTE;
	sample.entry[2].p_memsz = 1;
	sample.entry[2].p_filesz = 1;
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_decode(&sample, sizeof(sample), &limits,
					     header, &diag));
	expect_diag(test, &diag, "p_memsz", 2);
	KUNIT_EXPECT_EQ(test, diag.bound, 0);
}

static void capacity_is_respected(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct kdump_diag diag;

	header->capacity = ENTRIES - 1;
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_decode(&good, sizeof(good), &limits,
					     header, &diag));
	expect_diag(test, &diag, "e_phnum", NO_ENTRY);
	KUNIT_EXPECT_EQ(test, diag.bound, ENTRIES - 1);
}

static void survey_tells_how_much_to_read(struct kunit *test)
{
	struct elf64_hdr file = good.file;
	struct vmcore_limits tight = limits;
	struct vmcore_header_extent extent;
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0, vmcore_header_survey(&file, sizeof(file),
						      &limits, &extent,
						      &diag));
	KUNIT_EXPECT_EQ(test, extent.bytes, 64 + ENTRIES * 56);
	KUNIT_EXPECT_EQ(test, extent.entries, ENTRIES);

	file.e_phoff = 0x12345;
	file.e_phnum = PN_XNUM - 1;
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_survey(&file, sizeof(file),
						      &limits, &extent,
						      &diag));
	KUNIT_EXPECT_EQ(test, extent.bytes, 0x12345 + 65534 * 56);

	/* Exactly as far as allowed, and one byte more. */
	tight.header_bytes = extent.bytes;
	KUNIT_EXPECT_EQ(test, 0, vmcore_header_survey(&file, sizeof(file),
						      &tight, &extent, &diag));
	tight.header_bytes--;
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_survey(&file, sizeof(file), &tight,
					     &extent, &diag));
	expect_diag(test, &diag, "e_phoff", NO_ENTRY);
	tight.header_bytes = sizeof(file) - 1;
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_survey(&file, sizeof(file), &tight,
					     &extent, &diag));
	expect_diag(test, &diag, "header size", NO_ENTRY);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_survey(&file, sizeof(file) - 1, &limits,
					     &extent, &diag));
	expect_diag(test, &diag, "header size", NO_ENTRY);
}

static void table_may_be_anywhere(struct kunit *test)
{
	struct vmcore_header *header = header_make(test, ENTRIES);
	size_t table = sizeof(good.entry), size = 1001 + table;
	void *bytes = kunit_kzalloc(test, size, GFP_KERNEL);
	struct elf64_hdr file = good.file;
	struct kdump_diag diag;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	file.e_phoff = 1001;
	memcpy(bytes, &file, sizeof(file));
	memcpy(bytes + 1001, good.entry, table);
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_decode(bytes, size, &limits,
						      header, &diag));
	KUNIT_EXPECT_EQ(test, header->segments[2].memory.end, 0x20100000);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_decode(bytes, size - 1, &limits, header,
					     &diag));
	expect_diag(test, &diag, "e_phoff", NO_ENTRY);
}

static void most_entries(struct kunit *test)
{
	const unsigned int entries = PN_XNUM - 1;
	size_t size = sizeof(good.file) + entries * sizeof(good.entry[0]);
	struct vmcore_header *header = header_make(test, entries);
	struct elf64_hdr *file = kunit_kzalloc(test, size, GFP_KERNEL);
	struct elf64_phdr *entry = (void *)(file + 1);
	struct kdump_diag diag;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, file);
	*file = good.file;
	file->e_phnum = entries;
	for (i = 0; i < entries; i++) {
		entry[i] = good.entry[1];
		entry[i].p_offset = (u64)(entries - i) * SZ_4M;
	}
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_decode(file, size, &limits,
						      header, &diag));
	KUNIT_EXPECT_EQ(test, header->nr_segments, entries);
	KUNIT_EXPECT_EQ(test, header->segments[entries - 1].memory.start, SZ_4M);

	entry[entries - 1].p_offset = -1ULL;
	KUNIT_EXPECT_EQ(test, -EINVAL,
			vmcore_header_decode(file, size, &limits, header,
					     &diag));
	expect_diag(test, &diag, "p_offset", entries - 1);
}

/* What the crashing kernel writes is what the capture kernel understands. */
static void written_header_is_read_back(struct kunit *test)
{
	struct kdump_range notes[] = { { 0x5000, 0x5170 }, { 0x8010, 0x9034 } };
	struct kdump_range storage[] = {
		{ 0x100000, 0x1f000000 }, { 0x3f000000, 0x3ffe0000 },
	};
	struct kdump_range_set ram = { storage, 2, 2 };
	const struct kdump_elfhdr what = {
		.identity = {
			.class = ELFCLASS64, .data = NATIVE_DATA,
			.machine = EM_X86_64,
		},
		.notes = notes,
		.nr_notes = 2,
		.kernel = { 0x1000000, 0x2400000 },
		.kernel_virtual = 0xffffffff81000000,
		.ram = &ram,
		.direct_map = 0xffff888000000000,
	};
	struct vmcore_header *header = header_make(test, 5);
	size_t size = kdump_elfhdr_bytes(ELFCLASS64, 2, 2);
	void *bytes = kunit_kzalloc(test, size, GFP_KERNEL);
	const struct vmcore_segment *segment = header->segments;
	struct vmcore_header_extent extent;
	struct kdump_diag diag;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	KUNIT_ASSERT_EQ(test, 0, kdump_elfhdr_write(&what, bytes, size));
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_survey(bytes, 64, &limits,
						      &extent, &diag));
	KUNIT_EXPECT_EQ(test, extent.bytes, size);
	KUNIT_EXPECT_EQ(test, extent.entries, 5);
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_decode(bytes, size, &limits,
						      header, &diag));
	KUNIT_ASSERT_EQ(test, header->nr_notes, 2);
	KUNIT_EXPECT_MEMEQ(test, header->notes, notes, sizeof(notes));
	KUNIT_ASSERT_EQ(test, header->nr_segments, 3);
	KUNIT_EXPECT_MEMEQ(test, &segment[0].memory, &what.kernel,
			   sizeof(what.kernel));
	KUNIT_EXPECT_EQ(test, segment[0].virtual, what.kernel_virtual);
	KUNIT_EXPECT_MEMEQ(test, &segment[1].memory, &storage[0],
			   sizeof(storage[0]));
	KUNIT_EXPECT_EQ(test, segment[1].virtual, 0xffff888000100000);
	KUNIT_EXPECT_MEMEQ(test, &segment[2].memory, &storage[1],
			   sizeof(storage[1]));
	KUNIT_EXPECT_EQ(test, segment[2].file_size, 0xfe0000);
}

static void expect_sane(struct kunit *test, const struct vmcore_header *header)
{
	const struct kdump_range *memory;
	u64 note_bytes = 0;
	unsigned int i;

	KUNIT_EXPECT_LE(test, header->nr_notes + header->nr_segments +
			header->nr_skipped, ENTRIES);
	for (i = 0; i < header->nr_notes; i++) {
		memory = &header->notes[i];
		KUNIT_EXPECT_LT(test, memory->start, memory->end);
		KUNIT_EXPECT_LE(test, memory->end, PHYSICAL_END);
		note_bytes += kdump_range_size(memory);
	}
	KUNIT_EXPECT_EQ(test, note_bytes, header->note_bytes);
	KUNIT_EXPECT_LE(test, note_bytes, limits.note_bytes);
	for (i = 0; i < header->nr_segments; i++) {
		memory = &header->segments[i].memory;
		KUNIT_EXPECT_LT(test, memory->start, memory->end);
		KUNIT_EXPECT_LE(test, memory->end, PHYSICAL_END);
		KUNIT_EXPECT_LE(test, header->segments[i].file_size,
				kdump_range_size(memory));
	}
}

/* Bytes changed at random: refused with a reason, or good for the layout. */
static void random_damage(struct kunit *test)
{
	static const u8 values[] = { 0, 1, 4, 0x7f, 0x80, 0xff };
	struct vmcore_header *header = header_make(test, ENTRIES);
	struct kdump_diag diag;
	struct rnd_state random;
	struct sample sample;
	unsigned int round, i;
	u8 *byte;

	prandom_seed_state(&random, 2024);
	for (round = 0; round < 20000; round++) {
		sample = good;
		for (i = 0; i <= round % 8; i++) {
			byte = (u8 *)&sample +
			       prandom_u32_state(&random) % sizeof(sample);
			*byte = values[prandom_u32_state(&random) %
				       ARRAY_SIZE(values)];
		}
		diag.field = NULL;
		if (vmcore_header_decode(&sample, sizeof(sample), &limits,
					 header, &diag))
			KUNIT_EXPECT_NOT_NULL(test, diag.field);
		else
			expect_sane(test, header);
	}
}

static struct kunit_case header_cases[] = {
	KUNIT_CASE(good_header),
	KUNIT_CASE_PARAM(one_field_changed, poke_gen_params),
	KUNIT_CASE(fault_says_what_was_expected),
	KUNIT_CASE(truncated),
	KUNIT_CASE(skipped_entries_are_counted),
	KUNIT_CASE(unreachable_memory_is_left_out),
	KUNIT_CASE(notes_are_bounded_together),
	KUNIT_CASE(capacity_is_respected),
	KUNIT_CASE(survey_tells_how_much_to_read),
	KUNIT_CASE(table_may_be_anywhere),
	KUNIT_CASE(most_entries),
	KUNIT_CASE(written_header_is_read_back),
	KUNIT_CASE(random_damage),
	{}
};

static struct kunit_suite header_suite = {
	.name = "kdump_vmcore_header",
	.test_cases = header_cases,
};

kunit_test_suite(header_suite);
