// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of elf_parse.c and elf_write.c together, for both classes of ELF and for more
 * program headers than e_phnum can count: what is exported says the same as
 * what was read, and what is damaged is refused.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "lib/elf_codec.h"
#include "tests/kdump_kunit.h"
#include "elf_parse.h"
#include "layout.h"
#include "tests/header_make.h"

static const struct vmcore_limits limits = {
	.machine = EM_X86_64,
	.data = NATIVE_DATA,
	.header_bytes = SZ_8M,
	.note_bytes = SZ_64K,
	.physical_end = BIT_ULL(46),
};

/**
 * struct raw - a header of either class
 * @format: its class
 * @bytes: the header: file header, section header 0, program headers
 * @size: bytes of it
 */
struct raw {
	const struct kdump_elf_format *format;
	void *bytes;
	size_t size;
};

static void *table_of(const struct raw *raw)
{
	return raw->bytes + raw->format->file_size + raw->format->section_size;
}

/*
 * A note, then segments of 4 KiB with 4 KiB between them, in reverse. Where
 * pages are larger, they share them.
 */
static struct raw raw_header(struct kunit *test, u8 class, unsigned int entries)
{
	const struct kdump_elf_format *format = kdump_elf_format(class);
	struct elf64_shdr section = { .sh_info = entries };
	struct elf64_hdr file = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, class,
			     NATIVE_DATA, EV_CURRENT },
		.e_type = ET_CORE,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_ehsize = format->file_size,
		.e_phoff = format->file_size + format->section_size,
		.e_phentsize = format->entry_size,
		.e_phnum = min(entries, (unsigned int)PN_XNUM),
		.e_shoff = format->file_size,
		.e_shentsize = format->section_size,
		.e_shnum = 1,
	};
	struct elf64_phdr entry = {
		.p_type = PT_NOTE, .p_offset = 0x500, .p_memsz = 0x20,
	};
	struct raw raw = { .format = format };
	void *at;

	raw.size = file.e_phoff + (size_t)entries * format->entry_size;
	raw.bytes = kunit_kzalloc(test, raw.size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, raw.bytes);
	kdump_elf_format_store_file(format, &file, raw.bytes);
	kdump_elf_format_store_section(format, &section, raw.bytes + file.e_shoff);
	for (at = table_of(&raw); entries--; at += format->entry_size) {
		kdump_elf_format_store_entry(format, &entry, at);
		entry = (struct elf64_phdr){
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_X,
			.p_offset = entries * 0x2000ULL,
			.p_vaddr = entries * 0x2000ULL + 0xc0000000,
			.p_paddr = entries * 0x2000ULL + 1,
			.p_filesz = 0xfff,
			.p_memsz = 0x1000,
			.p_align = 8,
		};
	}
	return raw;
}

static const struct shape {
	const char *name;
	u8 class;
	unsigned int entries;
} shapes[] = {
	{ "32 bits, one entry", ELFCLASS32, 1 },
	{ "32 bits", ELFCLASS32, 5 },
	{ "64 bits", ELFCLASS64, 5 },
	{ "32 bits, as many as e_phnum counts", ELFCLASS32, PN_XNUM - 1 },
	{ "64 bits, as many as e_phnum counts", ELFCLASS64, PN_XNUM - 1 },
	{ "32 bits, one more", ELFCLASS32, PN_XNUM },
	{ "64 bits, one more", ELFCLASS64, PN_XNUM },
	{ "64 bits, many more", ELFCLASS64, 70000 },
};

KUNIT_ARRAY_PARAM_DESC(shape, shapes, name);

/* Surveyed as main.c does it: first the file header, then what it asks for. */
static void survey(struct kunit *test, const struct raw *raw,
		   unsigned int entries)
{
	struct vmcore_header_extent extent;
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0,
			vmcore_header_survey(raw->bytes, raw->format->file_size,
					     &limits, &extent, &diag));
	if (entries >= PN_XNUM) {
		KUNIT_EXPECT_EQ(test, extent.entries, 0);
		KUNIT_EXPECT_EQ(test, extent.bytes, raw->format->file_size +
				raw->format->section_size);
		KUNIT_ASSERT_EQ(test, 0,
				vmcore_header_survey(raw->bytes, extent.bytes,
						     &limits, &extent, &diag));
	}
	KUNIT_EXPECT_EQ(test, extent.entries, entries);
	KUNIT_EXPECT_EQ(test, extent.bytes, raw->size);
}

/* What is exported, decoded once more: p_offset is an offset now. */
static void expect_same(struct kunit *test, const struct vmcore_layout *layout,
			const struct vmcore_header *header,
			const struct vmcore_header *again)
{
	const struct vmcore_segment *was, *is;
	struct vmcore_place place;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, again->class, header->class);
	KUNIT_ASSERT_EQ(test, again->nr_segments, header->nr_segments);
	KUNIT_ASSERT_EQ(test, again->nr_notes, 1);
	KUNIT_EXPECT_EQ(test, again->notes[0].start, layout->header_size);
	for (i = 0; i < header->nr_segments; i++) {
		was = &header->segments[i];
		is = &again->segments[i];
		if (is->virtual != was->virtual ||
		    is->physical != was->physical ||
		    is->file_size != was->file_size ||
		    is->align != was->align || is->flags != was->flags ||
		    !vmcore_layout_find(layout, is->memory.start, &place) ||
		    place.start != was->memory.start)
			KUNIT_FAIL(test, "segment %u differs", i);
	}
}

