// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that a dump must contain, at addresses known before the crash.
 *
 *	marker TOKEN COUNT READY
 *
 * Fills the first 4 KiB of COUNT locked pages with numbers made from TOKEN (16
 * hex digits), the page's index and the position in it, prints where they are
 * in physical memory, creates the file READY, and stays. vmcore_file.py makes
 * the same numbers to compare with.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vmcore_file.h"

/* So much of each page, however large it is. */
#define FILLED 4096u
#define WORDS (FILLED / sizeof(uint64_t))
#define PRESENT (1ULL << 63)
#define FRAME_MASK ((1ULL << 55) - 1)

/* Each bit of the input reaches each bit of the result (splitmix64). */
static uint64_t mix(uint64_t value)
{
	value += 0x9e3779b97f4a7c15ULL;
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
	value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
	return value ^ (value >> 31);
}

static void fill(uint64_t *page, uint64_t token, unsigned int index)
{
	unsigned int word;

	for (word = 0; word < WORDS; word++)
		page[word] = mix(token + index * WORDS + word);
}

static uint64_t physical_address(int pagemap, const void *page)
{
	uint64_t entry;
	off_t offset = (off_t)((uintptr_t)page / page_bytes * sizeof(entry));

	if (pread(pagemap, &entry, sizeof(entry), offset) != sizeof(entry))
		fail("/proc/self/pagemap");
	if (!(entry & PRESENT) || !(entry & FRAME_MASK))
		fail("no physical address: not root?");
	return (entry & FRAME_MASK) * page_bytes;
}

int main(int argc, char **argv)
{
	unsigned int count, index;
	unsigned char *pages;
	uint64_t token;
	int pagemap;

	if (argc != 4) {
		fprintf(stderr, "usage: marker TOKEN COUNT READY\n");
		return 2;
	}
	token = strtoull(argv[1], NULL, 16);
	count = (unsigned int)strtoul(argv[2], NULL, 10);

	pages = mmap(NULL, count * page_bytes, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		fail("mmap");
	for (index = 0; index < count; index++)
		fill((uint64_t *)(pages + index * page_bytes), token,
		     index);
	if (mlock(pages, count * page_bytes))
		fail("mlock");

	pagemap = open("/proc/self/pagemap", O_RDONLY);
	if (pagemap < 0)
		fail("/proc/self/pagemap");
	for (index = 0; index < count; index++) {
		const void *page = pages + index * page_bytes;

		printf("guest: marker page %u at %#" PRIx64 "\n", index,
		       physical_address(pagemap, page));
	}
	fflush(stdout);
	if (open(argv[3], O_CREAT | O_WRONLY, 0600) < 0)
		fail("%s", argv[3]);
	for (;;)
		pause();
}
