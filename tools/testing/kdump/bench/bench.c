// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stamps of the benchmark clock around what others do:
 *
 *	bench ratio			is the clock what it should be?
 *	bench run FIGURE COMMAND...	the whole run of a program
 *	bench crash			stamp, then crash the machine
 *	bench arrive			stamp in the capture kernel
 *	bench header COUNT ADDRESS	see bench_header.c
 *
 * and what reading /proc/vmcore costs:
 *
 *	bench copy MIB			the copy loop alone, memory to memory
 *	bench read KIB MIB		read(2) of MIB in pieces of KIB
 *	bench mmap KIB MIB		windows of KIB, each page touched
 *	bench mmap-copy KIB MIB		the same, each byte copied
 *	bench random COUNT		a page each, anywhere
 *	bench memory LEVEL		kernel memory that an open file takes
 *	bench together N MIB		N processes, each its own MIB; wall clock
 *	bench extents LEVEL		what the filter says of all pages
 *
 * Costs are per MiB, except: random per read, memory in KiB, together in
 * microseconds, extents per page of the file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../../include/uapi/linux/kdump_filter.h"
#include "../guest/vmcore_file.h"
#include "bench_clock.h"
#include "bench_header.h"

#define KIB 1024u
#define MIB (1024u * 1024u)
#define BUFFER (4 * MIB)

#define RATIO_LOOPS 1000000ull
#define RATIO_TRIES 10

static const char vmcore[] = "/proc/vmcore";
static const char meminfo[] = "/proc/meminfo";
static const char filter_level[] = "/sys/kernel/kdump/filter";

/* After the headers, and where a dump has one long run of memory. */
static const off_t first_offset = 32 * MIB;

/* Zeroed by hand, so that no page of it is missing when the clock runs. */
static char *new_buffer(size_t size)
{
	char *buffer = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (buffer == MAP_FAILED)
		fail("buffer");
	memset(buffer, 0, size);
	return buffer;
}

static int open_vmcore(off_t *size)
{
	struct stat status;
	int fd = open(vmcore, O_RDONLY);

	if (fd < 0 || fstat(fd, &status))
		fail("%s", vmcore);
	*size = status.st_size;
	return fd;
}

static int open_long_vmcore(size_t mib)
{
	off_t size;
	int fd = open_vmcore(&size);

	if (size < first_offset + (off_t)mib * MIB) {
		fprintf(stderr, "guest: bench: %s is too short\n", vmcore);
		exit(1);
	}
	return fd;
}

static void bench_copy(size_t mib)
{
	char *from = new_buffer(BUFFER), *to = new_buffer(BUFFER);
	uint64_t start = clock_now();
	size_t done;

	for (done = 0; done < mib * MIB; done += BUFFER)
		copy_words(to, from, BUFFER);
	clock_report(clock_now() - start, mib, "copy");
}

static void read_at(int fd, char *buffer, size_t size, off_t offset)
{
	if (read_fully(fd, buffer, size, offset) != (ssize_t)size)
		fail("read");
}

static void read_run(int fd, char *buffer, size_t piece, off_t offset,
		     size_t size)
{
	size_t done;

	for (done = 0; done < size; done += piece)
		read_at(fd, buffer, piece, offset + (off_t)done);
}

static void bench_sequence(size_t kib, size_t mib)
{
	char *buffer = new_buffer(kib * KIB);
	int fd = open_long_vmcore(mib);
	uint64_t start = clock_now();

	read_run(fd, buffer, kib * KIB, first_offset, mib * MIB);
	clock_report(clock_now() - start, mib, "read-%zuk", kib);
	close(fd);
}

static void touch_pages(const char *window, size_t size)
{
	size_t at;

	for (at = 0; at < size; at += page_bytes)
		(void)*(const volatile char *)(window + at);
}

static void use_window(int fd, size_t size, off_t offset, char *copy_to)
{
	char *window = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, offset);

	if (window == MAP_FAILED)
		fail("mmap");
	if (copy_to)
		copy_words(copy_to, window, size);
	else
		touch_pages(window, size);
	munmap(window, size);
}

