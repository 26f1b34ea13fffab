// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of layout.c and elf_write.c: offsets, what is found at them, and the
 * headers that tell clients the same. Offsets below suppose pages of 4096 bytes.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "elf_parse.h"
#include "layout.h"

static struct vmcore_segment segment(u64 start, u64 size)
{
	return (struct vmcore_segment){
		.memory = { start, start + size },
		.virtual = 0xffff888000000000 + start,
		.physical = start,
		.file_size = size,
		.flags = PF_R,
	};
}

static struct vmcore_header header_of(struct vmcore_segment *segments,
				      unsigned int nr)
{
	return (struct vmcore_header){
		.segments = segments,
		.nr_segments = nr,
		.machine = EM_X86_64,
		.class = ELFCLASS64,
		.data = ELFDATA2LSB,
		.osabi = ELFOSABI_LINUX,
		.flags = 7,
	};
}

static struct vmcore_chunk *chunks_for(struct kunit *test, unsigned int nr)
{
	struct vmcore_chunk *chunks;

	chunks = kunit_kcalloc(test, nr, sizeof(*chunks), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, chunks);
	return chunks;
}

/* Segments and the pages that have to be mapped for them. */
static const struct {
	const char *name;
	struct kdump_range memory;
	struct kdump_range pages;
} widened[] = {
	{ "whole pages", { 0x1000, 0x3000 }, { 0x1000, 0x3000 } },
	{ "one byte", { 0x1000, 0x1001 }, { 0x1000, 0x2000 } },
	{ "last byte of a page", { 0x1fff, 0x2000 }, { 0x1000, 0x2000 } },
	{ "two bytes over a border", { 0x1fff, 0x2001 }, { 0x1000, 0x3000 } },
	{ "start inside a page", { 0x1234, 0x3000 }, { 0x1000, 0x3000 } },
	{ "end inside a page", { 0x1000, 0x2001 }, { 0x1000, 0x3000 } },
	{ "page 0", { 0, 1 }, { 0, 0x1000 } },
	{ "far up", { BIT_ULL(52) - 1, BIT_ULL(52) },
	  { BIT_ULL(52) - 0x1000, BIT_ULL(52) } },
};

static void chunks_are_whole_pages(struct kunit *test)
{
	struct vmcore_chunk *chunk = chunks_for(test, 1);
	struct vmcore_layout layout;
	struct vmcore_segment one;
	struct vmcore_header header = header_of(&one, 1);
	struct kdump_diag diag;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(widened); i++) {
		one = segment(widened[i].memory.start,
			      kdump_range_size(&widened[i].memory));
		KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, chunk,
							     &header, 0,
							     &diag));
		KUNIT_EXPECT_EQ_MSG(test, chunk->memory.start,
				    widened[i].pages.start, "%s",
				    widened[i].name);
		KUNIT_EXPECT_EQ_MSG(test, chunk->memory.end,
				    widened[i].pages.end, "%s",
				    widened[i].name);
		KUNIT_EXPECT_EQ_MSG(test, layout.memory_size,
				    kdump_range_size(&widened[i].pages), "%s",
				    widened[i].name);
	}
}

/* Three segments, out of order, two of them sharing page 0x9000. */
static void build_sample(struct kunit *test, struct vmcore_layout *layout,
			 struct vmcore_header *header, u64 note_bytes)
{
	struct vmcore_segment *segments;
	struct kdump_diag diag;

	segments = kunit_kcalloc(test, 3, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	segments[0] = segment(0x8000, 0x1800);
	segments[1] = segment(0x9800, 0x800);
	segments[2] = segment(0x1000, 0x1000);
	segments[1].file_size = 0x700;
	segments[1].physical = 0x44;
	segments[2].virtual = -1ULL;
	segments[2].align = 16;
	*header = header_of(segments, 3);
	KUNIT_ASSERT_EQ(test, 0,
			vmcore_layout_build(layout, chunks_for(test, 3), header,
					    note_bytes, &diag));
}

static void sizes(struct kunit *test)
{
	static const struct {
		u64 note_bytes;
		u64 notes_size;
	} rows[] = {
		{ 0, 0 }, { 1, 0x1000 }, { 0xfff, 0x1000 },
		{ 0x1000, 0x1000 }, { 0x1001, 0x2000 },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		build_sample(test, &layout, &header, rows[i].note_bytes);
		KUNIT_EXPECT_EQ(test, layout.header_size, 0x1000);
		KUNIT_EXPECT_EQ(test, layout.notes_size, rows[i].notes_size);
		KUNIT_EXPECT_EQ(test, layout.memory_size, 0x4000);
		KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout),
				0x5000 + rows[i].notes_size);
	}
}

