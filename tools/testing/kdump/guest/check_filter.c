// SPDX-License-Identifier: GPL-2.0-only
/*
 * Proves that all ways to look at a filtered /proc/vmcore agree.
 *
 *	check_filter VMCORE LEVEL-FILE LEVEL [OUTPUT]
 *
 * What is kept has to be what the file shows without a filter, what is left out
 * zeros and a hole: by the ioctl, read(), mmap() and lseek(). OUTPUT gets a line
 * for each piece of one class: offset, size, address, class and flags.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../../include/uapi/linux/kdump_filter.h"
#include "vmcore_file.h"

#define STEP (1u << 20)
#define ROOM 1000

static unsigned char plain[STEP], filtered[STEP];
static int plain_fd, fd;
static uint64_t size;
static unsigned int nr_bad;

static void bad(const char *what, uint64_t offset)
{
	if (nr_bad++ < 10)
		printf("guest: not ok - filter: %s at %#llx\n", what,
		       (unsigned long long)offset);
}

static int open_at(const char *vmcore, const char *name, const char *level)
{
	int opened;

	set_level(name, level);
	opened = open(vmcore, O_RDONLY);
	if (opened < 0)
		fail("%s at level %s", vmcore, level);
	return opened;
}

static bool shows(const unsigned char *bytes, size_t count, uint64_t offset,
		  bool kept)
{
	if (!kept)
		return all_zeros(bytes, count);
	if (read_fully(plain_fd, plain, count, offset) != (ssize_t)count)
		fail("read at %#llx", (unsigned long long)offset);
	return !memcmp(bytes, plain, count);
}

static bool read_shows(size_t count, uint64_t offset, bool kept)
{
	if (read_fully(fd, filtered, count, offset) != (ssize_t)count)
		fail("filtered read at %#llx", (unsigned long long)offset);
	return shows(filtered, count, offset, kept);
}

static bool map_shows(size_t count, uint64_t offset, bool kept)
{
	unsigned char *map = mmap(NULL, count, PROT_READ, MAP_PRIVATE, fd,
				  (off_t)offset);
	bool good;

	if (map == MAP_FAILED)
		fail("mmap at %#llx", (unsigned long long)offset);
	good = shows(map, count, offset, kept);
	munmap(map, count);
	return good;
}

/* The kernel writes to the record of the crash when the dump is first read. */
static void check_content(const struct kdump_filter_extent *extent)
{
	uint64_t offset = extent->offset, end = offset + extent->size;
	bool kept = extent->flags & KDUMP_EXTENT_KEPT;
	size_t count;

	for (; offset < end; offset += count) {
		count = end - offset < STEP ? (size_t)(end - offset) : STEP;
		if (!read_shows(count, offset, kept) &&
		    !read_shows(count, offset, kept))
			bad(kept ? "read() differs" : "read() is not zeros",
			    offset);
		if (!map_shows(count, offset, kept))
			bad(kept ? "mmap() differs" : "mmap() is not zeros",
			    offset);
	}
}

/* From one seek to the next; the ioctl may tell of more borders. */
static void check_seek(const struct kdump_filter_extent *extent)
{
	bool kept = extent->flags & KDUMP_EXTENT_KEPT;
	off_t at = (off_t)extent->offset;
	off_t other = lseek(fd, at, kept ? SEEK_HOLE : SEEK_DATA);

	if (lseek(fd, at, kept ? SEEK_DATA : SEEK_HOLE) != at)
		bad("lseek() says the opposite", extent->offset);
	if (other >= 0 && other < (off_t)(extent->offset + extent->size))
		bad("lseek() ends early", extent->offset);
}

static unsigned int ask(struct kdump_filter_extents *question)
{
	if (ioctl(fd, KDUMP_IOC_EXTENTS, question))
		fail("the ioctl from %#llx on",
		     (unsigned long long)question->offset);
	return question->count;
}

static void check_tiling(const struct kdump_filter_extent *extent,
			 uint64_t *end)
{
	if (extent->offset != *end || !extent->size ||
	    extent->size > size - *end)
		bad("pieces do not follow each other", extent->offset);
	*end += extent->size;
}

