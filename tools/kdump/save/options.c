// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line.
 */
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

#define THREADS_MAX 256u

static const char usage[] =
"usage: kdump_save [-d LEVEL] [-z|-l|-c|-E] [-F] [-j N] [-o TARGET]...\n"
"                  [--dmesg FILE] [--keep N] [--free SIZE] [--partial]\n"
"                  [--progress] [--json FILE] [SOURCE [TARGET]]\n"
"\n"
"Saves the memory of a crashed kernel. SOURCE is /proc/vmcore, or any ELF dump.\n"
"\n"
"  -d LEVEL      leave out: 1 zero pages (the default), 2 page cache, 4 page\n"
"                cache with private data, 8 user memory, 16 free pages, 32 page\n"
"                structs of what is left out; the sum of them. All but 1 need\n"
"                the filter of the capture kernel\n"
"  -z, -l, -c    kdump-compressed, by zstd (the default), lzo or zlib\n"
"  -E            ELF, with holes\n"
"  -F            flattened, for a pipe: makedumpfile -R puts it in order. If no\n"
"                target is named, it is the standard output\n"
"  -j N          threads; one for each CPU if not given\n"
"  -o TARGET     a file, a folder for folders by date, a device, or - for the\n"
"                standard output, which is flattened. May be given again: each\n"
"                gets the whole dump\n"
"  --dmesg FILE  save the kernel log as text, before all else\n"
"  --keep N      of the dumps in a folder, remove the oldest ones\n"
"  --free SIZE   leave SIZE free: 500M, 2G\n"
"  --partial     write what fits, if not all of it does\n"
"  --progress    tell how far it is\n"
"  --json FILE   say in FILE what was done\n"
"\n"
"Exit status: 0 saved, 1 nothing was saved, 2 wrong usage, 3 the dump is not\n"
"complete and says so, 4 one target is complete and another is not.\n";

enum {
	OPTION_DMESG = 256,
	OPTION_KEEP,
	OPTION_FREE,
	OPTION_PARTIAL,
	OPTION_PROGRESS,
	OPTION_JSON,
};

static const struct option long_options[] = {
	{ "dmesg", required_argument, NULL, OPTION_DMESG },
	{ "keep", required_argument, NULL, OPTION_KEEP },
	{ "free", required_argument, NULL, OPTION_FREE },
	{ "partial", no_argument, NULL, OPTION_PARTIAL },
	{ "progress", no_argument, NULL, OPTION_PROGRESS },
	{ "json", required_argument, NULL, OPTION_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* What this process may run on. */
static unsigned int count_cpus(void)
{
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus))
		return 1;
	return MIN((unsigned int)CPU_COUNT(&cpus), THREADS_MAX);
}

static bool parse_number(const char *name, const char *text, unsigned int low,
			 unsigned int high, unsigned int *ret)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || value < low ||
	    value > high) {
		say("%s %s: must be a number from %u to %u", name, text, low,
		    high);
		return false;
	}
	*ret = (unsigned int)value;
	return true;
}

/* Shifts of K, M, G and T. */
static bool parse_suffix(const char *text, unsigned int *ret)
{
	static const char suffixes[] = "KMGT";
	const char *found;

	*ret = 0;
	if (!*text)
		return true;
	found = strchr(suffixes, *text);
	if (!found || text[1])
		return false;
	*ret = 10 * (unsigned int)(found - suffixes + 1);
	return true;
}

static bool parse_size(const char *text, uint64_t *ret)
{
	unsigned long long value;
	unsigned int shift;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || end == text || *text == '-' || !parse_suffix(end, &shift) ||
	    value > UINT64_MAX >> shift) {
		say("--free %s: must be a size, as in 500M or 2G", text);
		return false;
	}
	*ret = (uint64_t)value << shift;
	return true;
}

static bool add_target(struct options *options, const char *name)
{
	if (options->target_count == TARGETS_MAX) {
		say("-o %s: at most %d targets", name, TARGETS_MAX);
		return false;
	}
	options->targets[options->target_count++] = name;
	return true;
}

static void choose(struct options *options, const struct format *format,
		   enum compression compression)
{
	options->format = format;
	options->compression = compression;
}

static bool take_short(struct options *options, int option)
{
	switch (option) {
	case 'd':
		return parse_number("-d", optarg, 0, LEVEL_MAX,
				    &options->level);
	case 'j':
		return parse_number("-j", optarg, 1, THREADS_MAX,
				    &options->threads);
	case 'o':
		return add_target(options, optarg);
	case 'z':
		choose(options, &kdump_format, COMPRESS_ZSTD);
		return true;
	case 'l':
		choose(options, &kdump_format, COMPRESS_LZO);
		return true;
	case 'c':
		choose(options, &kdump_format, COMPRESS_ZLIB);
		return true;
	case 'E':
		choose(options, &elf_format, COMPRESS_ZSTD);
		return true;
	case 'F':
		options->flattened = true;
		return true;
	}
	return false;
}

static bool take(struct options *options, int option)
{
	switch (option) {
	case OPTION_DMESG:
		options->dmesg = optarg;
		return true;
	case OPTION_KEEP:
		return parse_number("--keep", optarg, 1, UINT16_MAX,
				    &options->keep);
	case OPTION_FREE:
		return parse_size(optarg, &options->free);
	case OPTION_PARTIAL:
		options->partial = true;
		return true;
	case OPTION_PROGRESS:
		options->progress = true;
		return true;
	case OPTION_JSON:
		options->json = optarg;
		return true;
	}
	return take_short(options, option);
}

/* SOURCE and TARGET may stand at the end, as with makedumpfile. */
static bool take_rest(struct options *options, int count, char **words)
{
	if (count > 2) {
		say("%s: more than SOURCE and TARGET", words[2]);
		return false;
	}
	if (count > 0)
		options->source = words[0];
	if (count > 1 && !add_target(options, words[1]))
		return false;
	if (options->flattened && !options->target_count)
		return add_target(options, "-");
	return true;
}

static enum options_result check(const struct options *options)
{
	if (!options->target_count && !options->dmesg) {
		say("where to? Say for example: -o /var/crash/");
		return OPTIONS_BAD;
	}
	return OPTIONS_GOOD;
}

/**
 * options_parse - understand the command line
 * @options: set
 * @argc: of main()
 * @argv: of main(); what is pointed to has to stay
 *
 * Return: what it was; words were printed but for %OPTIONS_GOOD.
 */
enum options_result options_parse(struct options *options, int argc,
				  char **argv)
{
	int option;

	*options = (struct options) {
		.source = "/proc/vmcore", .level = LEVEL_ZERO,
		.format = &kdump_format, .threads = count_cpus() };
	while ((option = getopt_long(argc, argv, "d:zlcEFj:o:h", long_options,
				     NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			return OPTIONS_HELP;
		}
		if (!take(options, option)) {
			fputs("Try: kdump_save --help\n", stderr);
			return OPTIONS_BAD;
		}
	}
	if (!take_rest(options, argc - optind, argv + optind))
		return OPTIONS_BAD;
	return check(options);
}
