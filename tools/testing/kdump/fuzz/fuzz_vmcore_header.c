// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ELF core header that a crashed kernel left, and the file that
 * /proc/vmcore makes of it; and the header that the crashing side would write
 * about the same memory.
 *
 * Input: 31 bytes that choose what the running kernel accepts and what is
 * asked of the file, then the header.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "describe/elf_core.h"
#include "lib/elf_codec.h"
#include "fuzz.h"
#include "elf_parse.h"
#include "layout.h"

/**
 * struct reader - what the bytes are read with
 * @limits: what is accepted
 * @lack: program headers for which no memory is given
 * @offset: a place in the file, anywhere
 * @grow: bytes of room before the notes
 * @more: bytes of notes that the header does not know of
 */
struct reader {
	struct vmcore_limits limits;
	unsigned int lack;
	u64 offset;
	u64 grow;
	u64 more;
};

static struct reader take_reader(struct fuzz_input *input)
{
	static const u64 ends[] = { 1ULL << 63, 1ULL << 52, 1ULL << 36, 4096 };

	return (struct reader){
		.limits = {
			.machine = EM_X86_64,
			.data = ELFDATA2LSB,
			.header_bytes = 64 << fuzz_below(input, 24),
			.note_bytes = U32_MAX >> fuzz_below(input, 32),
			.physical_end = ends[fuzz_below(input, ARRAY_SIZE(ends))],
		},
		.lack = fuzz_below(input, 256) == 1,
		.offset = fuzz_number(input),
		.grow = fuzz_number(input) & ~((u64)PAGE_SIZE - 1),
		.more = fuzz_number(input),
	};
}

static void check_diag(const struct kdump_diag *diag, int entries)
{
	fuzz_check_diag(diag, BIT(KDUMP_MUST_BE) | BIT(KDUMP_AT_LEAST) |
			      BIT(KDUMP_AT_MOST));
	EXPECT(diag->entry >= KDUMP_NO_ENTRY && diag->entry < entries);
}

static bool survey_bytes(const struct reader *reader, const u8 *bytes,
			 size_t size, struct vmcore_header_extent *extent)
{
	u8 *header = fuzz_memory(bytes, size);
	struct kdump_diag diag = { };
	int err = vmcore_header_survey(header, size, &reader->limits, extent,
				       &diag);

	free(header);
	EXPECT(!err || err == -EINVAL);
	if (err)
		check_diag(&diag, 0);
	else
		EXPECT(extent->bytes <= reader->limits.header_bytes);
	return !err;
}

/*
 * Only the file header is there to be surveyed, and then what it asks for. A
 * section header that is not there counts as one that says nothing.
 */
static bool survey(const struct reader *reader, const u8 *bytes, size_t size,
		   struct vmcore_header_extent *extent)
{
	const struct kdump_elf_format *format;
	size_t first = min(size, sizeof(struct elf64_hdr));

	if (!survey_bytes(reader, bytes, first, extent))
		return false;
	if (!extent->entries) {
		EXPECT(extent->bytes > first);
		if (size < extent->bytes ||
		    !survey_bytes(reader, bytes, extent->bytes, extent))
			return false;
		EXPECT(extent->entries >= PN_XNUM);
	}
	format = kdump_elf_format(bytes[EI_CLASS]);
	EXPECT(extent->entries > 0);
	EXPECT(extent->bytes >= format->file_size +
	       (u64)extent->entries * format->entry_size);
	return true;
}

static void check_decoded(const struct reader *reader,
			  const struct vmcore_header_extent *extent,
			  const struct vmcore_header *header)
{
	u64 largest = kdump_elf_format(header->class)->largest;
	u64 end = reader->limits.physical_end, notes = 0;
	unsigned int i;

	end = min(end - 1, largest) + 1;
	EXPECT(header->nr_notes + header->nr_segments + header->nr_skipped ==
	       extent->entries);
	for (i = 0; i < header->nr_notes; i++) {
		EXPECT(header->notes[i].start < header->notes[i].end);
		EXPECT(header->notes[i].end <= end);
		notes += kdump_range_size(&header->notes[i]);
	}
	EXPECT(header->note_bytes == notes);
	EXPECT(notes <= reader->limits.note_bytes);
	for (i = 0; i < header->nr_segments; i++) {
		const struct vmcore_segment *segment = &header->segments[i];

		EXPECT(segment->memory.start < segment->memory.end);
		EXPECT(segment->memory.end <= end);
		EXPECT(segment->file_size <= kdump_range_size(&segment->memory));
	}
}