/* 64 bytes and 72 entries of 56 bytes fill a page: 4096. */
static void header_takes_another_page(struct kunit *test)
{
	struct vmcore_segment *segments;
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct kdump_diag diag;
	unsigned int nr;

	segments = kunit_kcalloc(test, 73, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (nr = 0; nr < 73; nr++)
		segments[nr] = segment(0x1000 * nr, 0x1000);
	for (nr = 0; nr <= 73; nr++) {
		header = header_of(segments, nr);
		KUNIT_ASSERT_EQ(test, 0,
				vmcore_layout_build(&layout,
						    chunks_for(test, 73),
						    &header, 0, &diag));
		KUNIT_EXPECT_EQ_MSG(test, layout.header_size,
				    nr <= 71 ? 0x1000 : 0x2000, "%u", nr);
	}
}

static void found_at_borders(struct kunit *test)
{
	/* header 0-fff, notes 1000-1fff, memory 2000-5fff */
	static const struct {
		u64 offset;
		enum vmcore_area area;
		u64 start;
		u64 left;
	} rows[] = {
		{ 0, VMCORE_HEADER, 0, 0x1000 },
		{ 0xfff, VMCORE_HEADER, 0xfff, 1 },
		{ 0x1000, VMCORE_NOTES, 0, 0x1000 },
		{ 0x1fff, VMCORE_NOTES, 0xfff, 1 },
		{ 0x2000, VMCORE_MEMORY, 0x8000, 0x2000 },
		{ 0x2001, VMCORE_MEMORY, 0x8001, 0x1fff },
		{ 0x3fff, VMCORE_MEMORY, 0x9fff, 1 },
		{ 0x4000, VMCORE_MEMORY, 0x9000, 0x1000 },
		{ 0x4fff, VMCORE_MEMORY, 0x9fff, 1 },
		{ 0x5000, VMCORE_MEMORY, 0x1000, 0x1000 },
		{ 0x5fff, VMCORE_MEMORY, 0x1fff, 1 },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;
	unsigned int i;

	build_sample(test, &layout, &header, 0x174);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_ASSERT_TRUE(test, vmcore_layout_find(&layout,
							   rows[i].offset,
							   &place));
		KUNIT_EXPECT_EQ_MSG(test, place.area, rows[i].area, "%llx",
				    rows[i].offset);
		KUNIT_EXPECT_EQ_MSG(test, place.start, rows[i].start, "%llx",
				    rows[i].offset);
		KUNIT_EXPECT_EQ_MSG(test, place.left, rows[i].left, "%llx",
				    rows[i].offset);
	}
}

static void nothing_past_the_end(struct kunit *test)
{
	static const u64 offsets[] = { 0x6000, 0x6001, S64_MAX, U64_MAX };
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;
	unsigned int i;

	build_sample(test, &layout, &header, 0x174);
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		KUNIT_EXPECT_FALSE_MSG(test,
				       vmcore_layout_find(&layout, offsets[i],
							  &place),
				       "%llx", offsets[i]);
}

static void dump_without_memory(struct kunit *test)
{
	struct vmcore_header header = header_of(NULL, 0);
	struct vmcore_layout layout;
	struct vmcore_place place;
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, NULL, &header, 4,
						     &diag));
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout), 0x2000);
	KUNIT_EXPECT_TRUE(test, vmcore_layout_find(&layout, 0x1fff, &place));
	KUNIT_EXPECT_FALSE(test, vmcore_layout_find(&layout, 0x2000, &place));
}

/* For 1 to 40 chunks of 1, 2, 3 pages: every page against a walk. */
static void found_in_any_number(struct kunit *test)
{
	struct vmcore_segment *segments;
	struct vmcore_chunk *chunks = chunks_for(test, 40);
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;
	struct kdump_diag diag;
	unsigned int nr, i;
	u64 offset, page;

	segments = kunit_kcalloc(test, 40, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (i = 0; i < 40; i++)
		segments[i] = segment((40 - i) * SZ_64K, 0x1000 * (1 + i % 3));

	for (nr = 1; nr <= 40; nr++) {
		header = header_of(segments, nr);
		KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, chunks,
							     &header, 0,
							     &diag));
		offset = layout.header_size;
		for (i = 0; i < nr; i++) {
			for (page = segments[i].memory.start;
			     page < segments[i].memory.end; page += 0x1000) {
				KUNIT_ASSERT_TRUE(test,
						  vmcore_layout_find(&layout,
								     offset,
								     &place));
				KUNIT_EXPECT_EQ(test, place.start, page);
				offset += 0x1000;
			}
		}
		KUNIT_EXPECT_FALSE(test, vmcore_layout_find(&layout, offset,
							    &place));
	}
}

