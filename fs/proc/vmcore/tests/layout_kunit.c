// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of layout.c and elf_write.c: offsets, what is found at them, and the
 * headers that tell clients the same. For pages of any size up to 256 KiB.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "tests/kdump_kunit.h"
#include "elf_parse.h"
#include "layout.h"

#define PAGES(n) ((u64)(n) * PAGE_SIZE)
#define HALF_PAGE (PAGE_SIZE / 2)

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

static void build_layout(struct kunit *test, struct vmcore_layout *layout,
			 struct vmcore_chunk *chunks,
			 const struct vmcore_header *header, u64 note_bytes)
{
	struct kdump_diag diag;

	KUNIT_ASSERT_EQ(test, 0, vmcore_layout_build(layout, chunks, header,
						     note_bytes, &diag));
}

/* Segments and the pages that have to be mapped for them. */
static const struct {
	const char *name;
	struct kdump_range memory;
	struct kdump_range pages;
} widened[] = {
	{ "whole pages", { PAGES(1), PAGES(3) }, { PAGES(1), PAGES(3) } },
	{ "one byte", { PAGES(1), PAGES(1) + 1 }, { PAGES(1), PAGES(2) } },
	{ "last byte of a page", { PAGES(2) - 1, PAGES(2) },
	  { PAGES(1), PAGES(2) } },
	{ "two bytes over a border", { PAGES(2) - 1, PAGES(2) + 1 },
	  { PAGES(1), PAGES(3) } },
	{ "start inside a page", { PAGES(1) + 0x234, PAGES(3) },
	  { PAGES(1), PAGES(3) } },
	{ "end inside a page", { PAGES(1), PAGES(2) + 1 },
	  { PAGES(1), PAGES(3) } },
	{ "page 0", { 0, 1 }, { 0, PAGES(1) } },
	{ "far up", { BIT_ULL(52) - 1, BIT_ULL(52) },
	  { BIT_ULL(52) - PAGES(1), BIT_ULL(52) } },
};

static void chunks_are_whole_pages(struct kunit *test)
{
	struct vmcore_chunk *chunk = chunks_for(test, 1);
	struct vmcore_layout layout;
	struct vmcore_segment one;
	struct vmcore_header header = header_of(&one, 1);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(widened); i++) {
		one = segment(widened[i].memory.start,
			      kdump_range_size(&widened[i].memory));
		build_layout(test, &layout, chunk, &header, 0);
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

/* Three segments, out of order, two of them sharing page 9. */
static void build_sample(struct kunit *test, struct vmcore_layout *layout,
			 struct vmcore_header *header, u64 note_bytes)
{
	struct vmcore_segment *segments;

	segments = kunit_kcalloc(test, 3, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	segments[0] = segment(PAGES(8), PAGES(1) + HALF_PAGE);
	segments[1] = segment(PAGES(9) + HALF_PAGE, HALF_PAGE);
	segments[2] = segment(PAGES(1), PAGES(1));
	segments[1].file_size = HALF_PAGE - 0x100;
	segments[1].physical = 0x44;
	segments[2].virtual = -1ULL;
	segments[2].align = 16;
	*header = header_of(segments, 3);
	build_layout(test, layout, chunks_for(test, 3), header, note_bytes);
}

static void sizes(struct kunit *test)
{
	static const struct {
		u64 note_bytes;
		u64 notes_size;
	} rows[] = {
		{ 0, 0 }, { 1, PAGES(1) }, { PAGES(1) - 1, PAGES(1) },
		{ PAGES(1), PAGES(1) }, { PAGES(1) + 1, PAGES(2) },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		build_sample(test, &layout, &header, rows[i].note_bytes);
		KUNIT_EXPECT_EQ(test, layout.header_size, PAGES(1));
		KUNIT_EXPECT_EQ(test, layout.notes_size, rows[i].notes_size);
		KUNIT_EXPECT_EQ(test, layout.memory_size, PAGES(4));
		KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout),
				PAGES(5) + rows[i].notes_size);
	}
}

/* A page has room for the file header, the entry of the notes, and so many. */
#define SEGMENTS_OF_A_PAGE ((PAGE_SIZE - 64) / 56 - 1)