static bool decode(const struct reader *reader, const u8 *bytes, size_t size,
		   const struct vmcore_header_extent *extent,
		   struct vmcore_header *header)
{
	size_t present = extent->entries ? min(size, extent->bytes) : size;
	u8 *whole = fuzz_memory(bytes, present);
	struct kdump_diag diag = { };
	int err = vmcore_header_decode(whole, present, &reader->limits, header,
				       &diag);

	free(whole);
	EXPECT(!err || err == -EINVAL);
	if (err) {
		check_diag(&diag, extent->entries);
		return false;
	}
	EXPECT(size >= extent->bytes && header->capacity >= extent->entries);
	check_decoded(reader, extent, header);
	return true;
}

static void check_layout(const struct vmcore_layout *layout,
			 const struct vmcore_header *header)
{
	u64 offset = 0;
	unsigned int i;

	EXPECT(layout->nr_chunks == header->nr_segments);
	EXPECT(PAGE_ALIGNED(layout->header_size));
	EXPECT(PAGE_ALIGNED(layout->notes_size));
	for (i = 0; i < layout->nr_chunks; i++) {
		const struct kdump_range *memory = &layout->chunks[i].memory;
		const struct kdump_range *inner = &header->segments[i].memory;

		EXPECT(layout->chunks[i].offset >= offset);
		EXPECT(layout->chunks[i].offset - offset < VMCORE_LARGE_PAGE);
		if (kdump_range_size(memory) >= VMCORE_LARGE_CHUNK &&
		    header->class == ELFCLASS64)
			EXPECT(!((layout->memory_start - memory->start +
				  layout->chunks[i].offset) %
				 VMCORE_LARGE_PAGE));
		else
			EXPECT(layout->chunks[i].offset == offset);
		EXPECT(PAGE_ALIGNED(memory->start) && PAGE_ALIGNED(memory->end));
		EXPECT(kdump_range_contains(memory, inner));
		EXPECT(inner->start - memory->start < PAGE_SIZE);
		EXPECT(memory->end - inner->end < PAGE_SIZE);
		offset = layout->chunks[i].offset + kdump_range_size(memory);
	}
	EXPECT(layout->memory_size == offset);
	EXPECT(layout->memory_start >=
	       layout->header_size + layout->notes_size);
	EXPECT(vmcore_layout_size(layout) <= layout->largest);
	EXPECT(layout->largest <= S64_MAX);
}

/* The chunk at an offset that is in memory, found by asking each. */
static unsigned int chunk_at(const struct vmcore_layout *layout, u64 offset)
{
	unsigned int i = 0;

	while (i < layout->nr_chunks &&
	       offset - layout->memory_start - layout->chunks[i].offset >=
	       kdump_range_size(&layout->chunks[i].memory))
		i++;
	EXPECT(i < layout->nr_chunks);
	return i;
}

/* Whether a chunk goes on where the one before it ends, in file and memory. */
static bool goes_on(const struct vmcore_layout *layout, unsigned int i)
{
	const struct vmcore_chunk *chunk = &layout->chunks[i];

	return i && chunk->memory.start == chunk[-1].memory.end &&
	       chunk->offset == chunk[-1].offset +
				kdump_range_size(&chunk[-1].memory);
}

static unsigned int count_runs(const struct vmcore_layout *layout)
{
	unsigned int i, runs = 0;

	for (i = 0; i < layout->nr_chunks; i++)
		runs += !goes_on(layout, i);
	return runs;
}

/* Memory goes on to the end of the last chunk that does. */
static void check_memory_at(const struct vmcore_layout *layout, u64 offset,
			    const struct vmcore_place *place)
{
	unsigned int i = chunk_at(layout, offset);
	const struct vmcore_chunk *chunk = &layout->chunks[i];

	EXPECT(place->area == VMCORE_MEMORY);
	EXPECT(place->start >= chunk->memory.start);
	EXPECT(offset - layout->memory_start - chunk->offset ==
	       place->start - chunk->memory.start);
	while (i + 1 < layout->nr_chunks && goes_on(layout, i + 1))
		i++;
	EXPECT(place->start + place->left == layout->chunks[i].memory.end);
}

