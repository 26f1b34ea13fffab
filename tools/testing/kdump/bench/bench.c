// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stamps of the benchmark clock around what others do:
 *
 *	bench ratio			is the clock what it should be?
 *	bench run FIGURE COMMAND...	the whole run of a program
 *	bench crash			stamp, then crash the machine
 *	bench arrive			stamp in the capture kernel
 *
 * and what reading /proc/vmcore costs:
 *
 *	bench copy MIB			the copy loop alone, memory to memory
 *	bench read KIB MIB		read(2) of MIB in pieces of KIB
 *	bench mmap KIB MIB		windows of KIB, each page touched
 *	bench mmap-copy KIB MIB		the same, each byte copied
 *	bench random COUNT		a page each, anywhere
 *	bench memory			kernel memory that an open file takes
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

#define KIB 1024u
#define MIB (1024u * 1024u)
#define BUFFER (4 * MIB)

#define RATIO_LOOPS 1000000ull
#define RATIO_TRIES 10

static const char vmcore[] = "/proc/vmcore";

/* Behind the headers, and where a dump has one long run of memory. */
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
	clock_report("copy", clock_now() - start, mib);
}

static void read_at(int fd, char *buffer, size_t size, off_t offset)
{
	if (read_fully(fd, buffer, size, (uint64_t)offset) != (ssize_t)size)
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
	char *buffer = new_buffer(kib * KIB), figure[32];
	int fd = open_long_vmcore(mib);
	uint64_t start;

	snprintf(figure, sizeof(figure), "read-%zuk", kib);
	start = clock_now();
	read_run(fd, buffer, kib * KIB, first_offset, mib * MIB);
	clock_report(figure, clock_now() - start, mib);
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
	char figure[32];
	uint64_t start;

	snprintf(figure, sizeof(figure), "%s-%zuk", word, kib);
	start = clock_now();
	for (done = 0; done < mib * MIB; done += size)
		use_window(fd, size, first_offset + (off_t)done, copy_to);
	clock_report(figure, clock_now() - start, mib);
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
	clock_report("random", clock_now() - start, count);
	close(fd);
}

/* A field of /proc/meminfo, in KiB. */
static long memory_field(const char *name)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[128];
	long value = -1;

	if (!file)
		fail("/proc/meminfo");
	while (value < 0 && fgets(line, sizeof(line), file))
		if (!strncmp(line, name, strlen(name)) &&
		    line[strlen(name)] == ':')
			value = strtol(line + strlen(name) + 1, NULL, 10);
	fclose(file);
	return value;
}

/* With the pages that each CPU keeps at hand, which no zone counts as free. */
static long free_pages(void)
{
	FILE *file = fopen("/proc/zoneinfo", "r");
	long total = 0, pages;
	char line[128];

	if (!file)
		fail("/proc/zoneinfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " pages free %ld", &pages) == 1 ||
		    sscanf(line, " count: %ld", &pages) == 1)
			total += pages;
	fclose(file);
	return total;
}

static uint64_t at_least_zero(long value)
{
	return value > 0 ? (uint64_t)value : 0;
}

/* To be asked before anything else has read: nothing is at hand then. */
static void bench_memory(void)
{
	const size_t size = 64 * MIB;
	char *buffer = new_buffer(MIB);
	long used, slab, vmalloc;
	int fd;

	free_pages();
	slab = memory_field("Slab");
	vmalloc = memory_field("VmallocUsed");
	used = free_pages();
	fd = open_long_vmcore(size / MIB);
	read_run(fd, buffer, MIB, first_offset, size);
	used -= free_pages();
	clock_report("memory", at_least_zero(used) * (page_bytes / KIB), 1);
	clock_report("memory-slab", at_least_zero(memory_field("Slab") - slab), 1);
	clock_report("memory-vmalloc",
		     at_least_zero(memory_field("VmallocUsed") - vmalloc), 1);
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
	char figure[32];
	size_t i;
	int status;

	snprintf(figure, sizeof(figure), "together-%zu", readers);
	for (i = 0; i < readers; i++)
		if (!fork())
			read_as_one_of_many(i, mib);
	for (i = 0; i < readers; i++)
		if (wait(&status) < 0 || status)
			fail("a reader");
	clock_report(figure, (nanoseconds() - start) / 1000, readers * mib);
}

static void set_level(const char *level)
{
	int fd = open("/sys/kernel/kdump/filter", O_WRONLY);

	if (fd < 0 || write(fd, level, strlen(level)) < 0)
		fail("level %s", level);
	close(fd);
}

/* Opening is part of it: a level may need to look at all memory. */
static void bench_extents(const char *level)
{
	static struct kdump_filter_extent extents[4096];
	struct kdump_filter_extents question = {
		.end = UINT64_MAX, .extents = (uintptr_t)extents,
	};
	uint64_t start, pieces = 0;
	char figure[32];
	off_t size;
	int fd;

	memset(extents, 0, sizeof(extents));
	set_level(level);
	start = clock_now();
	fd = open_vmcore(&size);
	do {
		question.count = 4096;
		if (ioctl(fd, KDUMP_IOC_EXTENTS, &question))
			fail("the ioctl");
		pieces += question.count;
	} while (question.count);
	snprintf(figure, sizeof(figure), "extents-%s", level);
	clock_report(figure, clock_now() - start, (uint64_t)size / page_bytes);
	snprintf(figure, sizeof(figure), "pieces-%s", level);
	clock_report(figure, pieces, 1);
	close(fd);
	set_level("0");
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
	clock_report("ratio", least, 2 * RATIO_LOOPS);
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
	clock_report(figure, clock_now() - start, 1);
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

/* The kernel's clock started as many instructions ago as it shows now. */
static void bench_arrive(void)
{
	uint64_t stamp = clock_now();

	clock_report("clock", stamp - nanoseconds(), 1);
	clock_report("init", stamp, 1);
}

static size_t parse_count(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (!value || *end) {
		fprintf(stderr, "bench: not a number: '%s'\n", text);
		exit(2);
	}
	return value;
}

static int explain(void)
{
	fprintf(stderr, "usage: bench ratio | run FIGURE COMMAND... | crash | arrive | copy MIB | read|mmap|mmap-copy KIB MIB | random COUNT | memory | together N MIB | extents LEVEL\n");
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
	else if (is(argc, argv, "memory", 0))
		bench_memory();
	else if (is(argc, argv, "together", 2))
		bench_together(parse_count(argv[2]), parse_count(argv[3]));
	else if (is(argc, argv, "extents", 1))
		bench_extents(argv[2]);
	else
		return explain();
	return 0;
}
