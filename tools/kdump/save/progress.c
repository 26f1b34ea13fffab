// SPDX-License-Identifier: GPL-2.0-only
/*
 * How far it is: each second in place on a terminal, which a console is, too;
 * elsewhere a line in ten seconds.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

#define LINE_SECONDS 10

/**
 * struct progress - the one that is shown
 * @lock: guards @running
 * @changed: @running did
 * @running: threads that have not ended
 * @shown: the user wants to see it
 * @start: when the threads were started
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned int running;
	bool shown;
	double start;
} progress = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Show it from now on. */
void progress_show(void)
{
	progress.shown = true;
}

/* Since the threads were started; 0 before that. */
double progress_seconds(void)
{
	return progress.start > 0 ? now() - progress.start : 0;
}

/* A thread calls this when it has done its work. */
void progress_ended(void)
{
	pthread_mutex_lock(&progress.lock);
	progress.running--;
	pthread_cond_signal(&progress.changed);
	pthread_mutex_unlock(&progress.lock);
}

static void print_line(const struct save *save, bool moving, bool last)
{
	double done = (double)atomic_load(&save->counts.bytes) / (double)MIB;
	double all = (double)save->kept / (double)MIB;
	double seconds = progress_seconds();
	double rate = seconds > 0 ? done / seconds : 0;
	double left = rate > 0 ? (all - done) / rate : 0;

	fprintf(stderr, "%skdump_save: %.0f of %.0f MiB, %3.0f %%, %.0f MiB/s, %4.0f s left%s",
		moving ? "\r" : "", done, all, all > 0 ? 100 * done / all : 100,
		rate, left, moving && !last ? "" : "\n");
	fflush(stderr);
}

/* A second, or less if a thread ends. */
static void wait_a_second(void)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_cond_clockwait(&progress.changed, &progress.lock,
			       CLOCK_MONOTONIC, &until);
}

static void follow(const struct save *save)
{
	bool moving = isatty(STDERR_FILENO);
	double next = progress.start + (moving ? 1 : LINE_SECONDS);

	while (progress.running) {
		wait_a_second();
		if (!progress.shown || now() < next)
			continue;
		print_line(save, moving, false);
		next += moving ? 1 : LINE_SECONDS;
	}
	if (progress.shown)
		print_line(save, moving, true);
}

/**
 * progress_follow - wait until the threads have ended, and tell how far it is
 * @save: the run
 * @threads: how many were started
 */
void progress_follow(struct save *save, unsigned int threads)
{
	pthread_mutex_lock(&progress.lock);
	progress.start = now();
	progress.running += threads;
	follow(save);
	pthread_mutex_unlock(&progress.lock);
}
