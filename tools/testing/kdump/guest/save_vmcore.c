// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies /proc/vmcore onto a disk as it is, with a progress bar.
 *
 *	save_vmcore VMCORE DISK
 *
 * The disk comes from the host as a fresh sparse file, all zeros: pages of
 * zeros are skipped, which saves most of the time and of the host's disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vmcore_file.h"

#define PIECE (1u << 20)
#define BAR_WIDTH 40

static uint64_t piece[PIECE / sizeof(uint64_t)];

static double seconds_since(uint64_t start)
{
	return (double)(nanoseconds() - start) / 1e9;
}

/* Returns less than PIECE only at the end of the file. */
static size_t read_piece(int fd, uint64_t offset)
{
	ssize_t filled = read_fully(fd, piece, PIECE, offset);

	if (filled < 0)
		fail("read of the piece at %#llx", (unsigned long long)offset);
	memset((char *)piece + filled, 0, PIECE - (size_t)filled);
	return (size_t)filled;
}

static bool page_is_zero(size_t offset)
{
	const uint64_t *word = piece + offset / sizeof(uint64_t);
	const uint64_t *end = word + page_bytes / sizeof(uint64_t);

	while (word < end)
		if (*word++)
			return false;
	return true;
}

static void write_run(int fd, size_t start, size_t size, uint64_t offset)
{
	ssize_t put;

	while (size) {
		put = pwrite(fd, (char *)piece + start, size,
			     (off_t)(offset + start));
		if (put < 0 && errno != EINTR)
			fail("write at %#llx",
			     (unsigned long long)(offset + start));
		if (put > 0) {
			start += (size_t)put;
			size -= (size_t)put;
		}
	}
}

/* Returns how many bytes were not skipped. */
static size_t write_piece(int fd, size_t filled, uint64_t offset)
{
	size_t start, end, written = 0;

	for (start = 0; start < filled; start = end) {
		end = start + page_bytes;
		if (page_is_zero(start))
			continue;
		while (end < filled && !page_is_zero(end))
			end += page_bytes;
		write_run(fd, start, (end < filled ? end : filled) - start,
			  offset);
		written += end - start;
	}
	return written;
}

/* A line for each twentieth: a serial console is slow, and logs are read. */
static void show_progress(uint64_t done, uint64_t total, uint64_t start)
{
	static int shown = -1;
	int step = total ? (int)(done * 20 / total) : 20;
	char bar[BAR_WIDTH + 1];

	if (step == shown)
		return;
	shown = step;
	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', (size_t)(step * BAR_WIDTH / 20));
	bar[BAR_WIDTH] = '\0';
	printf("guest: saving [%s] %3d%% of %llu MiB, %.1f s\n", bar, step * 5,
	       (unsigned long long)total >> 20, seconds_since(start));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	uint64_t start = nanoseconds(), offset = 0, size;
	size_t filled, written = 0;
	struct stat status;
	int from, to;

	if (argc != 3) {
		fprintf(stderr, "usage: save_vmcore VMCORE DISK\n");
		return 2;
	}
	from = open(argv[1], O_RDONLY);
	if (from < 0 || fstat(from, &status))
		fail("%s", argv[1]);
	to = open(argv[2], O_WRONLY);
	if (to < 0)
		fail("%s", argv[2]);
	size = (uint64_t)status.st_size;
	printf("guest: vmcore opened, %llu bytes\n", (unsigned long long)size);

	do {
		show_progress(offset, size, start);
		filled = read_piece(from, offset);
		written += write_piece(to, filled, offset);
		offset += filled;
	} while (filled == PIECE);

	if (offset != size) {
		fprintf(stderr, "guest: save_vmcore: %llu bytes read, but the size is %llu\n",
			(unsigned long long)offset, (unsigned long long)size);
		return 1;
	}
	if (fsync(to))
		fail("flush");
	show_progress(offset, size, start);
	printf("guest: saved %llu bytes, %zu MiB of them not zero, in %.2f s\n",
	       (unsigned long long)offset, written >> 20, seconds_since(start));
	return 0;
}
