// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is used, held until the machine crashes.
 *
 *	use_memory kinds FOLDER READY	some of each kind that a filter knows
 *	use_memory hog MIB		so much, or as much as there is
 *	use_memory nowhere		where there is none
 *
 * FOLDER is on a file system with a disk. The file READY is created when all is
 * there.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vmcore_file.h"

#define MIB (1u << 20)
#define HUGE_BYTES (2 * MIB)

static char *map(size_t size, int flags, int fd)
{
	char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (bytes == MAP_FAILED)
		fail("mmap");
	return bytes;
}

/* Alone, and by large pages where the kernel has them. */
static void use_anonymous(void)
{
	char *bytes = map(6 * MIB, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	char *large = map(4 * HUGE_BYTES, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	memset(bytes, 1, 6 * MIB);
	madvise(large, 4 * HUGE_BYTES, MADV_HUGEPAGE);
	memset(large, 2, 4 * HUGE_BYTES);
	/* One of the large pages is in pieces, and one has a hole. */
	mprotect(large + 2 * HUGE_BYTES, 4096, PROT_READ);
	madvise(large + HUGE_BYTES + 8192, 8192, MADV_DONTNEED);
	if (mlock(bytes, MIB))
		fail("mlock");
}

static int new_file(const char *folder, const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || ftruncate(fd, 3 * MIB))
		fail("%s", path);
	return fd;
}

/* Clean, and dirty by write() and through a mapping. */
static void use_files(const char *folder)
{
	static char block[MIB];
	int clean = new_file(folder, "clean"), dirty = new_file(folder, "dirty");

	memset(block, 3, sizeof(block));
	if (write(clean, block, MIB) != MIB || fsync(clean) ||
	    write(dirty, block, MIB) != MIB)
		fail("write");
	memset(map(3 * MIB, MAP_SHARED, dirty) + 2 * MIB, 4, MIB);
	/* Private copies of a page are anonymous. */
	memset(map(3 * MIB, MAP_PRIVATE, clean), 5, MIB / 2);
}

static void use_shared(void)
{
	int fd = memfd_create("kdump", 0);

	if (fd < 0 || ftruncate(fd, 4 * MIB))
		fail("memfd");
	memset(map(4 * MIB, MAP_SHARED, fd), 6, 3 * MIB);
	memset(map(MIB, MAP_SHARED | MAP_ANONYMOUS, -1), 7, MIB);
}

static void use_kinds(const char *folder, const char *ready)
{
	use_anonymous();
	use_files(folder);
	use_shared();
	/* Shared by two until one of them writes. */
	if (!fork())
		memset(map(MIB, MAP_PRIVATE | MAP_ANONYMOUS, -1), 8, MIB);
	else if (open(ready, O_CREAT | O_WRONLY, 0600) < 0)
		fail("%s", ready);
}

static void hog(unsigned long mib)
{
	while (mib--)
		map(MIB, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1);
}

/* A program that is linked here is never mapped at 0. */
static int *nowhere;

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";

	if (argc == 4 && !strcmp(word, "kinds")) {
		use_kinds(argv[2], argv[3]);
	} else if (argc == 3 && !strcmp(word, "hog")) {
		hog(strtoul(argv[2], NULL, 0));
	} else if (argc == 2 && !strcmp(word, "nowhere")) {
		exit(*nowhere);
	} else {
		fprintf(stderr, "usage: use_memory kinds FOLDER READY | hog MIB | nowhere\n");
		return 2;
	}
	for (;;)
		pause();
}
