// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a dump through two readers, compares what they say and takes the times.
 *
 *	compare_readers CLASSIC [OURS]
 *
 * Segment by segment: what the program header says of it, but for where in the
 * file it is and how it is aligned there, and all of its bytes. Prints the
 * first differences and how many bytes a second each reader made; under QEMU's
 * -icount shift=0 a nanosecond is an instruction. With one name only, takes the
 * time alone.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vmcore_file.h"

#define PIECE (1u << 20)
#define SHOWN 16

/**
 * struct reader - one file being read
 * @file: it
 * @time: nanoseconds spent on segments so far
 * @bytes: of segments so far
 * @piece: what the last one gave
 */
struct reader {
	struct vmcore_file file;
	uint64_t time;
	uint64_t bytes;
	unsigned char *piece;
};

static unsigned int differences;

/* The pages are touched first, so that the kernel is measured and not faults. */
static void reader_open(struct reader *reader, const char *name)
{
	memset(reader, 0, sizeof(*reader));
	if (!vmcore_open(&reader->file, name))
		fail("open %s", name);
	reader->piece = malloc(PIECE);
	if (!reader->piece)
		fail("memory for %s", name);
	memset(reader->piece, 1, PIECE);
}

static void reader_next(struct reader *reader, unsigned int segment,
			uint64_t at, size_t size)
{
	uint64_t start = nanoseconds();

	errno = 0;
	if (read_fully(reader->file.fd, reader->piece, size,
		       reader->file.segments[segment].offset + at) !=
	    (ssize_t)size)
		fail("read %s", reader->file.name);
	reader->time += nanoseconds() - start;
	reader->bytes += size;
}

static void reader_report(const struct reader *reader)
{
	printf("guest: read %s: %llu bytes, %llu MB/s\n", reader->file.name,
	       (unsigned long long)reader->bytes,
	       (unsigned long long)(reader->bytes * 1000 /
				    (reader->time ?: 1)));
}

static void expect_equal(const char *what, unsigned int segment, uint64_t at,
			 uint64_t a, uint64_t b)
{
	if (a == b || differences++ >= SHOWN)
		return;
	printf("guest: segment %u: %s %#llx differs: %#llx %#llx\n", segment,
	       what, (unsigned long long)at, (unsigned long long)a,
	       (unsigned long long)b);
}

static void compare_header(unsigned int i, const struct vmcore_segment *a,
			   const struct vmcore_segment *b)
{
	expect_equal("p_type at", i, 0, a->type, b->type);
	expect_equal("p_flags at", i, 0, a->flags, b->flags);
	expect_equal("p_vaddr at", i, 0, a->virtual, b->virtual);
	expect_equal("p_paddr at", i, 0, a->physical, b->physical);
	expect_equal("p_filesz at", i, 0, a->filesz, b->filesz);
	expect_equal("p_memsz at", i, 0, a->memsz, b->memsz);
}

static void compare_piece(unsigned int segment, uint64_t at, size_t size,
			  const struct reader *a, const struct reader *b)
{
	size_t i;

	if (!memcmp(a->piece, b->piece, size))
		return;
	for (i = 0; i < size; i++)
		expect_equal("byte", segment, at + i, a->piece[i],
			     b->piece[i]);
}

static void go_through(struct reader *first, struct reader *second,
		       unsigned int segment)
{
	uint64_t at, left = first->file.segments[segment].filesz;
	size_t size;

	for (at = 0; left; at += size, left -= size) {
		size = left < PIECE ? left : PIECE;
		reader_next(first, segment, at, size);
		if (!second)
			continue;
		reader_next(second, segment, at, size);
		compare_piece(segment, at, size, first, second);
	}
}

int main(int argc, char **argv)
{
	struct reader first, second;
	unsigned int i;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: compare_readers CLASSIC [OURS]\n");
		return 2;
	}
	reader_open(&first, argv[1]);
	if (argc == 3) {
		reader_open(&second, argv[2]);
		expect_equal("count of all at", 0, 0, first.file.count,
			     second.file.count);
	}
	for (i = 0; i < first.file.count && !differences; i++) {
		if (argc == 3)
			compare_header(i, &first.file.segments[i],
				       &second.file.segments[i]);
		if (!differences)
			go_through(&first, argc == 3 ? &second : NULL, i);
	}
	reader_report(&first);
	if (argc == 3) {
		reader_report(&second);
		if (!differences)
			printf("guest: all %u segments are equal\n",
			       first.file.count);
	}
	return 0;
}
