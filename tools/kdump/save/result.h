/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of a run, for people, for programs, and as the exit status.
 */
#ifndef KDUMP_SAVE_RESULT_H
#define KDUMP_SAVE_RESULT_H

#include "save.h"

enum result {
	RESULT_SAVED,
	RESULT_FAILED,
	RESULT_USAGE,
	RESULT_INCOMPLETE,
	RESULT_PARTLY,
};

enum result result_of(const struct save *save, bool complete);
void result_say(const struct save *save, bool complete);
bool result_write(const struct save *save, bool complete, const char *path);

#endif
