// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a dump made by hand has to show at each offset.
 */
#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_vmcore.h"

struct dump dump;

/* Each 8 bytes say where they are, in a way that shifts and swaps show. */
static void pattern_page(uint64_t address, uint64_t *words)
{
	unsigned int i;

	for (i = 0; i < page_bytes / sizeof(*words); i++)
		words[i] = (address + i * sizeof(*words)) *
			   0x9e3779b97f4a7c15ULL;
}

static bool in_hole(uint64_t address)
{
	return address >= dump.hole_start && address < dump.hole_end;
}

static const struct piece *piece_at(uint64_t offset)
{
	const struct piece *piece = dump.pieces;

	for (; piece < dump.pieces + dump.nr_pieces; piece++)
		if (offset >= piece->offset &&
		    offset - piece->offset < piece->size)
			return piece;
	return NULL;
}

bool is_data(uint64_t offset)
{
	const struct piece *piece = piece_at(offset);

	if (offset < dump.file.kept_size)
		return true;
	return piece && !in_hole(piece->memory + (offset - piece->offset));
}

/* What the page at @offset has to show; everything in a dump is whole pages. */
static void expected_page(uint64_t offset, uint64_t *words)
{
	const struct piece *piece = piece_at(offset);

	if (offset < dump.file.kept_size)
		memcpy(words, dump.file.kept + offset, page_bytes);
	else if (is_data(offset))
		pattern_page(piece->memory + (offset - piece->offset), words);
	else
		memset(words, 0, page_bytes);
}

static void tell_difference(const unsigned char *bytes, uint64_t offset,
			    const unsigned char *expected, size_t size)
{
	size_t i;

	for (i = 0; i < size && bytes[i] == expected[i]; i++)
		;
	printf("# at offset %#llx: %#x instead of %#x\n",
	       (unsigned long long)offset + i, bytes[i], expected[i]);
}

/* Whether @size bytes that were read at @offset are what is there. */
bool is_right(const unsigned char *bytes, uint64_t offset, size_t size)
{
	uint64_t words[PAGE_BYTES_MAX / sizeof(uint64_t)];
	const unsigned char *expected;
	size_t inside, piece;

	for (; size; bytes += piece, offset += piece, size -= piece) {
		inside = offset % page_bytes;
		piece = page_bytes - inside < size ? page_bytes - inside : size;
		expected_page(offset - inside, words);
		expected = (const unsigned char *)words + inside;
		if (!memcmp(bytes, expected, piece))
			continue;
		tell_difference(bytes, offset, expected, piece);
		return false;
	}
	return true;
}

static void add_piece(uint64_t offset, uint64_t memory, uint64_t size)
{
	uint64_t before = offset % page_bytes;
	struct piece *piece = &dump.pieces[dump.nr_pieces++];

	/* All of a page is there, whatever part of it the segment has. */
	*piece = (struct piece){
		.offset = offset - before,
		.memory = memory - before,
		.size = (before + size + page_bytes - 1) & ~(uint64_t)(page_bytes - 1),
	};
}

/* What the headers and the notes say is the reference. */
static bool list_pieces(void)
{
	const struct vmcore_segment *segment = dump.file.segments;
	const struct vmcore_segment *end = segment + dump.file.count;

	dump.pieces = calloc(dump.file.count, sizeof(*dump.pieces));
	if (!dump.pieces)
		return false;
	for (; segment < end; segment++)
		if (segment->type == PT_LOAD)
			add_piece(segment->offset, segment->physical,
				  segment->memsz);
	return true;
}

bool open_dump(const char *name)
{
	if (!vmcore_open(&dump.file, name)) {
		if (dump.file.fd < 0)
			tell("no %s: %s", name, strerror(errno));
		else
			tell("not ok - the headers can be read");
		return false;
	}
	if (!list_pieces()) {
		tell("not ok - memory for the list of segments");
		return false;
	}
	dump.fd = dump.file.fd;
	dump.size = dump.file.size;
	tell("ELF%u, %u program headers, %u segments, %llu bytes",
	     dump.file.bits, dump.file.count, dump.nr_pieces,
	     (unsigned long long)dump.size);
	return true;
}