static void check_place(const struct vmcore_layout *layout, u64 offset)
{
	u64 notes_end = layout->header_size + layout->notes_size;
	struct vmcore_place place = { .left = 0 };

	if (offset >= vmcore_layout_size(layout)) {
		EXPECT(!vmcore_layout_find(layout, offset, &place));
		EXPECT(!place.left);
		return;
	}
	EXPECT(vmcore_layout_find(layout, offset, &place));
	EXPECT(place.left > 0);
	EXPECT(place.left <= vmcore_layout_size(layout) - offset);
	if (offset < layout->header_size) {
		EXPECT(place.area == VMCORE_HEADER && place.start == offset);
	} else if (place.area == VMCORE_GAP) {
		EXPECT(offset >= notes_end && !place.start);
		EXPECT(place.left < VMCORE_LARGE_PAGE);
	} else if (offset < notes_end) {
		EXPECT(place.area == VMCORE_NOTES);
		EXPECT(place.start == offset - layout->header_size);
	} else {
		check_memory_at(layout, offset, &place);
	}
}

/* From piece to piece one comes to the end, and has seen each run of chunks once. */
static void walk(const struct vmcore_layout *layout)
{
	struct vmcore_place place;
	unsigned int pieces = 0;
	u64 offset = 0;

	while (vmcore_layout_find(layout, offset, &place)) {
		check_place(layout, offset);
		check_place(layout, offset + place.left - 1);
		offset += place.left;
		pieces += place.area != VMCORE_GAP;
	}
	EXPECT(offset == vmcore_layout_size(layout));
	EXPECT(pieces == count_runs(layout) + 1 + !!layout->notes_size);
}

/* What clients read says the same as what was read. */
static void check_written(const struct vmcore_layout *layout,
			  const struct vmcore_header *header, const u8 *bytes,
			  u64 note_bytes)
{
	const struct kdump_elf_format *format = kdump_elf_format(header->class);
	const u8 *at = bytes + format->file_size;
	struct vmcore_place place;
	struct elf64_phdr entry;
	struct elf64_hdr file;
	unsigned int i;

	kdump_elf_format_load_file(format, bytes, &file);
	kdump_elf_format_load_entry(format, at, &entry);
	EXPECT(!memcmp(file.e_ident, ELFMAG, SELFMAG));
	EXPECT(file.e_ident[EI_CLASS] == header->class);
	EXPECT(file.e_phnum == 1 + header->nr_segments);
	EXPECT(file.e_phoff + file.e_phnum * format->entry_size <=
	       layout->header_size);
	EXPECT(entry.p_type == PT_NOTE && entry.p_filesz == note_bytes);
	EXPECT(entry.p_offset + note_bytes <=
	       layout->header_size + layout->notes_size);
	for (i = 0; i < header->nr_segments; i++) {
		const struct vmcore_segment *segment = &header->segments[i];

		at += format->entry_size;
		kdump_elf_format_load_entry(format, at, &entry);
		EXPECT(entry.p_type == PT_LOAD);
		EXPECT(entry.p_memsz == kdump_range_size(&segment->memory));
		EXPECT(entry.p_filesz == segment->file_size);
		EXPECT(entry.p_vaddr == segment->virtual);
		EXPECT(vmcore_layout_find(layout, entry.p_offset, &place));
		EXPECT(place.start == segment->memory.start);
		EXPECT(place.left >= entry.p_memsz);
	}
}

/* Returns whether notes that grew by @grow bytes have room. */
static bool has_room(const struct vmcore_layout *layout, u64 grow)
{
	fuzz_wide end = layout->header_size;

	end += layout->notes_size;
	end += grow;
	end += layout->memory_align - 1;
	end -= end & (layout->memory_align - 1);
	return end + layout->memory_size <= layout->largest;
}

