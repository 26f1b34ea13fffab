/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders of dumps, each dump in a folder that is called after its date.
 */
#ifndef KDUMP_SAVE_FOLDER_H
#define KDUMP_SAVE_FOLDER_H

#include <time.h>

#include "common.h"

bool folder_is_one(const char *name);
char *folder_make(const char *name, time_t time);
void folder_prune(const char *name, const char *made, unsigned int keep);

#endif
