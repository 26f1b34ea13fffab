/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Follows the threads, and tells how far they are.
 */
#ifndef KDUMP_SAVE_PROGRESS_H
#define KDUMP_SAVE_PROGRESS_H

#include "save.h"

void progress_show(void);
void progress_follow(struct save *save, unsigned int threads);
void progress_ended(void);
double progress_seconds(void);

#endif
