// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a dump in one or two ways, compares what they say and takes the times.
 *
 *	compare_vmcore read VMCORE		by read() alone
 *	compare_vmcore mmap VMCORE		by read() and by mmap()
 *	compare_vmcore both CLASSIC OURS	one reader's file and another's
 *	compare_vmcore same VMCORE COPY		the file and a copy, byte for byte,
 *						but for the stage record's page
 *
 * Two readers' files are compared segment by segment: what the program header says
 * of it, but for where in the file it is and how it is aligned there, and all of
 * its bytes. read() and mmap() are asked for the whole file, in windows as dump
 * tools map them, and then for odd sizes at odd places, which cross page, segment
 * and window borders in ways that a whole copy does not.
 *
 * Prints the first differences and how many bytes a second each reader made;
 * under QEMU's -icount shift=0 a nanosecond is an instruction.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vmcore_file.h"

#define PIECE (1u << 20)
#define WINDOW (4u << 20)
#define SHOWN 16
#define ODD_READS 500
#define ODD_LIMIT 20000u

/**
 * struct reader - one way to read one file
 * @file: it
 * @maps: by mmap()
 * @time: nanoseconds spent so far
 * @bytes: read so far
 * @piece: the last ones
 */
static struct reader {
	struct vmcore_file file;
	bool maps;
	uint64_t time;
	uint64_t bytes;
	unsigned char *piece;
} readers[2];
static unsigned int nr_readers;

/* Bytes that are asked for at a time. */
static size_t step = PIECE;
static unsigned int differences;
/* Where the page is that the kernel writes to when the file is read or closed. */
static uint64_t stamped = UINT64_MAX;

/* The pages are touched first, so that the kernel is measured and not faults. */
static void reader_open(const char *name, bool maps)
{
	struct reader *reader = &readers[nr_readers++];

	if (!vmcore_open(&reader->file, name))
		fail("open %s", name);
	reader->maps = maps;
	reader->piece = malloc(step);
	if (!reader->piece)
		fail("memory for %s", name);
	memset(reader->piece, 1, step);
}

