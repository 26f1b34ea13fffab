// SPDX-License-Identifier: GPL-2.0-only
/*
 * Proves that read() and mmap() of /proc/vmcore show the same bytes.
 *
 *	compare_mmap VMCORE
 *
 * First the whole file, in windows as dump tools map them; then reads of odd
 * sizes at odd places, which cross page, segment and window borders in ways
 * that a whole copy does not.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vmcore_file.h"

#define WINDOW (4u << 20)
#define ODD_READS 500
#define ODD_LIMIT 20000u

static unsigned char buffer[WINDOW];
static int fd;

static bool read_all(off_t offset, size_t size)
{
	ssize_t got = read_fully(fd, buffer, size, (uint64_t)offset);

	if (got == (ssize_t)size)
		return true;
	printf("# read of %zu bytes at %#llx: %s\n", size, (long long)offset,
	       got < 0 ? strerror(errno) : "end of file");
	return false;
}

static void tell_difference(off_t offset, const unsigned char *mapped,
			    size_t size)
{
	size_t at;

	for (at = 0; at < size && buffer[at] == mapped[at]; at++)
		;
	printf("# first difference at %#llx: read %#x, mapped %#x\n",
	       (long long)offset + (long long)at, buffer[at], mapped[at]);
}

/* size bytes at any offset, by mapping the pages around them. */
static bool same(off_t offset, size_t size)
{
	size_t before = (size_t)offset % page_bytes;
	unsigned char *map;
	bool equal;

	if (!read_all(offset, size))
		return false;
	map = mmap(NULL, before + size, PROT_READ, MAP_PRIVATE, fd,
		   offset - (off_t)before);
	if (map == MAP_FAILED) {
		printf("# mmap of %zu bytes at %#llx: %s\n", before + size,
		       (long long)offset - (long long)before, strerror(errno));
		return false;
	}
	equal = !memcmp(buffer, map + before, size);
	if (!equal)
		tell_difference(offset, map + before, size);
	munmap(map, before + size);
	return equal;
}

static bool same_everywhere(off_t total)
{
	off_t offset;

	for (offset = 0; offset < total; offset += WINDOW)
		if (!same(offset, total - offset < WINDOW ?
			  (size_t)(total - offset) : WINDOW))
			return false;
	return true;
}

/* The same places in each run, so that a failure repeats. */
static bool same_at_odd_places(off_t total)
{
	uint64_t state = 88172645463325252ULL, random;
	size_t size;
	off_t offset;
	int i;

	for (i = 0; i < ODD_READS; i++) {
		random = next_random(&state);
		offset = (off_t)(random % (uint64_t)total);
		size = 1 + (random >> 40) % ODD_LIMIT;
		if ((off_t)size > total - offset)
			size = (size_t)(total - offset);
		if (!same(offset, size))
			return false;
	}
	return true;
}

static bool ends_cleanly(off_t total)
{
	return pread(fd, buffer, sizeof(buffer), total) == 0 &&
	       pread(fd, buffer, sizeof(buffer), total - 3) == 3;
}

static int verdict(const char *name, bool good)
{
	printf("guest: %s - %s\n", good ? "ok" : "not ok", name);
	fflush(stdout);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct stat status;
	int bad = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: compare_mmap VMCORE\n");
		return 2;
	}
	fd = open(argv[1], O_RDONLY);
	if (fd < 0 || fstat(fd, &status))
		fail("%s", argv[1]);
	bad += verdict("read equals mmap over the whole file",
		       same_everywhere(status.st_size));
	bad += verdict("read equals mmap at odd places",
		       same_at_odd_places(status.st_size));
	bad += verdict("reads at the end are short, behind it empty",
		       ends_cleanly(status.st_size));
	return bad ? 1 : 0;
}
