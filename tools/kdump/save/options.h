/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user wants.
 */
#ifndef KDUMP_SAVE_OPTIONS_H
#define KDUMP_SAVE_OPTIONS_H

#include "save.h"

/**
 * struct options - the command line
 * @source: the dump
 * @level: -d
 * @format: -E, or one that is compressed
 * @compression: -z, -l, -c
 * @flattened: -F
 * @threads: -j
 * @targets: -o, as they were said
 * @target_count: how many
 * @dmesg: --dmesg, or NULL
 * @keep: --keep, 0: all
 * @free: --free, bytes
 * @partial: --partial
 * @progress: --progress
 * @json: --json, or NULL
 */
struct options {
	const char *source;
	unsigned int level;
	const struct format *format;
	enum compression compression;
	bool flattened;
	unsigned int threads;
	const char *targets[TARGETS_MAX];
	unsigned int target_count;
	const char *dmesg;
	unsigned int keep;
	uint64_t free;
	bool partial;
	bool progress;
	const char *json;
};

enum options_result {
	OPTIONS_GOOD,
	OPTIONS_HELP,
	OPTIONS_BAD,
};

enum options_result options_parse(struct options *options, int argc,
				  char **argv);

#endif
