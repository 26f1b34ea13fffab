// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run: what is kept is counted, threads write it, and only when all of it is
 * safe does the file say that it is complete.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "save.h"

/* With less than this for each thread at a time, they wait for each other. */
#define MIN_SPAN MIB
/* More stretches than threads, so that none has nothing to do for long. */
#define STRETCHES 8

/**
 * save_unreadable - leave out what cannot be read
 * @save: the run, whose dump is not complete then
 * @offset: in the source
 * @size: how many bytes
 * @error: an errno
 *
 * Says so once: where there is one such page, there may be millions.
 */
void save_unreadable(struct save *save, uint64_t offset, size_t size, int error)
{
	if (!atomic_fetch_add(&save->counts.unreadable, size))
		say("%s: reading %zu bytes at 0x%" PRIx64 ": %s; going on without them",
		    save->dump.source->name, size, offset, strerror(error));
}

/**
 * save_count - ask the filter how much it keeps
 * @save: the run; sets its @kept
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int save_count(struct save *save, struct fault *fault)
{
	struct piece piece;
	struct walk walk;
	int found;

	save->kept = 0;
	save->format->walk(&walk, &save->dump);
	while ((found = walk.next(&walk, &piece)) > 0)
		save->kept += piece.bytes;
	return found ? fault_set(fault, "asking what is kept: %s",
				 strerror(-found)) : 0;
}

static void fail_all(struct save *save, const char *what, int error)
{
	unsigned int i;

	for (i = 0; i < save->targets.count; i++)
		target_fail(&save->targets.list[i], what, error);
}

static void work(struct worker *worker)
{
	struct save *save = worker->save;
	int found = 0;

	while (!atomic_load(&save->stop)) {
		found = plan_take(&save->plan, &worker->stretch);
		if (found <= 0 || !save->format->put(worker))
			break;
	}
	if (found < 0)
		fail_all(save, "asking what is kept", -found);
}

static void *worker_main(void *argument)
{
	struct worker *worker = argument;
	struct save *save = worker->save;
	bool good;

	good = view_init(&worker->view, save->dump.source);
	if (good && compressor_init(&worker->compressor, save->compression)) {
		if (save->format->worker_start(worker))
			work(worker);
		else
			fail_all(save, "starting a thread", ENOMEM);
		free(worker->private);
		compressor_destroy(&worker->compressor);
	} else {
		fail_all(save, "starting a thread", ENOMEM);
	}
	if (good)
		view_destroy(&worker->view);
	progress_ended();
	return NULL;
}

static uint64_t choose_span(const struct save *save)
{
	uint64_t share = save->dump.source->size /
			 (save->threads * STRETCHES);
	uint64_t span = STRETCH_BYTES;

	while (span > MIN_SPAN && span > share)
		span /= 2;
	return span;
}

/* Returns how many could be started; one is enough. */
static unsigned int start_threads(struct save *save, struct worker *workers,
				  pthread_t *threads)
{
	unsigned int i;

	for (i = 0; i < save->threads; i++) {
		workers[i].save = save;
		if (pthread_create(&threads[i], NULL, worker_main, &workers[i]))
			break;
	}
	return i;
}

static void write_all(struct save *save, struct worker *workers,
		      pthread_t *threads)
{
	unsigned int started, i;

	started = start_threads(save, workers, threads);
	if (!started)
		fail_all(save, "starting a thread", EAGAIN);
	progress_follow(save, started);
	for (i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

/* Everything was given to the targets that are alive. */
static bool is_complete(const struct save *save)
{
	return !atomic_load(&save->stop) &&
	       !atomic_load(&save->counts.unreadable) &&
	       atomic_load(&save->counts.bytes) == save->kept;
}

static int run_threads(struct save *save, struct fault *fault)
{
	struct worker *workers = calloc(save->threads, sizeof(*workers));
	pthread_t *threads = calloc(save->threads, sizeof(*threads));
	struct walk walk;

	if (workers && threads) {
		save->format->walk(&walk, &save->dump);
		plan_init(&save->plan, &walk, choose_span(save));
		write_all(save, workers, threads);
	} else {
		fault_set(fault, "no memory for threads");
	}
	free(threads);
	free(workers);
	return workers && threads ? 0 : -1;
}

/**
 * save_run - write the dump to all targets, which are open
 * @save: the run, counted
 * @complete: set to whether all of it was written
 * @fault: says why it was not begun
 *
 * Return: 0, or -1. What became of a target is in the target.
 */
int save_run(struct save *save, bool *complete, struct fault *fault)
{
	int error;

	*complete = false;
	error = save->format->start(save, fault);
	if (!error && targets_alive(&save->targets))
		error = run_threads(save, fault);
	targets_flush(&save->targets);
	*complete = !error && is_complete(save);
	if (*complete) {
		save->format->finish(save);
		targets_flush(&save->targets);
	}
	targets_close(&save->targets, *complete);
	return error;
}
