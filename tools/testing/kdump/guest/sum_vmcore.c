// SPDX-License-Identifier: GPL-2.0-only
/*
 * A checksum of a copy of /proc/vmcore.
 *
 *	sum_vmcore <COPY
 *
 * Prints the sum, in hex, and how many bytes there were. The page of the stage
 * record counts as zeros: it tells how far the reading went, so two copies
 * differ in it. The headers of the copy say where it is.
 */
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vmcore_file.h"

#define PIECE (1u << 20)
#define RECORD_KEY "\nKDUMP_RECORD="

/* One word more: text that ends with the piece still ends with a NUL. */
static uint64_t piece[PIECE / sizeof(uint64_t) + 1];

/* Bytes of the file, counted from its start. */
struct span {
	uint64_t start;
	uint64_t end;
};

/* From a pipe. Returns less than PIECE only at the end of the file. */
static size_t read_piece(void)
{
	size_t filled = 0;
	ssize_t got;

	memset(piece, 0, sizeof(piece));
	while (filled < PIECE) {
		got = read(STDIN_FILENO, (char *)piece + filled,
			   PIECE - filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail("read");
		if (got == 0)
			break;
		filled += (size_t)got;
	}
	return filled;
}

/* Where a page of memory is in the file; nowhere: an empty span. */
static struct span span_of_page(const struct vmcore_file *file,
				uint64_t physical)
{
	const struct vmcore_segment *segment = file->segments;
	struct span span = {};

	for (; segment < file->segments + file->count; segment++) {
		if (segment->type == PT_LOAD &&
		    physical >= segment->physical &&
		    physical - segment->physical < segment->filesz) {
			span.start = segment->offset + physical -
				     segment->physical;
			span.end = span.start + page_bytes;
		}
	}
	return span;
}

/* The first piece has the headers and the notes. */
static struct span find_record(void)
{
	struct vmcore_file file = {
		.kept = (unsigned char *)piece,
		.kept_size = PIECE,
	};
	const char *found = memmem(piece, PIECE, RECORD_KEY,
				   strlen(RECORD_KEY));

	if (!found || !vmcore_parse(&file))
		return (struct span){};
	return span_of_page(&file, strtoull(found + strlen(RECORD_KEY), NULL,
					    16));
}

static void leave_out(const struct span *span, uint64_t offset)
{
	uint64_t start = span->start > offset ? span->start - offset : 0;
	uint64_t end = span->end > offset ? span->end - offset : 0;

	if (end > PIECE)
		end = PIECE;
	if (start < end)
		memset((char *)piece + start, 0, end - start);
}

/* No step loses anything: files that differ in one word differ in the sum. */
static uint64_t add(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * 0x9e3779b97f4a7c15ULL;
	return sum ^ (sum >> 29);
}

int main(void)
{
	uint64_t sum = 0, offset = 0;
	struct span record = {};
	size_t filled, word;

	do {
		filled = read_piece();
		if (offset == 0)
			record = find_record();
		leave_out(&record, offset);
		for (word = 0; word * sizeof(*piece) < filled; word++)
			sum = add(sum, piece[word]);
		offset += filled;
	} while (filled == PIECE);
	printf("%016" PRIx64 " %" PRIu64 "\n", add(sum, offset), offset);
	return 0;
}
