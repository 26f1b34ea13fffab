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
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PIECE (1u << 20)
#define PAGE_BYTES 4096u
#define BAR_WIDTH 40

static uint64_t piece[PIECE / sizeof(uint64_t)];

static void fail(const char *what, off_t offset)
{
	fprintf(stderr, "guest: save_vmcore: %s at offset %#llx: %s\n", what,
		(unsigned long long)offset, strerror(errno));
	exit(1);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Returns less than PIECE only at the end of the file. */
static size_t read_piece(int fd, off_t offset)
{
	size_t filled = 0;
	ssize_t got;

	while (filled < PIECE) {
		got = pread(fd, (char *)piece + filled, PIECE - filled,
			    offset + (off_t)filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail("read", offset + (off_t)filled);
		if (got == 0)
			break;
		filled += (size_t)got;
	}
	memset((char *)piece + filled, 0, PIECE - filled);
	return filled;
}

static bool page_is_zero(size_t offset)
{
	const uint64_t *word = piece + offset / sizeof(uint64_t);
	const uint64_t *end = word + PAGE_BYTES / sizeof(uint64_t);

	while (word < end)
		if (*word++)
			return false;
	return true;
}

static void write_run(int fd, size_t start, size_t size, off_t offset)
{
	ssize_t put;

	while (size) {
		put = pwrite(fd, (char *)piece + start, size,
			     offset + (off_t)start);
		if (put < 0 && errno != EINTR)
			fail("write", offset + (off_t)start);
		if (put > 0) {
			start += (size_t)put;
			size -= (size_t)put;
		}
	}
}

/* Returns how many bytes were not skipped. */
static size_t write_piece(int fd, size_t filled, off_t offset)
{
	size_t start, end, written = 0;

	for (start = 0; start < filled; start = end) {
		end = start + PAGE_BYTES;
		if (page_is_zero(start))
			continue;
		while (end < filled && !page_is_zero(end))
			end += PAGE_BYTES;
		write_run(fd, start, (end < filled ? end : filled) - start,
			  offset);
		written += end - start;
	}
	return written;
}

/* A line for each twentieth: a serial console is slow, and logs are read. */
static void show_progress(off_t done, off_t total, double since)
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
	printf("guest: saving [%s] %3d%% of %lld MiB, %.1f s\n", bar, step * 5,
	       (long long)total >> 20, seconds() - since);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct stat status;
	double start = seconds();
	size_t filled, written = 0;
	off_t offset = 0;
	int from, to;

	if (argc != 3) {
		fprintf(stderr, "usage: save_vmcore VMCORE DISK\n");
		return 2;
	}
	from = open(argv[1], O_RDONLY);
	if (from < 0 || fstat(from, &status))
		fail(argv[1], 0);
	to = open(argv[2], O_WRONLY);
	if (to < 0)
		fail(argv[2], 0);
	printf("guest: vmcore opened, %lld bytes\n", (long long)status.st_size);

	do {
		show_progress(offset, status.st_size, start);
		filled = read_piece(from, offset);
		written += write_piece(to, filled, offset);
		offset += (off_t)filled;
	} while (filled == PIECE);

	if (offset != status.st_size) {
		fprintf(stderr, "guest: save_vmcore: %lld bytes read, but the size is %lld\n",
			(long long)offset, (long long)status.st_size);
		return 1;
	}
	if (fsync(to))
		fail("flush", offset);
	show_progress(offset, status.st_size, start);
	printf("guest: saved %lld bytes, %zu MiB of them not zero, in %.2f s\n",
	       (long long)offset, written >> 20, seconds() - start);
	return 0;
}