static void too_large(struct kunit *test)
{
	static const struct {
		u64 size[2];
		u64 note_bytes;
		const char *field;
	} rows[] = {
		/* Large chunks start after one large page. */
		{ { BIT_ULL(62), BIT_ULL(62) - 0x201000 }, 0, NULL },
		{ { BIT_ULL(62), BIT_ULL(62) - 0x200000 }, 0,
		  "size of memory" },
		{ { BIT_ULL(62), BIT_ULL(62) - 0x201000 }, SZ_2M,
		  "size of memory" },
		{ { BIT_ULL(62), BIT_ULL(62) }, 0, "size of memory" },
		{ { BIT_ULL(63) - 0x1000, BIT_ULL(63) - 0x1000 }, 0,
		  "size of memory" },
		{ { 0x1000, 0x1000 }, U32_MAX, NULL },
		{ { 0x1000, 0x1000 }, (u64)U32_MAX + 1, "size of notes" },
		{ { 0x1000, 0x1000 }, U64_MAX, "size of notes" },
	};
	struct vmcore_chunk *chunks = chunks_for(test, 2);
	struct vmcore_segment segments[2];
	struct vmcore_header header = header_of(segments, 2);
	struct vmcore_layout layout;
	struct kdump_diag diag;
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		segments[0] = segment(0, rows[i].size[0]);
		segments[1] = segment(0, rows[i].size[1]);
		error = vmcore_layout_build(&layout, chunks, &header,
					    rows[i].note_bytes, &diag);
		KUNIT_EXPECT_EQ_MSG(test, error, rows[i].field ? -EFBIG : 0,
				    "row %u", i);
		if (rows[i].field)
			KUNIT_EXPECT_STREQ_MSG(test, diag.field,
					       rows[i].field, "row %u", i);
		else
			KUNIT_EXPECT_LE(test, vmcore_layout_size(&layout),
					S64_MAX);
	}
}

/* As many as e_phnum can count, one more, and many more. */
static void many_segments(struct kunit *test)
{
	static const unsigned int numbers[] = {
		PN_XNUM - 2, PN_XNUM - 1, 70000,
	};
	const unsigned int most = 70000;
	struct vmcore_chunk *chunks = chunks_for(test, most);
	struct vmcore_segment *segments;
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct kdump_diag diag;
	struct vmcore_place place;
	unsigned int i, n;

	segments = kunit_kcalloc(test, most, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (i = 0; i < most; i++)
		segments[i] = segment(i * 0x2000ULL, 0x1000);

	for (n = 0; n < ARRAY_SIZE(numbers); n++) {
		header = header_of(segments, numbers[n]);
		KUNIT_ASSERT_EQ(test, 0,
				vmcore_layout_build(&layout, chunks, &header, 0,
						    &diag));
		for (i = 0; i < numbers[n]; i++) {
			if (!vmcore_layout_find(&layout, layout.header_size +
						i * 0x1000ULL, &place) ||
			    place.start != i * 0x2000ULL)
				KUNIT_FAIL(test, "segment %u not found", i);
		}
	}
}

/* header 0-fff, notes 1000-1fff, then two large chunks around a small one. */
static void build_large(struct kunit *test, struct vmcore_layout *layout,
			struct vmcore_header *header, u64 note_bytes)
{
	struct vmcore_segment *segments;
	struct kdump_diag diag;

	segments = kunit_kcalloc(test, 3, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	segments[0] = segment(0x100000, SZ_64M);
	segments[1] = segment(0x5000, 0x3000);
	segments[2] = segment(SZ_1G, SZ_64M);
	*header = header_of(segments, 3);
	KUNIT_ASSERT_EQ(test, 0,
			vmcore_layout_build(layout, chunks_for(test, 3), header,
					    note_bytes, &diag));
}

static void large_chunks_suit_large_pages(struct kunit *test)
{
	static const struct {
		u64 offset;
		enum vmcore_area area;
		u64 start;
		u64 left;
	} rows[] = {
		{ 0x1fff, VMCORE_NOTES, 0xfff, 1 },
		{ 0x2000, VMCORE_GAP, 0, 0x1fe000 },
		{ 0x1fffff, VMCORE_GAP, 0, 1 },
		{ 0x200000, VMCORE_GAP, 0, 0x100000 },
		{ 0x2fffff, VMCORE_GAP, 0, 1 },
		{ 0x300000, VMCORE_MEMORY, 0x100000, 0x4000000 },
		{ 0x42fffff, VMCORE_MEMORY, 0x40fffff, 1 },
		{ 0x4300000, VMCORE_MEMORY, 0x5000, 0x3000 },
		{ 0x4302fff, VMCORE_MEMORY, 0x7fff, 1 },
		{ 0x4303000, VMCORE_GAP, 0, 0xfd000 },
		{ 0x43fffff, VMCORE_GAP, 0, 1 },
		{ 0x4400000, VMCORE_MEMORY, SZ_1G, 0x4000000 },
		{ 0x83fffff, VMCORE_MEMORY, SZ_1G + 0x3ffffff, 1 },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;
	unsigned int i;

	build_large(test, &layout, &header, 0x174);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout), 0x8400000);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_ASSERT_TRUE(test, vmcore_layout_find(&layout,
							   rows[i].offset,
							   &place));
		KUNIT_EXPECT_EQ_MSG(test, place.area, rows[i].area, "%llx",
				    rows[i].offset);
		KUNIT_EXPECT_EQ_MSG(test, place.start, rows[i].start, "%llx",
				    rows[i].offset);
		KUNIT_EXPECT_EQ_MSG(test, place.left, rows[i].left, "%llx",
				    rows[i].offset);
	}
	KUNIT_EXPECT_FALSE(test, vmcore_layout_find(&layout, 0x8400000,
						    &place));
}

