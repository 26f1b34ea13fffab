// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast /proc/vmcore is. Where a nanosecond is an instruction (QEMU's
 * -icount shift=0), the figures repeat to a tenth of a per cent.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check_vmcore.h"

#define MIB (1u << 20)
#define TOTAL (64u * MIB)

static unsigned char target[4 * MIB];

static void tell_speed(const char *name, size_t piece, uint64_t start,
		       uint64_t bytes)
{
	uint64_t time = nanoseconds() - start;

	tell("speed %s %zu: %llu per MiB", name, piece,
	     (unsigned long long)(time * MIB / (bytes ? bytes : 1)));
}

static void by_read(uint64_t offset, uint64_t end, size_t piece)
{
	uint64_t start = nanoseconds(), at = offset;
	ssize_t got;

	for (; at < end; at += (uint64_t)got) {
		got = pread(dump.fd, target, piece, (off_t)at);
		if (got <= 0)
			break;
	}
	tell_speed("read", piece, start, at - offset);
}

/* Mapped, copied out in pages as dump tools do, and unmapped. */
static void by_mmap(uint64_t offset, uint64_t end, size_t window)
{
	uint64_t start = nanoseconds(), at = offset;
	unsigned char *map;
	size_t i;

	for (; at + window <= end; at += window) {
		map = mmap(NULL, window, PROT_READ, MAP_PRIVATE, dump.fd,
			   (off_t)at);
		if (map == MAP_FAILED)
			break;
		for (i = 0; i < window; i += page_bytes)
			memcpy(target + i % sizeof(target), map + i,
			       page_bytes);
		munmap(map, window);
	}
	tell_speed("mmap", window, start, at - offset);
}

static void by_memcpy(void)
{
	static unsigned char source[4 * MIB];
	uint64_t start = nanoseconds();
	size_t i;

	for (i = 0; i < TOTAL; i += page_bytes)
		memcpy(target + i % sizeof(target), source + i % sizeof(source),
		       page_bytes);
	tell_speed("memcpy", page_bytes, start, TOTAL);
}

void measure(void)
{
	uint64_t start = dump.pieces[0].offset, end = dump.size;
	unsigned int i;

	for (i = 0; i < dump.nr_pieces; i++)
		if (dump.pieces[i].size >= TOTAL)
			start = dump.pieces[i].offset;
	if (end > start + TOTAL + 4 * MIB)
		end = start + TOTAL + 4 * MIB;
	memset(target, 1, sizeof(target));
	by_memcpy();
	by_read(start, end, page_bytes);
	by_read(start, end, 65536);
	by_read(start, end, MIB);
	by_read(start, end, 4 * MIB);
	start &= ~(uint64_t)(WINDOW - 1);
	by_mmap(start, end, WINDOW);
	by_mmap(start, end, TOTAL);
}
