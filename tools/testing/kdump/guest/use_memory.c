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
#include <errno.h>
#include <fcntl.h>
#include <linux/mman.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vmcore_file.h"

#define MIB (1u << 20)
#define HUGE_SHIFT 21
#define HUGE_BYTES (1u << HUGE_SHIFT)

#define KSM "/sys/kernel/mm/ksm/"
#define THP "/sys/kernel/mm/transparent_hugepage/enabled"
#define HUGE_POOL "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"
#define HUGE_OPTIMIZE "/proc/sys/vm/hugetlb_optimize_vmemmap"
#define WRITE_BACK "/proc/sys/vm/dirty_writeback_centisecs"

/* Tenths of a second. */
#define PATIENCE 300

static char *map(size_t size, int flags, int fd)
{
	char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (bytes == MAP_FAILED)
		fail("mmap");
	return bytes;
}

static void write_word(const char *name, const char *word)
{
	FILE *file = fopen(name, "w");

	if (!file || fputs(word, file) < 0 || fclose(file))
		fail("write of %s to %s", word, name);
}

static void write_number(const char *name, unsigned long number)
{
	char word[32];

	snprintf(word, sizeof(word), "%lu", number);
	write_word(name, word);
}

static unsigned long read_number(const char *name)
{
	FILE *file = fopen(name, "r");
	unsigned long number;

	if (!file || fscanf(file, "%lu", &number) != 1)
		fail("%s", name);
	fclose(file);
	return number;
}

/* What the kernel does with pages on its own takes a while. */
static void wait_for_number(const char *name, unsigned long least)
{
	unsigned int tenths = 0;

	while (read_number(name) < least) {
		if (tenths++ == PATIENCE) {
			errno = ETIME;
			fail("%s is not %lu", name, least);
		}
		usleep(100000);
	}
}

/* Alone, and by large pages where the kernel has them. */
static void use_anonymous(void)
{
	char *bytes = map(6 * MIB, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	char *large = map(4 * HUGE_BYTES, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	memset(bytes, 1, 6 * MIB);
	/* On a small machine it does not unless it is told to. */
	if (!access(THP, F_OK))
		write_word(THP, "madvise");
	madvise(large, 4 * HUGE_BYTES, MADV_HUGEPAGE);
	memset(large, 2, 4 * HUGE_BYTES);
	/* One of the large pages is in pieces, and one has a hole. */
	mprotect(large + 2 * HUGE_BYTES, page_bytes, PROT_READ);
	madvise(large + HUGE_BYTES + 2 * page_bytes, 2 * page_bytes,
		MADV_DONTNEED);
	if (mlock(bytes, MIB))
		fail("mlock");
}

/* Many pages that become a few, by the kernel's own thread. */
static void use_merged(void)
{
	char *bytes = map(MIB, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	unsigned int i, count = MIB / page_bytes;

	for (i = 0; i < count; i++)
		memset(bytes + i * page_bytes, 0x80 + i % 8, page_bytes);
	if (madvise(bytes, MIB, MADV_MERGEABLE))
		fail("MADV_MERGEABLE");
	write_number(KSM "pages_to_scan", 10000);
	write_number(KSM "sleep_millisecs", 20);
	write_number(KSM "run", 1);
	wait_for_number(KSM "pages_sharing", count - 8);
	/* What is merged stays so. */
	write_number(KSM "run", 0);
}

/* Two are used, of which one is a file's, and one stays in the pool. */
static void use_three_huge(void)
{
	int flags = MAP_HUGETLB | HUGE_SHIFT << MAP_HUGE_SHIFT | MAP_ANONYMOUS;
	unsigned long count = read_number(HUGE_POOL) + 3;

	write_number(HUGE_POOL, count);
	if (read_number(HUGE_POOL) != count) {
		errno = ENOMEM;
		fail("%lu huge pages", count);
	}
	memset(map(HUGE_BYTES, MAP_SHARED | flags, -1), 10, HUGE_BYTES);
	memset(map(HUGE_BYTES, MAP_PRIVATE | flags, -1), 11, HUGE_BYTES);
}

/* With all of their page structs, and without, where the kernel can do that. */
static void use_huge(void)
{
	if (access(HUGE_OPTIMIZE, F_OK)) {
		use_three_huge();
		return;
	}
	write_number(HUGE_OPTIMIZE, 0);
	use_three_huge();
	write_number(HUGE_OPTIMIZE, 1);
	use_three_huge();
}

static void go_on(int number)
{
	(void)number;
}

static void advise(char *page, int advice)
{
	if (madvise(page, page_bytes, advice))
		fail("madvise %d", advice);
}

/*
 * The kernel says which pages these are. One was alone, one was a part of a large
 * page, one has still a file that is written, and one was given up in time.
 */
static void use_poisoned(int fd)
{
	char *bytes = map(MIB, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	char *large = map(2 * HUGE_BYTES, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	char *file = map(MIB, MAP_SHARED, fd);

	madvise(large, 2 * HUGE_BYTES, MADV_HUGEPAGE);
	memset(bytes, 12, MIB);
	memset(large, 13, 2 * HUGE_BYTES);
	memset(file, 14, MIB);
	if (fsync(fd))
		fail("fsync");
	/* Who has such a page is told, even if he does not touch it. */
	signal(SIGBUS, go_on);
	advise(bytes + 3 * page_bytes, MADV_HWPOISON);
	advise(large + HUGE_BYTES, MADV_HWPOISON);
	advise(file + page_bytes, MADV_HWPOISON);
	advise(bytes + 5 * page_bytes, MADV_SOFT_OFFLINE);
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

/* What is read has no buffers, other than what was written. */
static void read_again(int fd, char *block)
{
	if (posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) ||
	    pread(fd, block, MIB, 0) != MIB)
		fail("read");
}

/* Clean, and dirty by write() and through a mapping. */
static void use_files(const char *folder)
{
	static char block[MIB];
	int clean = new_file(folder, "clean"), dirty = new_file(folder, "dirty");
	int again = new_file(folder, "again");

	/* What is dirty stays so. */
	write_number(WRITE_BACK, 0);
	memset(block, 3, sizeof(block));
	if (write(clean, block, MIB) != MIB || fsync(clean) ||
	    write(again, block, MIB) != MIB || fsync(again) ||
	    write(dirty, block, MIB) != MIB)
		fail("write");
	read_again(again, block);
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
	/* As long as there are large pieces. */
	use_huge();
	use_anonymous();
	use_merged();
	use_files(folder);
	use_shared();
	use_poisoned(new_file(folder, "poisoned"));
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