/* A large chunk is one that is large with its whole pages. */
static void widened_chunks_suit_large_pages(struct kunit *test)
{
	struct vmcore_chunk *chunk = chunks_for(test, 1);
	struct vmcore_segment one = segment(SZ_4M + 1, VMCORE_LARGE_CHUNK - 2);
	struct vmcore_header header = header_of(&one, 1);
	struct vmcore_layout layout;
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, chunk, &header,
						     0, &diag));
	KUNIT_EXPECT_EQ(test, layout.memory_align, VMCORE_LARGE_PAGE);
	KUNIT_EXPECT_EQ(test, 0, (layout.memory_start + chunk->offset -
				  chunk->memory.start) % VMCORE_LARGE_PAGE);
}

/* 32-bit headers have no offsets to waste: the same segments, back to back. */
static void no_gaps_in_32_bits(struct kunit *test)
{
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct kdump_diag diag;

	build_large(test, &layout, &header, 0x174);
	header.class = ELFCLASS32;
	KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(&layout, layout.chunks,
						     &header, 0x174, &diag));
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout), 0x8005000);

	header.segments[1] = segment(0, 0xf7ffe000);
	KUNIT_EXPECT_EQ(test, -EFBIG,
			vmcore_layout_build(&layout, layout.chunks, &header,
					    0x174, &diag));
	KUNIT_EXPECT_STREQ(test, diag.field, "size of memory");
	KUNIT_EXPECT_EQ(test, diag.bound, U32_MAX - 0x2000);
	header.segments[1] = segment(0, 0xf7ffd000);
	KUNIT_EXPECT_EQ(test, 0,
			vmcore_layout_build(&layout, layout.chunks, &header,
					    0x174, &diag));
}

static void expect_file_header(struct kunit *test, const struct elf64_hdr *file)
{
	KUNIT_EXPECT_MEMEQ(test, file->e_ident, ELFMAG, SELFMAG);
	KUNIT_EXPECT_EQ(test, file->e_ident[EI_CLASS], ELFCLASS64);
	KUNIT_EXPECT_EQ(test, file->e_ident[EI_DATA], ELFDATA2LSB);
	KUNIT_EXPECT_EQ(test, file->e_ident[EI_VERSION], EV_CURRENT);
	KUNIT_EXPECT_EQ(test, file->e_ident[EI_OSABI], ELFOSABI_LINUX);
	KUNIT_EXPECT_EQ(test, file->e_type, ET_CORE);
	KUNIT_EXPECT_EQ(test, file->e_machine, EM_X86_64);
	KUNIT_EXPECT_EQ(test, file->e_version, EV_CURRENT);
	KUNIT_EXPECT_EQ(test, file->e_phoff, 64);
	KUNIT_EXPECT_EQ(test, file->e_flags, 7);
	KUNIT_EXPECT_EQ(test, file->e_ehsize, 64);
	KUNIT_EXPECT_EQ(test, file->e_phentsize, 56);
	KUNIT_EXPECT_EQ(test, file->e_phnum, 4);
	KUNIT_EXPECT_EQ(test, file->e_shnum, 0);
}

