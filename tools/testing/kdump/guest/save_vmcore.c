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
#define STEPS 20

static char piece[PIECE];

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
	memset(piece + filled, 0, PIECE - (size_t)filled);
	return (size_t)filled;
}

/* Returns how many bytes were not skipped. */
static size_t write_piece(int fd, size_t filled, uint64_t offset)
{
	size_t at, written = 0;

	for (at = 0; at < filled; at += page_bytes) {
		if (all_zeros(piece + at, page_bytes))
			continue;
		if (pwrite(fd, piece + at, page_bytes, (off_t)(offset + at)) !=
		    (ssize_t)page_bytes)
			fail("write at %#llx", (unsigned long long)offset + at);
		written += page_bytes;
	}
	return written;
}

/* A line for each twentieth: a serial console is slow, and logs are read. */
static void show_progress(uint64_t done, uint64_t total, uint64_t start)
{
	static int shown = -1;
	int step = total ? (int)(done * STEPS / total) : STEPS;

	if (step == shown)
		return;
	shown = step;
	tell("saving [%.*s%.*s] %3d%% of %llu MiB, %.1f s", step,
	     "####################", STEPS - step, "....................",
	     step * 100 / STEPS, (unsigned long long)total >> 20,
	     seconds_since(start));
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
	tell("vmcore opened, %llu bytes", (unsigned long long)size);

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
	tell("saved %llu bytes, %zu MiB of them not zero, in %.2f s",
	     (unsigned long long)offset, written >> 20, seconds_since(start));
	return 0;
}