static void expect_exported(struct kunit *test,
			    const struct vmcore_layout *layout,
			    const struct vmcore_header *header)
{
	struct vmcore_header *again = header_make(test, header->capacity);
	struct kdump_diag diag;
	void *out;

	out = kunit_kmalloc(test, layout->header_size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	memset(out, 0xa5, layout->header_size);
	vmcore_export_write(layout, header, 0x20, out);
	KUNIT_ASSERT_EQ(test, 0,
			vmcore_header_decode(out, layout->header_size, &limits,
					     again, &diag));
	expect_same(test, layout, header, again);
}

/*
 * Each segment takes whole pages of the file, which has 4 GiB at most if its
 * headers are of 32 bits: room for 65 000 pages of 4 KiB, but not of 64 KiB.
 */
static bool is_too_large(const struct shape *shape)
{
	return shape->class == ELFCLASS32 &&
	       (u64)shape->entries * PAGE_SIZE > U32_MAX - SZ_4M;
}

static void exported_as_it_came(struct kunit *test)
{
	const struct shape *shape = test->param_value;
	struct raw raw = raw_header(test, shape->class, shape->entries);
	struct vmcore_header *header = header_make(test, shape->entries);
	struct vmcore_chunk *chunks;
	struct vmcore_layout layout;
	struct kdump_diag diag;
	int error;

	chunks = kunit_kcalloc(test, shape->entries, sizeof(*chunks),
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, chunks);
	survey(test, &raw, shape->entries);
	KUNIT_ASSERT_EQ(test, 0, vmcore_header_decode(raw.bytes, raw.size,
						      &limits, header, &diag));
	KUNIT_EXPECT_EQ(test, header->class, shape->class);
	KUNIT_ASSERT_EQ(test, header->nr_segments, shape->entries - 1);
	error = vmcore_layout_build(&layout, chunks, header, 0x20, &diag);
	if (is_too_large(shape)) {
		KUNIT_EXPECT_EQ(test, error, -EFBIG);
		KUNIT_EXPECT_STREQ(test, diag.field, "size of memory");
		return;
	}
	KUNIT_ASSERT_EQ(test, error, 0);
	expect_exported(test, &layout, header);
}

/* A 32-bit segment ends at 4 GiB, whatever the machine has. */
static void ends_of_32_bits(struct kunit *test)
{
	static const struct {
		u64 offset;
		u64 size;
		const char *field;
	} rows[] = {
		{ 0xffffffff, 1, NULL },
		{ 0xfffff000, 0x1000, NULL },
		{ 0xfffff000, 0x1001, "p_memsz" },
		{ 1, 0xffffffff, NULL },
		{ 2, 0xffffffff, "p_memsz" },
	};
	struct raw raw = raw_header(test, ELFCLASS32, 2);
	struct vmcore_header *header = header_make(test, 2);
	struct elf64_phdr entry = { .p_type = PT_LOAD };
	struct kdump_diag diag;
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		entry.p_offset = rows[i].offset;
		entry.p_memsz = rows[i].size;
		kdump_elf_format_store_entry(raw.format, &entry, table_of(&raw) +
					  raw.format->entry_size);
		error = vmcore_header_decode(raw.bytes, raw.size, &limits,
					     header, &diag);
		KUNIT_EXPECT_EQ_MSG(test, error, rows[i].field ? -EINVAL : 0,
				    "row %u", i);
		if (error)
			KUNIT_EXPECT_STREQ(test, diag.field, rows[i].field);
	}
}

/* Damage to what counts the program headers. */
static const struct damage {
	const char *name;
	u16 section_size;
	u64 section;
	u32 info;
	const char *field;
} damages[] = {
	{ "as it should be", 64, 64, PN_XNUM },
	{ "no size of section headers", 0, 64, PN_XNUM, "e_shentsize" },
	{ "32-bit section header", 40, 64, PN_XNUM, "e_shentsize" },
	{ "no section header", 64, 0, PN_XNUM, "e_shoff" },
	{ "section header in the file header", 64, 63, PN_XNUM, "e_shoff" },
	{ "section header far away", 64, SZ_8M, PN_XNUM, "e_shoff" },
	{ "section header wraps", 64, -64ULL, PN_XNUM, "e_shoff" },
	{ "counts none", 64, 64, 0, "sh_info" },
	{ "counts what e_phnum can", 64, 64, PN_XNUM - 1, "sh_info" },
	{ "counts one more than there are", 64, 64, PN_XNUM + 1, "e_phoff" },
	{ "counts all there can be", 64, 64, U32_MAX, "sh_info" },
};

KUNIT_ARRAY_PARAM_DESC(damage, damages, name);

static void damaged_count(struct kunit *test)
{
	const struct damage *damage = test->param_value;
	struct raw raw = raw_header(test, ELFCLASS64, PN_XNUM);
	struct vmcore_header *header = header_make(test, PN_XNUM);
	struct elf64_hdr *file = raw.bytes;
	struct elf64_shdr *section = raw.bytes + sizeof(*file);
	struct kdump_diag diag;
	int error;

	file->e_shentsize = damage->section_size;
	file->e_shoff = damage->section;
	section->sh_info = damage->info;
	error = vmcore_header_decode(raw.bytes, raw.size, &limits, header,
				     &diag);
	KUNIT_EXPECT_EQ(test, error, damage->field ? -EINVAL : 0);
	if (error)
		KUNIT_EXPECT_STREQ(test, diag.field, damage->field);
}

static struct kunit_case export_cases[] = {
	KUNIT_CASE_PARAM(exported_as_it_came, shape_gen_params),
	KUNIT_CASE(ends_of_32_bits),
	KUNIT_CASE_PARAM(damaged_count, damage_gen_params),
	{}
};

static struct kunit_suite export_suite = {
	.name = "kdump_vmcore_export",
	.test_cases = export_cases,
};

kunit_test_suite(export_suite);