static void check_pieces(unsigned int level)
{
	static struct kdump_filter_extent extents[ROOM];
	struct kdump_filter_extents question = {
		.end = UINT64_MAX, .extents = (uintptr_t)extents,
	};
	uint64_t end = 0, kept = 0, pieces = 0;
	unsigned int i, count;

	do {
		question.count = ROOM;
		count = ask(&question);
		if (question.level != level)
			bad("another level", question.level);
		for (i = 0; i < count; i++, pieces++) {
			check_tiling(&extents[i], &end);
			check_content(&extents[i]);
			check_seek(&extents[i]);
			if (extents[i].flags & KDUMP_EXTENT_KEPT)
				kept += extents[i].size;
		}
		if (question.offset != end)
			bad("the next offset is wrong", question.offset);
	} while (count);
	if (end != size)
		bad("the pieces end before the file", end);
	printf("guest: filter %u keeps %llu of %llu bytes in %llu pieces\n",
	       level, (unsigned long long)kept, (unsigned long long)size,
	       (unsigned long long)pieces);
}

/* One piece a call, cut into parts of odd sizes now and then. */
static void write_classes(const char *name)
{
	struct kdump_filter_extent extent = { };
	struct kdump_filter_extents question = {
		.end = UINT64_MAX, .extents = (uintptr_t)&extent,
		.flags = KDUMP_EXTENTS_BY_CLASS,
	};
	FILE *file = fopen(name, "w");
	uint64_t end = 0;

	if (!file)
		fail("%s", name);
	for (;;) {
		question.count = 1;
		if (!ask(&question))
			break;
		check_tiling(&extent, &end);
		fprintf(file, "%llx %llx %llx %u %u\n",
			(unsigned long long)extent.offset,
			(unsigned long long)extent.size,
			(unsigned long long)extent.address, extent.class,
			extent.flags);
	}
	if (end != size)
		bad("the classes end before the file", end);
	if (fclose(file))
		fail("%s", name);
}

static void expect_refusal(struct kdump_filter_extents question, int error,
			   const char *what)
{
	if (!ioctl(fd, KDUMP_IOC_EXTENTS, &question) || errno != error)
		bad(what, (uint64_t)errno);
}

static void check_refusals(void)
{
	struct kdump_filter_extent extent;
	struct kdump_filter_extents good = {
		.end = UINT64_MAX, .extents = (uintptr_t)&extent, .count = 1,
	};
	struct kdump_filter_extents question = good;

	question.count = 0;
	expect_refusal(question, EINVAL, "no room is no error");
	question = good;
	question.flags = 2;
	expect_refusal(question, EINVAL, "an unknown flag is no error");
	question = good;
	question.reserved = 1;
	expect_refusal(question, EINVAL, "reserved is ignored");
	question = good;
	question.extents = 8;
	expect_refusal(question, EFAULT, "a bad array is no error");
	if (!ioctl(fd, KDUMP_IOC_EXTENTS, NULL) || errno != EFAULT)
		bad("a bad question is no error", (uint64_t)errno);
	if (!ioctl(fd, KDUMP_IOC_EXTENTS + 1, &good) || errno != ENOTTY)
		bad("an unknown ioctl is no error", (uint64_t)errno);
	question = good;
	question.offset = size;
	if (ask(&question))
		bad("there is something at the end", size);
	question = good;
	question.offset = 5;
	question.end = 9;
	if (ask(&question) != 1 || extent.offset != 5 || extent.size != 4)
		bad("a part is not cut", extent.size);
}

int main(int argc, char **argv)
{
	off_t end;

	if (argc != 4 && argc != 5) {
		fprintf(stderr,
			"usage: check_filter VMCORE LEVEL-FILE LEVEL [OUTPUT]\n");
		return 2;
	}
	plain_fd = open_at(argv[1], argv[2], "0");
	fd = open_at(argv[1], argv[2], argv[3]);
	/* The level of an open file stays. */
	set_level(argv[2], "0");
	end = lseek(fd, 0, SEEK_END);
	if (end <= 0)
		fail("size of %s", argv[1]);
	size = (uint64_t)end;
	check_refusals();
	check_pieces((unsigned int)atoi(argv[3]));
	if (argc == 5)
		write_classes(argv[4]);
	printf("guest: %s - filter %s\n", nr_bad ? "not ok" : "ok", argv[3]);
	return nr_bad ? 1 : 0;
}
