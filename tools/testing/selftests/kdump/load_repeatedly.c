// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many loads: whether memory comes back, and what happens when there is none.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "refusals.h"

/* Loads until caches, per-CPU lists and page tables have their final size. */
#define WARM_UP 10

/* What other tasks and the kernel's own lists may take meanwhile. */
#define LOST_KIB_MAX 2048

/*
 * Free pages on the lists of CPUs, which tools take for used ones. A load frees
 * many times as many.
 */
#define LISTED_PAGES_MAX 512

#define FAULTS "/sys/kernel/debug/"

static long memory_kib(const char *name)
{
	char line[128];

	if (!find_line("/proc/meminfo", name, line, sizeof(line)))
		return -1;
	return atol(line + strlen(name));
}

long free_kib(void)
{
	return memory_kib("MemFree:");
}

/* KASAN keeps what was freed, up to a 32nd of memory (mm/kasan/quarantine.c). */
static long quarantine_kib(void)
{
	char line[128];

	return find_line("/proc/kallsyms", " kasan_quarantine_put\n", line,
			 sizeof(line)) ? memory_kib("MemTotal:") / 32 : 0;
}

static bool load_and_unload(unsigned int times)
{
	unsigned int i;

	for (i = 0; i < times; i++)
		if (unload() || is_loaded() || load_good() || !is_loaded())
			return false;
	return true;
}

/* Leaves a capture kernel loaded, but not the one that was. */
static void load_repeatedly(unsigned int times)
{
	char name[64];
	long most = LOST_KIB_MAX + quarantine_kib(), before, lost;
	bool good;

	good = load_and_unload(WARM_UP);
	before = free_kib();
	good = good && load_and_unload(times);
	lost = before - free_kib();
	snprintf(name, sizeof(name), "%u times unloaded and loaded", times);
	check(name, good, "%s", strerror(errno));
	snprintf(name, sizeof(name), "at most %ld KiB are gone", most);
	check(name, lost <= most, "%ld KiB are gone", lost);
	printf("# %ld KiB less are free after %u loads\n", lost, times);
}

/* Of all zones and CPUs. */
static long listed_pages(void)
{
	FILE *file = fopen("/proc/zoneinfo", "r");
	long pages = 0, count;
	char line[128];

	if (!file)
		fail("/proc/zoneinfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " count: %ld", &count) == 1)
			pages += count;
	fclose(file);
	return pages;
}

static void load_and_count_listed(void)
{
	long before = listed_pages(), more;
	bool good = !load_good();

	more = listed_pages() - before;
	check("a load leaves few free pages on the lists of CPUs",
	      good && more <= LISTED_PAGES_MAX, "%ld pages more", more);
	printf("# %ld pages more are on the lists of CPUs after a load\n", more);
}

static pid_t start_loading(void)
{
	pid_t pid = start_child();

	while (!pid)
		load_good();
	return pid;
}

/* Until the other one was in the way once. */
static bool load_until_busy(unsigned int times)
{
	while (times--)
		if (load_good())
			return errno == EBUSY;
	return false;
}

/* A load never waits, least of all with a capture kernel half swapped. */
static void load_at_once(void)
{
	pid_t other = start_loading();
	bool busy = load_until_busy(1000);
	int error = errno;

	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	check("one of two loads at once is refused with EBUSY", busy, "%s",
	      strerror(error));
	check("an image is loaded, whichever", is_loaded(), "none is");
}

void load_in_cycles(void)
{
	load_repeatedly(200);
	load_and_count_listed();
	load_at_once();
}

static void let_allocations_fail(void)
{
	write_file(FAULTS "failslab/ignore-gfp-wait", "N");
	write_file(FAULTS "failslab/verbose", "0");
	write_file(FAULTS "fail_page_alloc/ignore-gfp-wait", "N");
	write_file(FAULTS "fail_page_alloc/ignore-gfp-highmem", "N");
	write_file(FAULTS "fail_page_alloc/min-order", "0");
	write_file(FAULTS "fail_page_alloc/verbose", "0");
}

/* What is left of @n, the next allocation but n that shall fail. */
static unsigned int swap_fail_nth(unsigned int n)
{
	static const char path[] = "/proc/thread-self/fail-nth";
	char text[16] = "";
	int fd = open(path, O_RDWR);

	if (fd < 0 || pread(fd, text, sizeof(text) - 1, 0) < 0)
		fail(path);
	if (dprintf(fd, "%u", n) < 0)
		fail(path);
	close(fd);
	return (unsigned int)atoi(text);
}

/* Loads with the n-th allocation failing; false if there is none so late. */
static bool load_failing_at(unsigned int n, long *result, int *error)
{
	int kernel = open_file(kernel_path), initrd = open_initrd();
	unsigned int left;

	swap_fail_nth(n);
	*result = load_good_files(kernel, initrd);
	*error = errno;
	left = swap_fail_nth(0);
	close(kernel);
	if (initrd >= 0)
		close(initrd);
	return left == 0;
}

/*
 * Every one of the first allocations, which are the kernel's structures; then
 * some of the many pages that the files are read into.
 */
void load_without_memory(void)
{
	static const char name[] =
		"a load that runs out of memory leaves what is loaded";
	static const char again[] = "with memory again a load works";
	unsigned int n, failed = 0, survived = 0;
	bool good = true;
	long result;
	int error;

	if (access(FAULTS "failslab", F_OK)) {
		skip(name, "no /sys/kernel/debug/failslab");
		skip(again, "no load has failed");
		return;
	}
	let_allocations_fail();
	for (n = 1; good && load_failing_at(n, &result, &error);
	     n += n < 100 ? 1 : n / 10) {
		if (result) {
			failed++;
			good = error == ENOMEM || error == EFAULT;
		} else {
			survived++;
		}
		good = good && is_loaded();
	}
	printf("# up to allocation %u: %u loads refused, %u came through\n", n,
	       failed, survived);
	check(name, good && failed > 0, "%s", strerror(error));
	check(again, !load_good() && is_loaded(), "%m");
}
