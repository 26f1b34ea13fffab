// SPDX-License-Identifier: GPL-2.0-only
/*
 * Says what became of a run.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "progress.h"
#include "result.h"

static bool is_saved(const struct target *target, bool complete)
{
	return complete && !atomic_load(&target->dead);
}

/**
 * result_of - the exit status
 * @save: the run
 * @complete: all of the dump was written
 *
 * Return: it.
 */
enum result result_of(const struct save *save, bool complete)
{
	unsigned int saved = 0, begun = 0, i;

	for (i = 0; i < save->targets.count; i++) {
		saved += is_saved(&save->targets.list[i], complete);
		begun += !!atomic_load(&save->targets.list[i].written);
	}
	if (saved == save->targets.count)
		return RESULT_SAVED;
	if (saved)
		return RESULT_PARTLY;
	return begun ? RESULT_INCOMPLETE : RESULT_FAILED;
}

static const char *target_state(const struct target *target, bool complete)
{
	if (is_saved(target, complete))
		return "complete";
	return atomic_load(&target->written) ? "incomplete" : "failed";
}

static const char *target_path(const struct target *target, bool complete)
{
	if (target->path)
		return is_saved(target, complete) ? target->final :
		       target->path;
	return target->name;
}

/* KiB of the kernel that this runs in, if it is a capture kernel of ours. */
struct kernel_memory {
	unsigned long total;
	unsigned long least;
};

static struct kernel_memory kernel_memory(void)
{
	FILE *from = fopen("/sys/kernel/kdump/record", "re");
	struct kernel_memory found = { 0 };
	char line[256];

	while (from && fgets(line, sizeof(line), from))
		if (sscanf(line, "memory %lu", &found.total) != 1 &&
		    sscanf(line, "memory-least %lu", &found.least) == 1)
			break;
	if (from)
		fclose(from);
	return found;
}

/* What the next crashkernel= can be chosen by. */
static void say_memory(void)
{
	struct kernel_memory memory = kernel_memory();

	if (memory.total)
		say("of the %lu KiB that this kernel has %lu or more were always to spare",
		    memory.total, memory.least);
}

/* A line for each target, and one of memory. */
void result_say(const struct save *save, bool complete)
{
	const struct target *target = save->targets.list;
	double seconds = progress_seconds();
	unsigned int i;

	for (i = 0; i < save->targets.count; i++, target++)
		say("%s is %s: %" PRIu64 " MiB kept, %" PRIu64 " MiB of them zeros; %"
		    PRIu64 " MiB written, %.1f s", target_path(target, complete),
		    target_state(target, complete), save->kept / MIB,
		    (uint64_t)atomic_load(&save->counts.zero) / MIB,
		    (uint64_t)atomic_load(&target->written) / MIB, seconds);
	say_memory();
}

/* A path may be of any bytes, but JSON is not. */
static void write_string(const char *text, FILE *to)
{
	fputc('"', to);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fprintf(to, "\\%c", *text);
		else if ((unsigned char)*text < ' ' ||
			 (unsigned char)*text >= 127)
			fprintf(to, "\\u%04x", (unsigned char)*text);
		else
			fputc(*text, to);
	}
	fputc('"', to);
}

/* The most memory that this program ever had, in KiB; 0 if it is not known. */
static unsigned long peak_memory(void)
{
	FILE *from = fopen("/proc/self/status", "re");
	unsigned long peak = 0;
	char line[128];

	while (from && fgets(line, sizeof(line), from))
		if (sscanf(line, "VmHWM: %lu kB", &peak) == 1)
			break;
	if (from)
		fclose(from);
	return peak;
}

static void write_target(const struct target *target, bool complete, FILE *to)
{
	fputs("    { \"target\": ", to);
	write_string(target->name, to);
	fputs(", \"path\": ", to);
	write_string(target_path(target, complete), to);
	fprintf(to, ", \"state\": \"%s\", \"written\": %" PRIu64,
		target_state(target, complete),
		(uint64_t)atomic_load(&target->written));
	if (atomic_load(&target->dead)) {
		fputs(", \"error\": ", to);
		write_string(target->why.text, to);
	}
	fputs(" }", to);
}

static void write_all(const struct save *save, bool complete, FILE *to)
{
	struct kernel_memory memory = kernel_memory();
	bool elf = save->format == &elf_format;
	unsigned int i;

	fputs("{\n  \"source\": ", to);
	write_string(save->dump.source->name, to);
	fprintf(to, ",\n  \"format\": \"%s\",\n  \"compression\": \"%s\",\n"
		"  \"level\": %u,\n  \"threads\": %u,\n"
		"  \"complete\": %s,\n  \"status\": %d,\n"
		"  \"source_bytes\": %" PRIu64 ",\n  \"kept_bytes\": %" PRIu64
		",\n  \"zero_bytes\": %" PRIu64
		",\n  \"unreadable_bytes\": %" PRIu64
		",\n  \"seconds\": %.3f,\n  \"peak_kib\": %lu,\n"
		"  \"kernel_kib\": %lu,\n  \"kernel_least_kib\": %lu,\n"
		"  \"targets\": [\n",
		save->format->name,
		elf ? "none" : compression_name(save->compression),
		save->level, save->threads, complete ? "true" : "false",
		result_of(save, complete), save->dump.source->size, save->kept,
		(uint64_t)atomic_load(&save->counts.zero),
		(uint64_t)atomic_load(&save->counts.unreadable),
		progress_seconds(), peak_memory(), memory.total, memory.least);
	for (i = 0; i < save->targets.count; i++) {
		write_target(&save->targets.list[i], complete, to);
		fputs(i + 1 < save->targets.count ? ",\n" : "\n", to);
	}
	fputs("  ]\n}\n", to);
}

/**
 * result_write - say it to a program
 * @save: the run
 * @complete: all of the dump was written
 * @path: of a file for one JSON object
 *
 * Return: false, with words, if the file cannot be written.
 */
bool result_write(const struct save *save, bool complete, const char *path)
{
	FILE *to = fopen(path, "we");
	bool good;

	if (to)
		write_all(save, complete, to);
	good = to && !ferror(to);
	if (to && fclose(to))
		good = false;
	if (!good)
		say("%s: %s", path, strerror(errno));
	return good;
}
