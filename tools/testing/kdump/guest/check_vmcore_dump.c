// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a dump made by hand has to show at each offset.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check_vmcore.h"

struct vmcore_file dump;
uint64_t hole_start, hole_end;

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
	return address >= hole_start && address < hole_end;
}

/* All of a page is there, whatever part of it a segment has. */
static bool find_memory(uint64_t offset, uint64_t *address)
{
	const struct vmcore_segment *segment = dump.segments + 1;
	uint64_t page = offset - offset % page_bytes;

	for (; segment < dump.segments + dump.count; segment++) {
		*address = segment->physical + (offset - segment->offset);
		if (page + page_bytes > segment->offset &&
		    page < segment->offset + segment->memsz)
			return true;
	}
	return false;
}

bool is_data(uint64_t offset)
{
	uint64_t address;

	return offset < dump.kept_size ||
	       (find_memory(offset, &address) && !in_hole(address));
}

/* What the page at @offset has to show; everything in a dump is whole pages. */
static void expected_page(uint64_t offset, uint64_t *words)
{
	uint64_t address;

	if (offset < dump.kept_size)
		memcpy(words, dump.kept + offset, page_bytes);
	else if (find_memory(offset, &address) && !in_hole(address))
		pattern_page(address, words);
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

bool open_dump(const char *name)
{
	if (!vmcore_open(&dump, name)) {
		if (dump.fd < 0)
			tell("no %s: %s", name, strerror(errno));
		else
			tell("not ok - the headers can be read");
		return false;
	}
	tell("ELF%u, %u program headers, %u segments, %llu bytes", dump.bits,
	     dump.count, nr_memory(), (unsigned long long)dump.size);
	return true;
}
