/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crashkernel= from text to a request (cmdline.c) and from the request to
 * ordered attempts (plan.c, lend.c). Pure: the caller owns the memory; no
 * context is excluded. All sizes and addresses are bytes.
 */
#ifndef _KDUMP_CMDLINE_H
#define _KDUMP_CMDLINE_H

#include <linux/types.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>

#include "lib/diag.h"

/**
 * struct kdump_parameter - a crashkernel= found on the command line, or a word
 *	that was meant to be one
 * @text: its first character, inside the command line
 * @length: characters of @text that belong to it, quotes around it left out
 */
struct kdump_parameter {
	const char *text;
	unsigned int length;
};

/**
 * enum kdump_form - the kinds of crashkernel= that can stand side by side
 * @KDUMP_FORM_PLAIN: size or ranges: low memory first
 * @KDUMP_FORM_HIGH: size,high: memory above low memory first
 * @KDUMP_FORM_LOW: size,low: how much low memory accompanies high memory
 * @KDUMP_FORM_CMA: size,cma: how much user space has until a crash, and the
 *	capture kernel from then on
 * @KDUMP_FORMS: number of forms
 */
enum kdump_form {
	KDUMP_FORM_PLAIN,
	KDUMP_FORM_HIGH,
	KDUMP_FORM_LOW,
	KDUMP_FORM_CMA,
	KDUMP_FORMS,
};

/**
 * struct kdump_crashkernel - what one parameter asks for
 * @form: its kind
 * @size: bytes to reserve, chosen for this machine's RAM if ranges were given;
 *	0 asks for nothing
 * @offset: physical address to reserve at; 0 leaves it to the kernel
 * @strict: reserve at @offset or not at all
 * @uncovered: ranges were given, all for machines with more or less RAM; @size
 *	is 0
 * @parameter: where the user says so
 */
struct kdump_crashkernel {
	enum kdump_form form;
	u64 size;
	u64 offset;
	bool strict;
	bool uncovered;
	struct kdump_parameter parameter;
};

/**
 * struct kdump_request - what all parameters together ask for
 * @asked: the last valid parameter of each form
 * @given: whether @asked of that form is there at all
 */
struct kdump_request {
	struct kdump_crashkernel asked[KDUMP_FORMS];
	bool given[KDUMP_FORMS];
};

/* cmdline.c */
bool kdump_cmdline_next(const char **cmdline, struct kdump_parameter *found);
int kdump_cmdline_parse(const struct kdump_parameter *parameter, u64 ram,
			struct kdump_diag *diag,
			struct kdump_crashkernel *ret);
void kdump_request_add(struct kdump_request *request,
		       const struct kdump_crashkernel *asked);
const struct kdump_crashkernel *
kdump_request_main(const struct kdump_request *request);
const struct kdump_crashkernel *
kdump_request_lent(const struct kdump_request *request);

/**
 * enum kdump_place - where an attempt looks, in words for the log
 * @KDUMP_PLACE_FIXED: exactly at the offset the user gave
 * @KDUMP_PLACE_LOW: anywhere in low memory
 * @KDUMP_PLACE_HIGH: anywhere above it
 */
enum kdump_place {
	KDUMP_PLACE_FIXED,
	KDUMP_PLACE_LOW,
	KDUMP_PLACE_HIGH,
};

/**
 * struct kdump_attempt - one thing to try
 * @place: where it looks
 * @window: the main reservation must lie inside
 * @size: bytes of the main reservation, a multiple of the page size
 * @low_size: bytes of low memory that must be had too; 0 for none
 * @low: that must lie inside
 * @align: both start at a multiple of this; a power of two
 */
struct kdump_attempt {
	enum kdump_place place;
	struct kdump_range window;
	u64 size;
	u64 low_size;
	struct kdump_range low;
	u64 align;
};

#define KDUMP_ATTEMPTS_MAX 3

/**
 * struct kdump_plan - the attempts in the order in which to try them
 * @attempt: the attempts
 * @count: how many there are; 0 if nothing was asked for, or only what is
 *	@beyond
 * @low_end: where low memory ends, for the log
 * @moved: the user's offset was rounded up to where one may start
 * @beyond: the user's offset was left out: what is asked for would not end
 *	where a capture kernel can run
 */
struct kdump_plan {
	struct kdump_attempt attempt[KDUMP_ATTEMPTS_MAX];
	unsigned int count;
	u64 low_end;
	bool moved;
	bool beyond;
};

/* plan.c */
void kdump_plan_make(const struct kdump_request *request,
		     const struct kdump_limits *limits,
		     struct kdump_plan *plan);

/* Ranges that are lent at most: one each is taken out of the dump. */
#define KDUMP_LENT_MAX 4

/**
 * struct kdump_lent - memory that user space has until a crash
 * @border: ranges start and end at multiples of this; a power of two
 * @missing: bytes that are wanted and not found yet
 * @piece: bytes to look for next; 0 when there is no more to do
 * @range: what was found
 * @count: entries of @range in use
 */
struct kdump_lent {
	u64 border;
	u64 missing;
	u64 piece;
	struct kdump_range range[KDUMP_LENT_MAX];
	unsigned int count;
};

/* lend.c */
void kdump_lent_begin(struct kdump_lent *lent, u64 size, u64 border);
void kdump_lent_found(struct kdump_lent *lent, u64 start);
void kdump_lent_not_found(struct kdump_lent *lent);
u64 kdump_lent_size(const struct kdump_lent *lent);

#endif /* _KDUMP_CMDLINE_H */