static void reader_get(struct reader *reader, size_t size, uint64_t offset)
{
	uint64_t start = nanoseconds();

	errno = 0;
	if ((reader->maps ? map_piece : read_fully)(reader->file.fd,
						    reader->piece, size,
						    offset) != (ssize_t)size)
		fail("%s of %zu bytes of %s at %#llx",
		     reader->maps ? "mmap" : "read", size, reader->file.name,
		     (unsigned long long)offset);
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

static void compare_headers(unsigned int i)
{
	const struct vmcore_segment *a = &readers[0].file.segments[i];
	const struct vmcore_segment *b = &readers[1].file.segments[i];

	expect_equal("p_type at", i, 0, a->type, b->type);
	expect_equal("p_flags at", i, 0, a->flags, b->flags);
	expect_equal("p_vaddr at", i, 0, a->virtual, b->virtual);
	expect_equal("p_paddr at", i, 0, a->physical, b->physical);
	expect_equal("p_filesz at", i, 0, a->filesz, b->filesz);
	expect_equal("p_memsz at", i, 0, a->memsz, b->memsz);
}

static bool is_stamped(uint64_t offset)
{
	return offset >= stamped && offset - stamped < page_bytes;
}

/* A run of bytes that starts where each reader has it. */
static void compare_run(unsigned int segment, uint64_t size,
			const uint64_t *start)
{
	const unsigned char *a = readers[0].piece, *b = readers[1].piece;
	size_t i, piece;
	uint64_t at;

	for (at = 0; at < size; at += piece) {
		piece = size - at < step ? size - at : step;
		for (i = 0; i < nr_readers; i++)
			reader_get(&readers[i], piece, start[i] + at);
		if (nr_readers < 2 || !memcmp(a, b, piece))
			continue;
		for (i = 0; i < piece; i++)
			if (!is_stamped(start[0] + at + i))
				expect_equal("byte", segment, at + i, a[i],
					     b[i]);
	}
}

static void compare_segments(void)
{
	uint32_t i, count = readers[0].file.count;
	uint64_t start[2];

	if (nr_readers == 2)
		expect_equal("count of all at", 0, 0, count,
			     readers[1].file.count);
	for (i = 0; i < count && !differences; i++) {
		start[0] = readers[0].file.segments[i].offset;
		if (nr_readers == 2) {
			start[1] = readers[1].file.segments[i].offset;
			compare_headers(i);
		}
		if (!differences)
			compare_run(i, readers[0].file.segments[i].filesz,
				    start);
	}
	for (i = 0; i < nr_readers; i++)
		reader_report(&readers[i]);
	if (nr_readers == 2 && !differences)
		printf("guest: all %u segments are equal\n", count);
}

/* The same places in each run, so that a failure repeats. */
static void compare_odd_places(uint64_t total)
{
	uint64_t state = 88172645463325252ULL, random, size, start[2];
	int i;

	for (i = 0; i < ODD_READS && !differences; i++) {
		random = next_random(&state);
		start[0] = random % total;
		start[1] = start[0];
		size = 1 + (random >> 40) % ODD_LIMIT;
		compare_run(0, size < total - start[0] ? size :
			    total - start[0], start);
	}
}

static bool ends_cleanly(const struct reader *reader)
{
	off_t end = (off_t)reader->file.size;

	return pread(reader->file.fd, reader->piece, step, end) == 0 &&
	       pread(reader->file.fd, reader->piece, step, end - 3) == 3;
}

static bool compare_mmap(void)
{
	const uint64_t whole[2] = { 0, 0 };
	uint64_t size = readers[0].file.size;
	bool ends;

	compare_run(0, size, whole);
	verdict("read equals mmap over the whole file", !differences);
	compare_odd_places(size);
	verdict("read equals mmap at odd places", !differences);
	ends = ends_cleanly(&readers[0]);
	verdict("reads at the end are short, past it empty", ends);
	return ends && !differences;
}

static uint64_t offset_of(const struct vmcore_file *file, uint64_t address)
{
	const struct vmcore_segment *segment;
	uint32_t i;

	for (i = 1; i < file->count; i++) {
		segment = &file->segments[i];
		if (address >= segment->physical &&
		    address - segment->physical < segment->filesz)
			return segment->offset + address - segment->physical;
	}
	return UINT64_MAX;
}

/* By what vmcoreinfo says, which ends with a line, and not with a zero. */
static uint64_t find_record(const struct vmcore_file *file)
{
	static const char key[] = "\nKDUMP_RECORD=";
	const char *line = memmem(file->kept, file->kept_size, key,
				  strlen(key));

	return line ? offset_of(file, strtoull(line + strlen(key), NULL, 16)) :
		      UINT64_MAX;
}

/* Where the next byte is that is in no hole of either. */
static uint64_t next_data(uint64_t from, uint64_t size)
{
	uint64_t first = size;
	off_t data;
	int i;

	for (i = 0; i < 2; i++) {
		data = lseek(readers[i].file.fd, (off_t)from, SEEK_DATA);
		if (data < 0 && errno != ENXIO)
			fail("SEEK_DATA of %s", readers[i].file.name);
		if (data >= 0 && (uint64_t)data < first)
			first = (uint64_t)data;
	}
	return first;
}

/* Headers, too. */
static bool compare_copy(void)
{
	uint64_t size = readers[0].file.size, start[2] = { 0, 0 };

	stamped = find_record(&readers[0].file);
	expect_equal("size of all at", 0, 0, size, readers[1].file.size);
	while (!differences && (start[0] = next_data(start[0], size)) < size) {
		start[1] = start[0];
		compare_run(0, size - start[0] < step ? size - start[0] : step,
			    start);
		start[0] += step;
	}
	return !differences;
}

static int explain(void)
{
	fprintf(stderr, "usage: compare_vmcore read|mmap FILE | both|same FILE FILE\n");
	return 2;
}

int main(int argc, char **argv)
{
	const char *word = argc > 2 ? argv[1] : "";
	bool same = argc == 4 && !strcmp(word, "same");

	if (argc == 3 && !strcmp(word, "mmap")) {
		step = WINDOW;
		reader_open(argv[2], false);
		reader_open(argv[2], true);
		return compare_mmap() ? 0 : 1;
	}
	if ((argc != 3 || strcmp(word, "read")) &&
	    (argc != 4 || strcmp(word, "both")) && !same)
		return explain();
	reader_open(argv[2], false);
	if (argc == 4)
		reader_open(argv[3], false);
	if (same)
		return compare_copy() ? 0 : 1;
	compare_segments();
	return 0;
}
