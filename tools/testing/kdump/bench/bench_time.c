// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stamps of the benchmark clock around what others do.
 *
 *	bench_time ratio		is the clock what it should be?
 *	bench_time run FIGURE COMMAND...	the whole run of a program
 *	bench_time crash		stamp, then crash the machine
 *	bench_time arrive		stamp in the capture kernel
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench_clock.h"

#define RATIO_LOOPS 1000000ull
#define RATIO_TRIES 10

static void fail(const char *what)
{
	fprintf(stderr, "guest: bench_time: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t time_loop(void)
{
	uint64_t start = clock_now();

	count_down(RATIO_LOOPS);
	return clock_now() - start;
}

/* Others have their turns in between, so the least of some tries counts. */
static int measure_ratio(void)
{
	uint64_t least = time_loop(), cost;
	int i;

	for (i = 1; i < RATIO_TRIES; i++) {
		cost = time_loop();
		if (cost < least)
			least = cost;
	}
	clock_report("ratio", least, 2 * RATIO_LOOPS);
	return 0;
}

static int run(const char *figure, char **command)
{
	uint64_t start = clock_now();
	int status;
	pid_t child = fork();

	if (child < 0)
		fail("fork");
	if (!child) {
		execvp(command[0], command);
		fail(command[0]);
	}
	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "guest: bench_time: %s failed, status %#x\n",
			command[0], status);
		return 1;
	}
	clock_report(figure, clock_now() - start, 1);
	return 0;
}

static int open_for_write(const char *path)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0)
		fail(path);
	return fd;
}

/*
 * The stamp goes through the kernel's log, whose lines are on the console
 * when write(2) returns. That line is counted: a ten thousandth of the whole.
 */
static int crash(void)
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
	return 0;
}

/* The kernel's clock started as many instructions ago as it shows now. */
static int arrive(void)
{
	uint64_t stamp = clock_now();
	struct timespec now;
	uint64_t uptime;

	clock_gettime(CLOCK_MONOTONIC, &now);
	uptime = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	clock_report("init", stamp, 1);
	clock_report("clock", stamp - uptime, 1);
	return 0;
}

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";

	if (argc == 2 && !strcmp(word, "ratio"))
		return measure_ratio();
	if (argc > 3 && !strcmp(word, "run"))
		return run(argv[2], argv + 3);
	if (argc == 2 && !strcmp(word, "crash"))
		return crash();
	if (argc == 2 && !strcmp(word, "arrive"))
		return arrive();
	fprintf(stderr, "usage: bench_time ratio | run FIGURE COMMAND... | crash | arrive\n");
	return 2;
}