static void bench_mmap(const char *word, size_t kib, size_t mib, char *copy_to)
{
	size_t size = kib * KIB, done;
	int fd = open_long_vmcore(mib);
	uint64_t start = clock_now();

	for (done = 0; done < mib * MIB; done += size)
		use_window(fd, size, first_offset + (off_t)done, copy_to);
	clock_report(clock_now() - start, mib, "%s-%zuk", word, kib);
	close(fd);
}

/* Of Knuth's MMIX; the figures that are kept are of these places. */
static uint64_t next_place(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 16;
}

/* The last pages are memory, whatever the size of the headers. */
static void bench_random(size_t count)
{
	char *buffer = new_buffer(page_bytes);
	uint64_t state = 1, start, pages;
	off_t size, first;
	size_t i;
	int fd = open_vmcore(&size);

	pages = (uint64_t)size * 9 / 10 / page_bytes;
	first = size - (off_t)(pages * page_bytes);
	start = clock_now();
	for (i = 0; i < count; i++)
		read_at(fd, buffer, page_bytes,
			first + (off_t)(next_place(&state) % pages * page_bytes));
	clock_report(clock_now() - start, count, "random");
	close(fd);
}

/* The sum of a number that some lines of a file have. */
static long sum_of(const char *path, const char *form)
{
	FILE *file = fopen(path, "r");
	long total = 0, number;
	char line[128];

	if (!file)
		fail("%s", path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, form, &number) == 1)
			total += number;
	fclose(file);
	return total;
}

/* With the pages that each CPU keeps at hand, which no zone counts as free. */
static long free_pages(void)
{
	return sum_of("/proc/zoneinfo", " pages free %ld") +
	       sum_of("/proc/zoneinfo", " count: %ld");
}

static uint64_t at_least_zero(long value)
{
	return value > 0 ? (uint64_t)value : 0;
}

/* To be asked before anything else has read: nothing is at hand then. */
static void bench_memory(const char *level)
{
	const size_t size = 64 * MIB;
	char *buffer = new_buffer(MIB);
	long used, slab, vmalloc;
	int fd;

	if (strcmp(level, "0"))
		set_level(filter_level, level);
	free_pages();
	slab = sum_of(meminfo, "Slab: %ld kB");
	vmalloc = sum_of(meminfo, "VmallocUsed: %ld kB");
	used = free_pages();
	fd = open_long_vmcore(size / MIB);
	read_run(fd, buffer, MIB, first_offset, size);
	used -= free_pages();
	clock_report(at_least_zero(used) * (page_bytes / KIB), 1, "memory");
	clock_report(at_least_zero(sum_of(meminfo, "Slab: %ld kB") - slab), 1,
		     "memory-slab");
	clock_report(at_least_zero(sum_of(meminfo, "VmallocUsed: %ld kB") - vmalloc),
		     1, "memory-vmalloc");
	close(fd);
}

static void read_as_one_of_many(size_t number, size_t mib)
{
	char *buffer = new_buffer(MIB);
	int fd = open_long_vmcore((number + 1) * mib);

	read_run(fd, buffer, MIB, first_offset + (off_t)(number * mib * MIB),
		 mib * MIB);
	exit(0);
}

static void bench_together(size_t readers, size_t mib)
{
	uint64_t start = nanoseconds();
	size_t i;
	int status;

	for (i = 0; i < readers; i++)
		if (!fork())
			read_as_one_of_many(i, mib);
	for (i = 0; i < readers; i++)
		if (wait(&status) < 0 || status)
			fail("a reader");
	clock_report((nanoseconds() - start) / 1000, readers * mib,
		     "together-%zu", readers);
}

/* Opening is part of it: a level may need to look at all memory. */
static void bench_extents(const char *level)
{
	static struct kdump_filter_extent extents[4096];
	struct kdump_filter_extents question = {
		.end = UINT64_MAX, .extents = (uintptr_t)extents,
	};
	uint64_t start, pieces = 0;
	off_t size;
	int fd;

	memset(extents, 0, sizeof(extents));
	set_level(filter_level, level);
	start = clock_now();
	fd = open_vmcore(&size);
	do {
		question.count = 4096;
		if (ioctl(fd, KDUMP_IOC_EXTENTS, &question))
			fail("the ioctl");
		pieces += question.count;
	} while (question.count);
	clock_report(clock_now() - start, (uint64_t)size / page_bytes,
		     "extents-%s", level);
	clock_report(pieces, 1, "pieces-%s", level);
	close(fd);
	set_level(filter_level, "0");
}