static void header_takes_another_page(struct kunit *test)
{
	const unsigned int most = SEGMENTS_OF_A_PAGE + 2;
	struct vmcore_chunk *chunks = chunks_for(test, most);
	struct vmcore_segment *segments;
	struct vmcore_layout layout;
	struct vmcore_header header;
	unsigned int nr;

	segments = kunit_kcalloc(test, most, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (nr = 0; nr < most; nr++)
		segments[nr] = segment(PAGES(nr), PAGES(1));
	for (nr = 0; nr <= most; nr++) {
		header = header_of(segments, nr);
		build_layout(test, &layout, chunks, &header, 0);
		KUNIT_EXPECT_EQ_MSG(test, layout.header_size,
				    PAGES(nr <= SEGMENTS_OF_A_PAGE ? 1 : 2),
				    "%u", nr);
	}
}

/* What is to be found at an offset. */
struct place_row {
	u64 offset;
	struct vmcore_place place;
};

static void expect_places(struct kunit *test,
			  const struct vmcore_layout *layout,
			  const struct place_row *row, unsigned int nr)
{
	struct vmcore_place place;

	for (; nr--; row++) {
		KUNIT_ASSERT_TRUE(test, vmcore_layout_find(layout, row->offset,
							   &place));
		KUNIT_EXPECT_EQ_MSG(test, place.area, row->place.area, "%llx",
				    row->offset);
		KUNIT_EXPECT_EQ_MSG(test, place.start, row->place.start, "%llx",
				    row->offset);
		KUNIT_EXPECT_EQ_MSG(test, place.left, row->place.left, "%llx",
				    row->offset);
	}
}

static void found_at_borders(struct kunit *test)
{
	/* A page of headers, one of notes, four of memory. */
	static const struct place_row rows[] = {
		{ 0, { VMCORE_HEADER, 0, PAGES(1) } },
		{ PAGES(1) - 1, { VMCORE_HEADER, PAGES(1) - 1, 1 } },
		{ PAGES(1), { VMCORE_NOTES, 0, PAGES(1) } },
		{ PAGES(2) - 1, { VMCORE_NOTES, PAGES(1) - 1, 1 } },
		{ PAGES(2), { VMCORE_MEMORY, PAGES(8), PAGES(2) } },
		{ PAGES(2) + 1, { VMCORE_MEMORY, PAGES(8) + 1, PAGES(2) - 1 } },
		{ PAGES(4) - 1, { VMCORE_MEMORY, PAGES(10) - 1, 1 } },
		{ PAGES(4), { VMCORE_MEMORY, PAGES(9), PAGES(1) } },
		{ PAGES(5) - 1, { VMCORE_MEMORY, PAGES(10) - 1, 1 } },
		{ PAGES(5), { VMCORE_MEMORY, PAGES(1), PAGES(1) } },
		{ PAGES(6) - 1, { VMCORE_MEMORY, PAGES(2) - 1, 1 } },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;

	build_sample(test, &layout, &header, 0x174);
	expect_places(test, &layout, rows, ARRAY_SIZE(rows));
}

static void nothing_past_the_end(struct kunit *test)
{
	static const u64 offsets[] = {
		PAGES(6), PAGES(6) + 1, S64_MAX, U64_MAX,
	};
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

	build_layout(test, &layout, NULL, &header, 4);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout), PAGES(2));
	KUNIT_EXPECT_TRUE(test, vmcore_layout_find(&layout, PAGES(2) - 1,
						   &place));
	KUNIT_EXPECT_FALSE(test, vmcore_layout_find(&layout, PAGES(2), &place));
}

