// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a dump through two readers, compares what they say and takes the times.
 *
 *	compare_readers CLASSIC [OURS]
 *
 * Segment by segment: what the program header says of it, but for where in the
 * file it is and how it is aligned there, and all of its bytes. Prints the
 * first differences and how many bytes a second each reader made, measured by
 * the time stamp counter, which under QEMU's -icount shift=0 counts
 * instructions. With one name only, takes the time alone.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <x86intrin.h>

#define PIECE (1u << 20)
#define SHOWN 16

/**
 * struct reader - one file being read
 * @name: its path
 * @fd: its descriptor
 * @ticks: spent in pread(2) of segments so far
 * @bytes: of segments so far
 * @piece: what the last one gave
 * @count: entries of @segments
 * @segments: the program headers
 */
struct reader {
	const char *name;
	int fd;
	uint64_t ticks;
	uint64_t bytes;
	unsigned char *piece;
	unsigned int count;
	Elf64_Phdr *segments;
};

static unsigned int differences;

static void fail(const char *what, const char *name)
{
	fprintf(stderr, "guest: compare_readers: %s %s: %s\n", what, name,
		strerror(errno));
	exit(1);
}

static void read_all(struct reader *reader, void *to, size_t size,
		     uint64_t offset)
{
	ssize_t got;

	while (size) {
		errno = 0;
		got = pread(reader->fd, to, size, (off_t)offset);
		if (got <= 0)
			fail("read", reader->name);
		to = (char *)to + got;
		size -= (size_t)got;
		offset += (uint64_t)got;
	}
}

/* The pages are touched first, so that the kernel is measured and not faults. */
static void reader_open(struct reader *reader, const char *name)
{
	Elf64_Ehdr header;
	size_t size;

	memset(reader, 0, sizeof(*reader));
	reader->name = name;
	reader->fd = open(name, O_RDONLY);
	if (reader->fd < 0)
		fail("open", name);
	read_all(reader, &header, sizeof(header), 0);
	reader->count = header.e_phnum;
	size = reader->count * sizeof(*reader->segments);
	reader->segments = malloc(size);
	reader->piece = malloc(PIECE);
	if (!reader->segments || !reader->piece)
		fail("memory for", name);
	read_all(reader, reader->segments, size, header.e_phoff);
	memset(reader->piece, 1, PIECE);
}

static void reader_next(struct reader *reader, unsigned int segment,
			uint64_t at, size_t size)
{
	uint64_t start = __rdtsc();

	read_all(reader, reader->piece, size,
		 reader->segments[segment].p_offset + at);
	reader->ticks += __rdtsc() - start;
	reader->bytes += size;
}

/* A tick is a nanosecond under -icount, else near to one. */
static void reader_report(const struct reader *reader)
{
	printf("guest: read %s: %llu bytes, %llu MB/s\n", reader->name,
	       (unsigned long long)reader->bytes,
	       (unsigned long long)(reader->bytes * 1000 /
				    (reader->ticks ?: 1)));
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

static void compare_header(unsigned int i, const Elf64_Phdr *a,
			   const Elf64_Phdr *b)
{
	expect_equal("p_type at", i, 0, a->p_type, b->p_type);
	expect_equal("p_flags at", i, 0, a->p_flags, b->p_flags);
	expect_equal("p_vaddr at", i, 0, a->p_vaddr, b->p_vaddr);
	expect_equal("p_paddr at", i, 0, a->p_paddr, b->p_paddr);
	expect_equal("p_filesz at", i, 0, a->p_filesz, b->p_filesz);
	expect_equal("p_memsz at", i, 0, a->p_memsz, b->p_memsz);
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
	uint64_t at, left = first->segments[segment].p_filesz;
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
		expect_equal("count of all at", 0, 0, first.count,
			     second.count);
	}
	for (i = 0; i < first.count && !differences; i++) {
		if (argc == 3)
			compare_header(i, &first.segments[i],
				       &second.segments[i]);
		if (!differences)
			go_through(&first, argc == 3 ? &second : NULL, i);
	}
	reader_report(&first);
	if (argc == 3) {
		reader_report(&second);
		if (!differences)
			printf("guest: all %u segments are equal\n",
			       first.count);
	}
	return 0;
}