static void write_out(const struct vmcore_layout *built,
		      const struct vmcore_header *header, u64 note_bytes,
		      u64 grow)
{
	struct vmcore_layout layout = *built;
	u8 *buffer = fuzz_memory(NULL, layout.header_size);
	int err;

	memset(buffer, 0xff, layout.header_size);
	vmcore_export_write(&layout, header, note_bytes, buffer);
	check_written(&layout, header, buffer, note_bytes);
	err = vmcore_layout_grow_notes(&layout, grow);
	EXPECT(err == (has_room(built, grow) ? 0 : -EFBIG));
	if (!err)
		vmcore_export_move(built, &layout, buffer);
	else
		EXPECT(!memcmp(built, &layout, sizeof(layout)));
	check_written(&layout, header, buffer, note_bytes + (err ? 0 : grow));
	walk(&layout);
	free(buffer);
}

/* Each chunk lies in one run, and runs have something between them. */
static void check_runs(const struct vmcore_layout *layout,
		       const struct kdump_range_set *runs)
{
	const struct kdump_range *run;
	unsigned int i;

	EXPECT(runs->count <= layout->nr_chunks);
	for (i = 1; i < runs->count; i++)
		EXPECT(runs->range[i - 1].end < runs->range[i].start);
	for (i = 0; i < layout->nr_chunks; i++) {
		run = kdump_range_set_find(runs,
					   layout->chunks[i].memory.start);
		EXPECT(run &&
		       kdump_range_contains(run, &layout->chunks[i].memory));
	}
}

/* The window around any byte of memory. */
static void place_window(const struct kdump_range_set *runs, u64 address,
			 u64 size)
{
	const struct kdump_range *run = kdump_range_set_find(runs, address);
	struct kdump_range window = vmcore_layout_window(address, size, run);

	EXPECT(kdump_range_contains(run, &window));
	EXPECT(window.start <= address && address < window.end);
	EXPECT(PAGE_ALIGNED(window.start) && PAGE_ALIGNED(window.end));
	EXPECT(kdump_range_size(&window) <= size);
}

/* The rest of any chunk, mapped anywhere. */
static void plan(const struct vmcore_layout *layout,
		 const struct kdump_range_set *runs, u64 offset, u64 at)
{
	struct vmcore_place place;
	struct kdump_range large, pages;

	if (!vmcore_layout_find(layout, offset, &place) ||
	    place.area != VMCORE_MEMORY)
		return;
	place_window(runs, place.start, VMCORE_WINDOW_SIZE);
	place_window(runs, place.start, VMCORE_LARGE_PAGE);
	pages.start = place.start & PAGE_MASK;
	pages.end = place.start + place.left;
	if (!vmcore_layout_large_pages(at & PAGE_MASK, &pages, &large))
		return;
	EXPECT(kdump_range_contains(&pages, &large));
	EXPECT(large.start < large.end);
	EXPECT(!(large.start % VMCORE_LARGE_PAGE) &&
	       !(large.end % VMCORE_LARGE_PAGE));
	EXPECT(!(((at & PAGE_MASK) - pages.start + large.start) %
		 VMCORE_LARGE_PAGE));
}

static void lay_out(const struct reader *reader,
		    const struct vmcore_header *header)
{
	struct vmcore_chunk *storage =
		fuzz_memory(NULL, header->nr_segments * sizeof(*storage));
	struct kdump_range *memory =
		fuzz_memory(NULL, header->nr_segments * sizeof(*memory));
	u64 note_bytes = header->note_bytes + reader->more;
	struct kdump_diag diag = { };
	struct vmcore_layout layout;
	struct kdump_range_set runs;
	int err = vmcore_layout_build(&layout, storage, header, note_bytes,
				      &diag);

	EXPECT(!err || err == -EFBIG);
	if (err) {
		check_diag(&diag, 0);
	} else {
		EXPECT(note_bytes <= layout.notes_size);
		check_layout(&layout, header);
		walk(&layout);
		check_place(&layout, reader->offset);
		check_place(&layout, reader->offset %
			    (vmcore_layout_size(&layout) + 1));
		vmcore_layout_ranges(&runs, memory, &layout);
		check_runs(&layout, &runs);
		plan(&layout, &runs, reader->offset %
		     (vmcore_layout_size(&layout) + 1), reader->more);
		write_out(&layout, header, note_bytes, reader->grow);
	}
	free(memory);
	free(storage);
}