/* For 1 to 40 chunks of 1, 2, 3 pages: every page against a walk. */
static void found_in_any_number(struct kunit *test)
{
	struct vmcore_segment *segments;
	struct vmcore_chunk *chunks = chunks_for(test, 40);
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;
	unsigned int nr, i;
	u64 offset, page;

	segments = kunit_kcalloc(test, 40, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (i = 0; i < 40; i++)
		segments[i] = segment(PAGES(16 * (40 - i)), PAGES(1 + i % 3));

	for (nr = 1; nr <= 40; nr++) {
		header = header_of(segments, nr);
		build_layout(test, &layout, chunks, &header, 0);
		offset = layout.header_size;
		for (i = 0; i < nr; i++) {
			for (page = segments[i].memory.start;
			     page < segments[i].memory.end; page += PAGE_SIZE) {
				if (!vmcore_layout_find(&layout, offset,
							&place) ||
				    place.start != page)
					KUNIT_FAIL(test, "%llx not found",
						   page);
				offset += PAGE_SIZE;
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
		{ { BIT_ULL(62), BIT_ULL(62) - SZ_2M - PAGES(1) }, 0, NULL },
		{ { BIT_ULL(62), BIT_ULL(62) - SZ_2M }, 0, "size of memory" },
		{ { BIT_ULL(62), BIT_ULL(62) - SZ_2M - PAGES(1) }, SZ_2M,
		  "size of memory" },
		{ { BIT_ULL(62), BIT_ULL(62) }, 0, "size of memory" },
		{ { BIT_ULL(63) - PAGES(1), BIT_ULL(63) - PAGES(1) }, 0,
		  "size of memory" },
		{ { PAGES(1), PAGES(1) }, U32_MAX, NULL },
		{ { PAGES(1), PAGES(1) }, (u64)U32_MAX + 1, "size of notes" },
		{ { PAGES(1), PAGES(1) }, U64_MAX, "size of notes" },
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
	struct vmcore_place place;
	unsigned int i, n;

	segments = kunit_kcalloc(test, most, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	for (i = 0; i < most; i++)
		segments[i] = segment(PAGES(2 * i), PAGES(1));

	for (n = 0; n < ARRAY_SIZE(numbers); n++) {
		header = header_of(segments, numbers[n]);
		build_layout(test, &layout, chunks, &header, 0);
		for (i = 0; i < numbers[n]; i++) {
			if (!vmcore_layout_find(&layout, layout.header_size +
						PAGES(i), &place) ||
			    place.start != PAGES(2 * i))
				KUNIT_FAIL(test, "segment %u not found", i);
		}
	}
}

/* A page of headers, one of notes, then two large chunks around a small one. */
static void build_large(struct kunit *test, struct vmcore_layout *layout,
			struct vmcore_header *header, u64 note_bytes)
{
	struct vmcore_segment *segments;

	segments = kunit_kcalloc(test, 3, sizeof(*segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segments);
	segments[0] = segment(SZ_1M, SZ_64M);
	segments[1] = segment(PAGES(5), PAGES(3));
	segments[2] = segment(SZ_1G, SZ_64M);
	*header = header_of(segments, 3);
	build_layout(test, layout, chunks_for(test, 3), header, note_bytes);
}

static void large_chunks_suit_large_pages(struct kunit *test)
{
	static const struct place_row rows[] = {
		{ PAGES(2) - 1, { VMCORE_NOTES, PAGES(1) - 1, 1 } },
		{ PAGES(2), { VMCORE_GAP, 0, MIB(2) - PAGES(2) } },
		{ MIB(2) - 1, { VMCORE_GAP, 0, 1 } },
		{ MIB(2), { VMCORE_GAP, 0, MIB(1) } },
		{ MIB(3) - 1, { VMCORE_GAP, 0, 1 } },
		{ MIB(3), { VMCORE_MEMORY, MIB(1), MIB(64) } },
		{ MIB(67) - 1, { VMCORE_MEMORY, MIB(65) - 1, 1 } },
		{ MIB(67), { VMCORE_MEMORY, PAGES(5), PAGES(3) } },
		{ MIB(67) + PAGES(3) - 1, { VMCORE_MEMORY, PAGES(8) - 1, 1 } },
		{ MIB(67) + PAGES(3), { VMCORE_GAP, 0, MIB(1) - PAGES(3) } },
		{ MIB(68) - 1, { VMCORE_GAP, 0, 1 } },
		{ MIB(68), { VMCORE_MEMORY, SZ_1G, MIB(64) } },
		{ MIB(132) - 1, { VMCORE_MEMORY, SZ_1G + MIB(64) - 1, 1 } },
	};
	struct vmcore_layout layout;
	struct vmcore_header header;
	struct vmcore_place place;

	build_large(test, &layout, &header, 0x174);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout), MIB(132));
	expect_places(test, &layout, rows, ARRAY_SIZE(rows));
	KUNIT_EXPECT_FALSE(test, vmcore_layout_find(&layout, MIB(132), &place));
}

/* A large chunk is one that is large with its whole pages. */
static void widened_chunks_suit_large_pages(struct kunit *test)
{
	struct vmcore_chunk *chunk = chunks_for(test, 1);
	struct vmcore_segment one = segment(SZ_4M + 1, VMCORE_LARGE_CHUNK - 2);
	struct vmcore_header header = header_of(&one, 1);
	struct vmcore_layout layout;

	build_layout(test, &layout, chunk, &header, 0);
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
	build_layout(test, &layout, layout.chunks, &header, 0x174);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&layout),
			MIB(128) + PAGES(5));

	header.segments[1] = segment(0, GIB(4) - MIB(128) - PAGES(2));
	KUNIT_EXPECT_EQ(test, -EFBIG,
			vmcore_layout_build(&layout, layout.chunks, &header,
					    0x174, &diag));
	KUNIT_EXPECT_STREQ(test, diag.field, "size of memory");
	KUNIT_EXPECT_EQ(test, diag.bound, U32_MAX - PAGES(2));
	header.segments[1] = segment(0, GIB(4) - MIB(128) - PAGES(3));
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
		{ .p_type = PT_NOTE, .p_offset = PAGES(1), .p_filesz = 0x174,
		  .p_memsz = 0x174, .p_align = 4 },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = PAGES(2),
		  .p_vaddr = 0xffff888000000000 + PAGES(8),
		  .p_paddr = PAGES(8), .p_filesz = PAGES(1) + HALF_PAGE,
		  .p_memsz = PAGES(1) + HALF_PAGE },
		{ .p_type = PT_LOAD, .p_flags = PF_R,
		  .p_offset = PAGES(4) + HALF_PAGE,
		  .p_vaddr = 0xffff888000000000 + PAGES(9) + HALF_PAGE,
		  .p_paddr = 0x44, .p_filesz = HALF_PAGE - 0x100,
		  .p_memsz = HALF_PAGE },
		{ .p_type = PT_LOAD, .p_flags = PF_R, .p_offset = PAGES(5),
		  .p_vaddr = -1ULL, .p_paddr = PAGES(1), .p_filesz = PAGES(1),
		  .p_memsz = PAGES(1), .p_align = 16 },
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

/*
 * Where two headers differ; @size if they do not. KUnit would print all bytes
 * of both, and takes minutes for those of a page of 64 KiB.
 */
static size_t first_difference(const u8 *one, const u8 *other, size_t size)
{
	size_t i = 0;

	while (i < size && one[i] == other[i])
		i++;
	return i;
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
	KUNIT_EXPECT_EQ(test, 0, grow(&grown, one, PAGES(1)));
	KUNIT_EXPECT_EQ(test, 0, grow(&grown, one, SZ_2M));

	build(test, &known, &header, SZ_2M + PAGES(1) + 0x174);
	vmcore_export_write(&known, &header, SZ_2M + PAGES(1) + 0x174, other);
	KUNIT_EXPECT_EQ(test, grown.notes_size, known.notes_size);
	KUNIT_EXPECT_EQ(test, grown.memory_start, known.memory_start);
	KUNIT_EXPECT_EQ(test, vmcore_layout_size(&grown),
			vmcore_layout_size(&known));
	KUNIT_EXPECT_EQ(test, first_difference(one, other, grown.header_size),
			grown.header_size);

	memcpy(other, one, grown.header_size);
	known = grown;
	KUNIT_EXPECT_EQ(test, -EFBIG, grow(&grown, one, BIT_ULL(63)));
	KUNIT_EXPECT_EQ(test, -EFBIG,
			grow(&grown, one,
			     BIT_ULL(63) - vmcore_layout_size(&grown)));
	KUNIT_EXPECT_MEMEQ(test, &grown, &known, sizeof(grown));
	KUNIT_EXPECT_EQ(test, first_difference(one, other, grown.header_size),
			grown.header_size);
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