static void header_for_clients(struct kunit *test)
{
	const struct elf64_phdr expected[] = {
		{ .p_type = PT_NOTE, .p_offset = 0x1000, .p_filesz = 0x174,
		  .p_memsz = 0x174, .p_align = 4 },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = 0x2000,
		  .p_vaddr = 0xffff888000008000, .p_paddr = 0x8000,
		  .p_filesz = 0x1800, .p_memsz = 0x1800 },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = 0x4800,
		  .p_vaddr = 0xffff888000009800, .p_paddr = 0x44,
		  .p_filesz = 0x700, .p_memsz = 0x800 },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = 0x5000,
		  .p_vaddr = -1ULL, .p_paddr = 0x1000,
		  .p_filesz = 0x1000, .p_memsz = 0x1000, .p_align = 16 },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	u8 *bytes;

	build_sample(test, &layout, &header, 0x174);
	bytes = kunit_kmalloc(test, layout.header_size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memset(bytes, 0xa5, layout.header_size);
	vmcore_export_write(&layout, &header, 0x174, bytes);

	expect_file_header(test, (void *)bytes);
	KUNIT_EXPECT_MEMEQ(test, bytes + 64, (u8 *)expected, sizeof(expected));
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes + 64 + sizeof(expected), 0,
					   layout.header_size - 64 -
					   sizeof(expected)));
}

static int grow(struct vmcore_layout *layout, void *headers, u64 bytes)
{
	struct vmcore_layout before = *layout;
	int error = vmcore_layout_grow_notes(layout, bytes);

	if (!error)
		vmcore_export_move(&before, layout, headers);
	return error;
}

/* Growing must come to the same as having known before. */
static void expect_growth(struct kunit *test,
			  void (*build)(struct kunit *test,
					struct vmcore_layout *layout,
					struct vmcore_header *header,
					u64 note_bytes))
{
	struct vmcore_layout grown, known;
	struct vmcore_header header;
	void *one, *other;

	build(test, &grown, &header, 0x174);
	one = kunit_kzalloc(test, grown.header_size, GFP_KERNEL);
	other = kunit_kzalloc(test, grown.header_size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, one);
	KUNIT_ASSERT_NOT_NULL(test, other);
	vmcore_export_write(&grown, &header, 0x174, one);
	KUNIT_EXPECT_EQ(test, 0, grow(&grown, one, 0x1000));
	KUNIT_EXPECT_EQ(test, 0, grow(&grown, one, 0x200000));

	build(test, &known, &header, 0x201174);
	vmcore_export_write(&known, &header, 0x201174, other);
	KUNIT_EXPECT_EQ(test, grown.notes_size, known.notes_size);
	KUNIT_EXPECT_EQ(test, grown.memory_start, known.memory_start);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&grown),
			vmcore_layout_size(&known));
	KUNIT_EXPECT_MEMEQ(test, one, other, grown.header_size);

	memcpy(other, one, grown.header_size);
	known = grown;
	KUNIT_EXPECT_EQ(test, -EFBIG, grow(&grown, one, BIT_ULL(63)));
	KUNIT_EXPECT_EQ(test, -EFBIG,
			grow(&grown, one,
			     BIT_ULL(63) - vmcore_layout_size(&grown)));
	KUNIT_EXPECT_MEMEQ(test, &grown, &known, sizeof(grown));
	KUNIT_EXPECT_MEMEQ(test, one, other, grown.header_size);
}

static void notes_grow(struct kunit *test)
{
	expect_growth(test, build_sample);
}

static void notes_grow_into_a_gap(struct kunit *test)
{
	expect_growth(test, build_large);
}

static struct kunit_case layout_cases[] = {
	KUNIT_CASE(chunks_are_whole_pages),
	KUNIT_CASE(sizes),
	KUNIT_CASE(header_takes_another_page),
	KUNIT_CASE(found_at_borders),
	KUNIT_CASE(nothing_past_the_end),
	KUNIT_CASE(dump_without_memory),
	KUNIT_CASE(found_in_any_number),
	KUNIT_CASE(too_large),
	KUNIT_CASE(many_segments),
	KUNIT_CASE(large_chunks_suit_large_pages),
	KUNIT_CASE(widened_chunks_suit_large_pages),
	KUNIT_CASE(no_gaps_in_32_bits),
	KUNIT_CASE(header_for_clients),
	KUNIT_CASE(notes_grow),
	KUNIT_CASE(notes_grow_into_a_gap),
	{}
};

static struct kunit_suite layout_suite = {
	.name = "kdump_vmcore_layout",
	.test_cases = layout_cases,
};

kunit_test_suite(layout_suite);
