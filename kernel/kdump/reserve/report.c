// SPDX-License-Identifier: GPL-2.0-only
/*
 * One sentence about what became of crashkernel=. Pure.
 *
 * It is read in the log of a machine that did not dump, so it says all of it
 * in one place: what was asked for, what was got and where, and for each
 * attempt that failed what was in the way.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/sizes.h>

#include "reserve/report.h"

/* A parameter is quoted up to here; the rest of it is on the command line. */
#define QUOTED_MAX 100

/**
 * struct sentence - text being written
 * @buffer: where to, always NUL-terminated
 * @size: bytes of @buffer
 * @used: characters written; what does not fit is left out
 */
struct sentence {
	char *buffer;
	size_t size;
	size_t used;
};

static __printf(2, 3) void say(struct sentence *out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	out->used += vscnprintf(out->buffer + out->used, out->size - out->used,
				format, arguments);
	va_end(arguments);
}

/* In the largest unit that divides it: people wrote it like that. */
static void say_size(struct sentence *out, u64 bytes)
{
	if (bytes && !(bytes % SZ_1M))
		say(out, "%llu MiB", bytes / SZ_1M);
	else
		say(out, "%llu KiB", bytes / SZ_1K);
}

static void say_range(struct sentence *out, const struct kdump_range *range)
{
	say(out, "0x%llx-0x%llx", range->start, range->end - 1);
}

/* A line break or an escape sequence of the user's must not act in our log. */
static void say_text(struct sentence *out, const char *text,
		     unsigned int length)
{
	unsigned int i;

	for (i = 0; i < length; i++)
		say(out, "%c", iscntrl(text[i]) ? '?' : text[i]);
}

static void say_parameter(struct sentence *out,
			  const struct kdump_parameter *parameter)
{
	bool whole = parameter->length <= QUOTED_MAX;

	say_text(out, parameter->text, whole ? parameter->length : QUOTED_MAX);
	say(out, "%s: ", whole ? "" : "...");
}

static const char *place_name(enum kdump_place place)
{
	switch (place) {
	case KDUMP_PLACE_FIXED:
		return "at the offset";
	case KDUMP_PLACE_LOW:
		return "below 4 GiB";
	case KDUMP_PLACE_HIGH:
		return "above 4 GiB";
	}
	return "nowhere";
}

/* Rounded down to what people write, and may ask for. */
static void say_hole(struct sentence *out, const struct kdump_range *hole)
{
	u64 size = kdump_range_size(hole);

	if (kdump_range_empty(hole)) {
		say(out, "there is no hole");
		return;
	}
	say(out, "the largest hole is ");
	say_size(out, size < SZ_1M ? size : round_down(size, SZ_1M));
	say(out, " at 0x%llx", hole->start);
}

static void say_blockers(struct sentence *out,
			 const struct kdump_obstacle *obstacle)
{
	unsigned int i;

	for (i = 0; i < obstacle->blockers; i++) {
		say(out, "%s", i ? ", " : "");
		say_range(out, &obstacle->blocker[i]);
	}
	say(out, " is in use or no RAM");
}

static void say_obstacle(struct sentence *out,
			 const struct kdump_attempt *attempt,
			 const struct kdump_obstacle *obstacle)
{
	if (obstacle->kind == KDUMP_OBSTACLE_COMPANION) {
		say(out, "the ");
		say_size(out, attempt->low_size);
		say(out, " of low memory do not fit: below 4 GiB ");
		say_hole(out, &obstacle->hole);
		return;
	}
	say(out, "%s ", place_name(attempt->place));
	if (attempt->place == KDUMP_PLACE_FIXED)
		say_blockers(out, obstacle);
	else
		say_hole(out, &obstacle->hole);
}

static void say_obstacles(struct sentence *out,
			  const struct kdump_outcome *outcome)
{
	unsigned int i;

	for (i = 0; i < outcome->failed; i++) {
		say(out, "; ");
		say_obstacle(out, &outcome->plan->attempt[i],
			     &outcome->obstacle[i]);
	}
}

static void say_offset(struct sentence *out, const struct kdump_plan *plan)
{
	if (plan->beyond)
		say(out, "; the offset is beyond where a capture kernel can run");
	else if (plan->moved)
		say(out, "; the offset was rounded up to 0x%llx",
		    plan->attempt[0].window.start);
}

static void say_companion(struct sentence *out, const struct kdump_range *low)
{
	if (kdump_range_empty(low))
		return;
	say(out, ", and ");
	say_size(out, kdump_range_size(low));
	say(out, " of low memory: ");
	say_range(out, low);
}

static void say_reserved(struct sentence *out,
			 const struct kdump_outcome *outcome)
{
	const struct kdump_attempt *attempt =
		&outcome->plan->attempt[outcome->failed];

	say(out, "reserved ");
	say_size(out, attempt->size);
	say(out, " %s: ", place_name(attempt->place));
	say_range(out, &outcome->main);
	say_companion(out, &outcome->low);
}

static const char *advice(const struct kdump_outcome *outcome)
{
	if (outcome->asked->strict)
		return "; choose another offset or leave out ',strict'";
	return "; ask for less";
}

/**
 * kdump_explain_outcome - say what was reserved, or why nothing was
 * @outcome: what became of the request
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_explain_outcome(const struct kdump_outcome *outcome, char *buffer,
			   size_t size)
{
	struct sentence out = { buffer, size };
	bool reserved = !kdump_range_empty(&outcome->main);

	say_parameter(&out, &outcome->asked->parameter);
	if (reserved)
		say_reserved(&out, outcome);
	else
		say(&out, "nothing reserved");
	say_offset(&out, outcome->plan);
	say_obstacles(&out, outcome);
	if (!reserved)
		say(&out, "%s", advice(outcome));
}

/**
 * kdump_explain_shrunk - say what is left after memory was given back
 * @main: the region; empty if all of it was given back
 * @low: the low memory that accompanies it; empty if none does
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_explain_shrunk(const struct kdump_range *main,
			  const struct kdump_range *low, char *buffer,
			  size_t size)
{
	struct sentence out = { buffer, size };

	if (kdump_range_empty(main)) {
		say(&out, "nothing reserved: all of it was given back");
		return;
	}
	say(&out, "shrunk to ");
	say_size(&out, kdump_range_size(main));
	say(&out, ": ");
	say_range(&out, main);
	say_companion(&out, low);
}

/**
 * kdump_explain_error - say why a parameter is ignored
 * @parameter: the parameter
 * @error: what is wrong with it
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_explain_error(const struct kdump_parameter *parameter,
			 const struct kdump_syntax_error *error, char *buffer,
			 size_t size)
{
	struct sentence out = { buffer, size };

	say_parameter(&out, parameter);
	say(&out, "ignored: column %u: expected %s", error->column,
	    error->expected);
}
