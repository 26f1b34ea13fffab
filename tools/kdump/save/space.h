/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether the dump will fit.
 */
#ifndef KDUMP_SAVE_SPACE_H
#define KDUMP_SAVE_SPACE_H

#include "save.h"

int space_estimate(struct save *save, uint64_t *ret, struct fault *fault);
void space_check(struct targets *targets, uint64_t size, uint64_t reserve);

#endif