static uint64_t time_loop(void)
{
	uint64_t start = clock_now();

	count_down(RATIO_LOOPS);
	return clock_now() - start;
}

/* Others have their turns in between, so the least of some tries counts. */
static void bench_ratio(void)
{
	uint64_t least = time_loop(), cost;
	int i;

	for (i = 1; i < RATIO_TRIES; i++) {
		cost = time_loop();
		if (cost < least)
			least = cost;
	}
	clock_report(least, 2 * RATIO_LOOPS, "ratio");
}

static void bench_run(const char *figure, char **command)
{
	uint64_t start = clock_now();
	int status;
	pid_t child = fork();

	if (child < 0)
		fail("fork");
	if (!child) {
		execvp(command[0], command);
		fail("%s", command[0]);
	}
	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "guest: bench: %s failed, status %#x\n",
			command[0], status);
		exit(1);
	}
	clock_report(clock_now() - start, 1, "%s", figure);
}

static int open_for_write(const char *path)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0)
		fail("%s", path);
	return fd;
}

/*
 * The stamp goes through the kernel's log, whose lines are on the console
 * when write(2) returns. That line is counted: a ten thousandth of the whole.
 */
static void bench_crash(void)
{
	int log = open_for_write("/dev/kmsg");
	int sysrq = open_for_write("/proc/sysrq-trigger");
	char line[64];
	int size = snprintf(line, sizeof(line), "<1>guest: bench trigger %llu 1\n",
			    (unsigned long long)clock_now());

	if (write(log, line, (size_t)size) != size)
		fail("/dev/kmsg");
	if (write(sysrq, "c", 1) != 1)
		fail("/proc/sysrq-trigger");
}

static void bench_arrive(void)
{
	clock_report(clock_now(), 1, "init");
}

static size_t parse_count(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 0);

	if (!value || *end) {
		fprintf(stderr, "bench: not a number: '%s'\n", text);
		exit(2);
	}
	return value;
}

static int explain(void)
{
	fprintf(stderr, "usage: bench ratio | run FIGURE COMMAND... | crash | arrive | header COUNT ADDRESS | copy MIB | read|mmap|mmap-copy KIB MIB | random COUNT | memory LEVEL | together N MIB | extents LEVEL\n");
	return 2;
}

static bool is(int argc, char **argv, const char *word, int arguments)
{
	return argc == 2 + arguments && !strcmp(argv[1], word);
}

int main(int argc, char **argv)
{
	if (is(argc, argv, "ratio", 0))
		bench_ratio();
	else if (argc > 3 && !strcmp(argv[1], "run"))
		bench_run(argv[2], argv + 3);
	else if (is(argc, argv, "crash", 0))
		bench_crash();
	else if (is(argc, argv, "arrive", 0))
		bench_arrive();
	else if (is(argc, argv, "header", 2))
		bench_header(parse_count(argv[2]), parse_count(argv[3]));
	else if (is(argc, argv, "copy", 1))
		bench_copy(parse_count(argv[2]));
	else if (is(argc, argv, "read", 2))
		bench_sequence(parse_count(argv[2]), parse_count(argv[3]));
	else if (is(argc, argv, "mmap", 2))
		bench_mmap("mmap", parse_count(argv[2]), parse_count(argv[3]),
			   NULL);
	else if (is(argc, argv, "mmap-copy", 2))
		bench_mmap("mmap-copy", parse_count(argv[2]),
			   parse_count(argv[3]),
			   new_buffer(parse_count(argv[2]) * KIB));
	else if (is(argc, argv, "random", 1))
		bench_random(parse_count(argv[2]));
	else if (is(argc, argv, "memory", 1))
		bench_memory(argv[2]);
	else if (is(argc, argv, "together", 2))
		bench_together(parse_count(argv[2]), parse_count(argv[3]));
	else if (is(argc, argv, "extents", 1))
		bench_extents(argv[2]);
	else
		return explain();
	return 0;
}