static struct vmcore_header new_header(unsigned int capacity)
{
	return (struct vmcore_header){
		.notes = fuzz_memory(NULL, capacity * sizeof(struct kdump_range)),
		.segments = fuzz_memory(NULL, capacity *
					sizeof(struct vmcore_segment)),
		.capacity = capacity,
	};
}

static void free_header(const struct vmcore_header *header)
{
	free(header->segments);
	free(header->notes);
}

static void check_same(const struct vmcore_header *back,
		       const struct kdump_elfhdr *what)
{
	/* Virtual addresses are cut to the class, which is all ones. */
	const u64 mask = kdump_elf_format(what->identity.class)->largest;
	const struct kdump_range *ram = what->ram->range;
	unsigned int i;

	EXPECT(back->class == what->identity.class);
	EXPECT(back->nr_notes == what->nr_notes && !back->nr_skipped);
	EXPECT(back->nr_segments == 1 + what->ram->count);
	EXPECT(!memcmp(back->notes, what->notes,
		       what->nr_notes * sizeof(*what->notes)));
	EXPECT(back->segments[0].virtual == (what->kernel_virtual & mask));
	for (i = 0; i < what->ram->count; i++) {
		const struct vmcore_segment *segment = &back->segments[1 + i];

		EXPECT(segment->memory.start == ram[i].start);
		EXPECT(segment->memory.end == ram[i].end);
		EXPECT(segment->file_size == kdump_range_size(&ram[i]));
		EXPECT(segment->physical == ram[i].start);
		EXPECT(segment->virtual ==
		       ((what->direct_map + ram[i].start) & mask));
	}
}

/* Written into just enough memory, and read back. */
static void write_elfhdr(const struct reader *reader,
			 const struct kdump_elfhdr *what)
{
	size_t size = kdump_elfhdr_bytes(what->identity.class, what->nr_notes,
					 what->ram->count);
	unsigned int entries = what->nr_notes + 1 + what->ram->count;
	struct reader all = *reader;
	struct vmcore_header_extent extent;
	struct vmcore_header back = new_header(entries);
	u8 *buffer = fuzz_memory(NULL, size);

	all.limits.header_bytes = U32_MAX;
	EXPECT(kdump_elfhdr_write(what, buffer, size - 1) == -ENOSPC);
	EXPECT(!kdump_elfhdr_write(what, buffer, size));
	EXPECT(survey(&all, buffer, size, &extent));
	EXPECT(extent.bytes == size && extent.entries == entries);
	EXPECT(decode(&all, buffer, size, &extent, &back));
	check_same(&back, what);
	free(buffer);
	free_header(&back);
}

/* The crashing side, with the same memory to describe. */
static void describe(const struct reader *reader,
		     const struct vmcore_header *header)
{
	unsigned int count = header->nr_segments, i;
	struct kdump_range_set ram = {
		.range = fuzz_memory(NULL, count * sizeof(*ram.range)),
		.count = count,
		.capacity = count,
	};
	struct kdump_elfhdr what = {
		.identity = {
			.class = header->class,
			.data = reader->limits.data,
			.machine = reader->limits.machine,
		},
		.notes = header->notes,
		.nr_notes = header->nr_notes,
		.kernel_virtual = reader->offset,
		.ram = &ram,
		.direct_map = reader->more,
	};

	for (i = 0; i < count; i++)
		ram.range[i] = header->segments[i].memory;
	if (count) {
		what.kernel = ram.range[0];
		write_elfhdr(reader, &what);
	}
	what.nr_notes = PN_XNUM - count;
	EXPECT(kdump_elfhdr_write(&what, NULL, SIZE_MAX) == -E2BIG);
	free(ram.range);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct reader reader = take_reader(&input);
	struct vmcore_header_extent extent = { };
	bool surveyed = survey(&reader, input.at, input.left, &extent);
	struct vmcore_header header = new_header(surveyed ? extent.entries -
						 reader.lack : 0);
	bool decoded = decode(&reader, input.at, input.left, &extent, &header);

	EXPECT(surveyed || !decoded);
	if (decoded) {
		lay_out(&reader, &header);
		describe(&reader, &header);
	}
	free_header(&header);
	return 0;
}
