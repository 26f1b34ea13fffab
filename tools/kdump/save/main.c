// SPDX-License-Identifier: GPL-2.0-only
/*
 * kdump_save - save the memory of a crashed kernel to where it is safe.
 *
 * What may help is saved first: the kernel log, then the rest. What fails is
 * said with words and with the exit status, and a dump that is not complete
 * says so, too.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "folder.h"
#include "kdump_format.h"
#include "options.h"
#include "printk_log.h"
#include "progress.h"
#include "result.h"
#include "space.h"

#define DUMP_NAME "vmcore"
#define LOG_NAME "dmesg.txt"

/* The one run that there is, for the handler of signals. */
static struct save save;
static struct kdump_file header;

/* The second one of a kind ends the program at once. */
static void stop(int number)
{
	(void)number;
	atomic_store(&save.stop, true);
}

static void handle_signals(void)
{
	struct sigaction action = {
		.sa_handler = stop, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* When it crashed, or if that is not known, now. */
static time_t crash_time(const struct dump *dump)
{
	uint64_t seconds;

	if (vmcoreinfo_number(&dump->info, "CRASHTIME", &seconds))
		return (time_t)seconds;
	return time(NULL);
}

static bool write_log_to(FILE *to, struct fault *fault)
{
	bool good = !printk_log_write(&save.dump, to, fault);

	if (good && (fflush(to) || ferror(to) ||
		     (fsync(fileno(to)) && errno != EINVAL)))
		good = !fault_set(fault, "%s", strerror(errno));
	return good;
}

/* Failing to save the log does not keep the dump from being saved. */
static bool write_log(const char *path)
{
	FILE *to = strcmp(path, "-") ? fopen(path, "we") : stdout;
	struct fault fault;
	bool good;

	if (!to) {
		say("%s: %s", path, strerror(errno));
		return false;
	}
	good = write_log_to(to, &fault);
	if (to != stdout)
		fclose(to);
	if (!good) {
		say("the kernel log is not saved to %s: %s", path, fault.text);
		unlink(path);
	}
	return good;
}

static void write_log_in(const char *folder)
{
	char *path;

	if (asprintf(&path, "%s/" LOG_NAME, folder) < 0)
		return;
	write_log(path);
	free(path);
}

/* Returns the folder that was made for the dump, or NULL. */
static char *make_folder(struct target *target)
{
	char *folder = folder_make(target->name, crash_time(&save.dump));

	if (!folder) {
		target_fail(target, "making a folder in it", errno);
		return NULL;
	}
	if (asprintf(&target->final, "%s/" DUMP_NAME, folder) < 0) {
		target->final = NULL;
		target_fail(target, "naming its dump", ENOMEM);
	}
	write_log_in(folder);
	return folder;
}

static void name_targets(const struct options *options, char **folders)
{
	struct target *target = save.targets.list;
	unsigned int i;

	save.targets.count = options->target_count;
	for (i = 0; i < options->target_count; i++, target++) {
		target->name = options->targets[i];
		target->fd = -1;
		target->flattened = options->flattened ||
				    !strcmp(target->name, "-");
		if (folder_is_one(target->name))
			folders[i] = make_folder(target);
		else
			target->final = strdup(target->name);
	}
}

/* Old dumps go when the new one is safe. */
static void finish_folders(const struct options *options, bool complete,
			   char **folders)
{
	unsigned int i;

	for (i = 0; i < options->target_count; i++) {
		if (options->keep && folders[i] && complete &&
		    !atomic_load(&save.targets.list[i].dead))
			folder_prune(options->targets[i], folders[i],
				     options->keep);
		free(folders[i]);
	}
}

/* Sets complete; returns 0, or -1 with words if nothing could be begun. */
static int save_dump(const struct options *options, bool *complete,
		     struct fault *fault)
{
	uint64_t size = 0;

	*complete = false;
	if (save_count(&save, fault) ||
	    (!options->partial && space_estimate(&save, &size, fault)))
		return -1;
	if (!targets_open(&save.targets))
		return fault_set(fault, "no target can be written to");
	if (!options->partial)
		space_check(&save.targets, size, options->free);
	return save_run(&save, complete, fault);
}

static enum result save_and_tell(const struct options *options)
{
	char *folders[TARGETS_MAX] = { NULL };
	struct fault fault;
	enum result result;
	bool complete;

	name_targets(options, folders);
	if (save_dump(options, &complete, &fault))
		say("%s: %s", options->source, fault.text);
	finish_folders(options, complete, folders);
	result_say(&save, complete);
	result = result_of(&save, complete);
	if (options->json && !result_write(&save, complete, options->json) &&
	    result == RESULT_SAVED)
		result = RESULT_PARTLY;
	targets_free(&save.targets);
	return result;
}

static void set_up(const struct options *options)
{
	save.format = options->format;
	save.compression = options->compression;
	save.level = options->level;
	save.threads = options->threads;
	save.header = &header;
	if (options->progress)
		progress_show();
	handle_signals();
}

static enum result run(const struct options *options, struct source *source)
{
	bool logged = true;
	struct fault fault;

	if (dump_open(&save.dump, source, &fault)) {
		say("%s: %s", options->source, fault.text);
		return RESULT_FAILED;
	}
	if (options->dmesg)
		logged = write_log(options->dmesg);
	if (!options->target_count)
		return logged ? RESULT_SAVED : RESULT_FAILED;
	if (source_filter(source, options->level, &fault)) {
		say("%s", fault.text);
		return RESULT_FAILED;
	}
	return save_and_tell(options);
}

int main(int argc, char **argv)
{
	struct options options;
	struct source source;
	struct fault fault;
	enum result result;

	switch (options_parse(&options, argc, argv)) {
	case OPTIONS_HELP:
		return RESULT_SAVED;
	case OPTIONS_BAD:
		return RESULT_USAGE;
	case OPTIONS_GOOD:
		break;
	}
	set_up(&options);
	if (source_open(&source, options.source, &fault)) {
		say("%s", fault.text);
		return RESULT_FAILED;
	}
	result = run(&options, &source);
	dump_close(&save.dump);
	source_close(&source);
	return result;
}
