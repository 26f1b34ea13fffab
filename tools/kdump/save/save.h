/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One run of kdump_save: a dump that is written to targets.
 */
#ifndef KDUMP_SAVE_SAVE_H
#define KDUMP_SAVE_SAVE_H

#include <stdatomic.h>

#include "compress.h"
#include "dump.h"
#include "target.h"
#include "view.h"
#include "walk.h"

struct save;

/**
 * struct worker - a thread, and what it alone uses
 * @save: the run
 * @view: what it sees of the source
 * @compressor: state of the library
 * @stretch: what it works on
 * @private: of the format
 */
struct worker {
	struct save *save;
	struct view view;
	struct compressor compressor;
	struct stretch stretch;
	void *private;
};

/**
 * struct format - how a dump looks
 * @name: for people
 * @start: writes what comes first, marked as incomplete; 0, or -1
 * @worker_start: makes @private of a worker; false if memory is missing
 * @put: writes the stretch of a worker; false if there is no use in going on
 * @finish: takes the mark away
 * @walk: what there is to write
 */
struct format {
	const char *name;
	int (*start)(struct save *save, struct fault *fault);
	bool (*worker_start)(struct worker *worker);
	bool (*put)(struct worker *worker);
	void (*finish)(struct save *save);
	void (*walk)(struct walk *walk, const struct dump *dump);
};

extern const struct format elf_format;
extern const struct format kdump_format;

/**
 * struct counts - what was done so far
 * @bytes: of the source that were looked at
 * @zero: of them in pages of zeros that were left out
 * @unreadable: of them in pages that could not be read
 */
struct counts {
	atomic_ullong bytes;
	atomic_ullong zero;
	atomic_ullong unreadable;
};

/**
 * struct save - the run
 * @dump: what is saved
 * @format: how
 * @compression: of pages, where the format has it
 * @level: makedumpfile's, what is left out
 * @threads: how many
 * @targets: where it is written to
 * @plan: gives out what is kept
 * @kept: bytes that the filter keeps
 * @counts: progress
 * @stop: a signal wants it to end
 * @header: of the compressed format, see kdump_format.c
 */
struct save {
	struct dump dump;
	const struct format *format;
	enum compression compression;
	unsigned int level;
	unsigned int threads;
	struct targets targets;
	struct plan plan;
	uint64_t kept;
	struct counts counts;
	atomic_bool stop;
	struct kdump_file *header;
};

bool is_zero(const void *bytes, size_t size);
void save_unreadable(struct save *save, uint64_t offset, size_t size,
		     int error);
int save_count(struct save *save, struct fault *fault);
int save_run(struct save *save, bool *complete, struct fault *fault);

#endif
