/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One sentence about what became of crashkernel=. Pure.
 */
#ifndef _KDUMP_REPORT_H
#define _KDUMP_REPORT_H

#include <linux/types.h>

#include "reserve/cmdline.h"

/* No sentence is longer, whatever is asked for; its NUL counts. */
#define KDUMP_SENTENCE_MAX 768

/* What the sentence names at most of what is in the way. */
#define KDUMP_BLOCKERS_MAX 2

/**
 * enum kdump_obstacle_kind - why an attempt failed
 * @KDUMP_OBSTACLE_FULL: no hole of the size, or the fixed place is taken
 * @KDUMP_OBSTACLE_LOW: the low memory that must accompany it did not fit
 */
enum kdump_obstacle_kind {
	KDUMP_OBSTACLE_FULL,
	KDUMP_OBSTACLE_LOW,
};

/**
 * struct kdump_obstacle - why an attempt failed, with what was found
 * @kind: what did not fit
 * @hole: the largest hole that was there instead, its start aligned; empty if
 *	there was none at all
 * @blocker: for a fixed place: parts of it that are in use or no RAM
 * @blockers: entries of @blocker
 */
struct kdump_obstacle {
	enum kdump_obstacle_kind kind;
	struct kdump_range hole;
	struct kdump_range blocker[KDUMP_BLOCKERS_MAX];
	unsigned int blockers;
};

/**
 * struct kdump_outcome - what became of a request
 * @asked: the parameter that counts; NULL if none does
 * @plan: the attempts
 * @failed: how many of them failed, from the first on
 * @obstacle: why each of these failed
 * @main: what was reserved; empty if all failed
 * @low: the low memory that accompanies it; empty if none does
 * @lent_asked: the parameter that says how much to lend; NULL if none does
 * @lent: what is lent; not looked at without @lent_asked
 */
struct kdump_outcome {
	const struct kdump_crashkernel *asked;
	const struct kdump_plan *plan;
	unsigned int failed;
	struct kdump_obstacle obstacle[KDUMP_ATTEMPTS_MAX];
	struct kdump_range main;
	struct kdump_range low;
	const struct kdump_crashkernel *lent_asked;
	const struct kdump_lent *lent;
};

void kdump_report_none(char *buffer, size_t size);
void kdump_report_zero(const struct kdump_crashkernel *asked, char *buffer,
		       size_t size);
void kdump_report_low_alone(char *buffer, size_t size);
void kdump_report_lent_alone(const struct kdump_crashkernel *asked,
			     char *buffer, size_t size);
void kdump_report_no_cma(const struct kdump_parameter *parameter, char *buffer,
			 size_t size);
void kdump_report_unsupported(char *buffer, size_t size);
void kdump_report_outcome(const struct kdump_outcome *outcome, char *buffer,
			  size_t size);
void kdump_report_shrunk(const struct kdump_range *main,
			 const struct kdump_range *low,
			 const struct kdump_lent *lent, char *buffer,
			 size_t size);
void kdump_report_error(const struct kdump_parameter *parameter,
			const struct kdump_diag *diag, char *buffer,
			size_t size);

#endif /* _KDUMP_REPORT_H */
