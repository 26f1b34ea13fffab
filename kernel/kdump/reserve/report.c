// SPDX-License-Identifier: GPL-2.0-only
/*
 * One sentence about what became of crashkernel=. Pure.
 *
 * It is read in the log of a machine that did not dump, so it says all of it
 * in one place: what was asked for, what was got and where, and for each
 * attempt that failed what was in the way.
 */
#include <linux/align.h>
#include <linux/math.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "lib/text.h"
#include "reserve/report.h"

/* A parameter is quoted up to here; the rest of it is on the command line. */
#define QUOTED_MAX 100

static void append_range(struct seq_buf *out, const struct kdump_range *range)
{
	seq_buf_printf(out, "0x%llx-0x%llx", range->start, range->end - 1);
}

static void append_parameter(struct seq_buf *out,
			     const struct kdump_parameter *parameter)
{
	bool whole = parameter->length <= QUOTED_MAX;

	kdump_text_foreign(out, parameter->text,
			   whole ? parameter->length : QUOTED_MAX);
	seq_buf_printf(out, "%s: ", whole ? "" : "...");
}

/* Where low memory ends; a whole number of GiB on most machines. */
static void append_border(struct seq_buf *out, u64 border)
{
	if (IS_ALIGNED(border, SZ_1G))
		seq_buf_printf(out, "%llu GiB", border >> 30);
	else
		kdump_text_size(out, border);
}

static void append_place(struct seq_buf *out, enum kdump_place place,
			 const struct kdump_plan *plan)
{
	if (place == KDUMP_PLACE_FIXED) {
		seq_buf_puts(out, "at the offset");
		return;
	}
	seq_buf_puts(out, place == KDUMP_PLACE_LOW ? "below " : "above ");
	append_border(out, plan->low_end);
}

/* Rounded down to what people write, and may ask for. */
static void append_hole(struct seq_buf *out, const struct kdump_range *hole)
{
	u64 size = kdump_range_size(hole);

	if (kdump_range_empty(hole)) {
		seq_buf_puts(out, "there is no hole");
		return;
	}
	seq_buf_puts(out, "the largest hole is ");
	kdump_text_size(out, size < SZ_1M ? size : round_down(size, SZ_1M));
	seq_buf_printf(out, " at 0x%llx", hole->start);
}

static void append_blockers(struct seq_buf *out,
			    const struct kdump_obstacle *obstacle)
{
	unsigned int i;

	for (i = 0; i < obstacle->blockers; i++) {
		seq_buf_printf(out, "%s", i ? ", " : "");
		append_range(out, &obstacle->blocker[i]);
	}
	seq_buf_puts(out, " is in use or no RAM");
}

static void append_obstacle(struct seq_buf *out, const struct kdump_plan *plan,
			    const struct kdump_attempt *attempt,
			 const struct kdump_obstacle *obstacle)
{
	if (obstacle->kind == KDUMP_OBSTACLE_LOW) {
		seq_buf_puts(out, "the ");
		kdump_text_size(out, attempt->low_size);
		seq_buf_puts(out, " of low memory do not fit: ");
		append_place(out, KDUMP_PLACE_LOW, plan);
		seq_buf_puts(out, " ");
		append_hole(out, &obstacle->hole);
		return;
	}
	append_place(out, attempt->place, plan);
	seq_buf_puts(out, " ");
	if (attempt->place == KDUMP_PLACE_FIXED)
		append_blockers(out, obstacle);
	else
		append_hole(out, &obstacle->hole);
}

static void append_obstacles(struct seq_buf *out,
			     const struct kdump_outcome *outcome)
{
	unsigned int i;

	for (i = 0; i < outcome->failed; i++) {
		seq_buf_puts(out, "; ");
		append_obstacle(out, outcome->plan, &outcome->plan->attempt[i],
				&outcome->obstacle[i]);
	}
}

static void append_offset(struct seq_buf *out, const struct kdump_plan *plan)
{
	if (plan->beyond)
		seq_buf_puts(out, "; the offset is beyond where a capture kernel can run");
	else if (plan->moved)
		seq_buf_printf(out, "; the offset was rounded up to 0x%llx",
			       plan->attempt[0].window.start);
}

static void append_low(struct seq_buf *out, const struct kdump_range *low)
{
	if (kdump_range_empty(low))
		return;
	seq_buf_puts(out, ", and ");
	kdump_text_size(out, kdump_range_size(low));
	seq_buf_puts(out, " of low memory: ");
	append_range(out, low);
}

static void append_reserved(struct seq_buf *out,
			    const struct kdump_outcome *outcome)
{
	const struct kdump_attempt *attempt =
		&outcome->plan->attempt[outcome->failed];

	seq_buf_puts(out, "reserved ");
	kdump_text_size(out, attempt->size);
	seq_buf_puts(out, " ");
	append_place(out, attempt->place, outcome->plan);
	seq_buf_puts(out, ": ");
	append_range(out, &outcome->main);
	append_low(out, &outcome->low);
}

/* "1024 MiB lent to user space: 0x100000000-0x13fffffff, ..." */
static void append_lent_ranges(struct seq_buf *out,
			       const struct kdump_lent *lent)
{
	unsigned int i;

	kdump_text_size(out, kdump_lent_size(lent));
	seq_buf_puts(out, " lent to user space: ");
	for (i = 0; i < lent->count; i++) {
		seq_buf_printf(out, "%s", i ? ", " : "");
		append_range(out, &lent->range[i]);
	}
}

static void append_lent(struct seq_buf *out,
			const struct kdump_crashkernel *asked,
			const struct kdump_lent *lent)
{
	if (!asked)
		return;
	seq_buf_puts(out, "; ");
	append_parameter(out, &asked->parameter);
	if (!lent->count) {
		seq_buf_puts(out, "nothing lent to user space: there is no place for it");
		return;
	}
	append_lent_ranges(out, lent);
	if (!lent->missing)
		return;
	seq_buf_puts(out, "; there is no place for the other ");
	kdump_text_size(out, lent->missing);
}

static const char *advice_text(const struct kdump_outcome *outcome)
{
	if (outcome->asked->strict)
		return "; choose another offset or leave out ',strict'";
	return "; ask for less";
}

/**
 * kdump_report_outcome - say what was reserved, or why nothing was
 * @outcome: what became of the request
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_outcome(const struct kdump_outcome *outcome, char *buffer,
			  size_t size)
{
	bool reserved = !kdump_range_empty(&outcome->main);
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	append_parameter(&out, &outcome->asked->parameter);
	if (reserved)
		append_reserved(&out, outcome);
	else
		seq_buf_puts(&out, "nothing reserved");
	append_offset(&out, outcome->plan);
	append_obstacles(&out, outcome);
	append_lent(&out, outcome->lent_asked, outcome->lent);
	if (!reserved)
		seq_buf_puts(&out, advice_text(outcome));
	kdump_text_end(&out);
}

/**
 * kdump_report_none - say that nothing was asked for
 * @buffer: where the sentence goes
 * @size: bytes of @buffer
 */
void kdump_report_none(char *buffer, size_t size)
{
	strscpy(buffer, "nothing reserved: no crashkernel= given", size);
}

/**
 * kdump_report_zero - say that what was asked for is nothing on this machine
 * @asked: the parameter that counts; its size is 0
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_zero(const struct kdump_crashkernel *asked, char *buffer,
		       size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	append_parameter(&out, &asked->parameter);
	seq_buf_puts(&out, asked->uncovered ?
		     "nothing reserved: none of its ranges covers this machine's RAM" :
		     "nothing reserved: its size for this machine is 0");
	kdump_text_end(&out);
}

/**
 * kdump_report_low_alone - say that only low memory was asked for
 * @buffer: where the sentence goes
 * @size: bytes of @buffer
 */
void kdump_report_low_alone(char *buffer, size_t size)
{
	strscpy(buffer,
		"crashkernel=size,low alone reserves nothing: add crashkernel=size,high",
		size);
}

/**
 * kdump_report_lent_alone - say that only memory to lend was asked for
 * @asked: the parameter that does
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_lent_alone(const struct kdump_crashkernel *asked,
			     char *buffer, size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	append_parameter(&out, &asked->parameter);
	seq_buf_puts(&out, "alone reserves nothing: add crashkernel=size");
	kdump_text_end(&out);
}

/**
 * kdump_report_no_cma - say that this kernel cannot lend memory
 * @parameter: as the user wrote it; quoted
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_no_cma(const struct kdump_parameter *parameter, char *buffer,
			 size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	append_parameter(&out, parameter);
	seq_buf_puts(&out, "ignored: this kernel is built without CONFIG_CMA: set it, or ask for crashkernel=size only");
	kdump_text_end(&out);
}

/**
 * kdump_report_unsupported - say that this platform will not reserve
 * @buffer: where the sentence goes
 * @size: bytes of @buffer
 */
void kdump_report_unsupported(char *buffer, size_t size)
{
	strscpy(buffer, "nothing reserved: this platform does not support it",
		size);
}

/**
 * kdump_report_shrunk - say what is left after memory was given back
 * @main: the region; empty if all of it was given back
 * @low: the low memory that accompanies it; empty if none does
 * @lent: what is lent to user space, which stays as it is
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_shrunk(const struct kdump_range *main,
			 const struct kdump_range *low,
			 const struct kdump_lent *lent, char *buffer,
			 size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	if (kdump_range_empty(main)) {
		seq_buf_puts(&out, "nothing reserved: all of it was given back");
	} else {
		seq_buf_puts(&out, "shrunk to ");
		kdump_text_size(&out, kdump_range_size(main));
		seq_buf_puts(&out, ": ");
		append_range(&out, main);
		append_low(&out, low);
	}
	if (lent->count) {
		seq_buf_puts(&out, "; ");
		append_lent_ranges(&out, lent);
	}
	kdump_text_end(&out);
}

/**
 * kdump_report_error - say why a parameter is ignored
 * @parameter: as the user wrote it; quoted
 * @diag: what is wrong with it
 * @buffer: where the sentence goes
 * @size: bytes of @buffer; a longer sentence is cut
 */
void kdump_report_error(const struct kdump_parameter *parameter,
			const struct kdump_diag *diag, char *buffer,
			size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	append_parameter(&out, parameter);
	seq_buf_puts(&out, "ignored: ");
	kdump_diag_text(&out, diag);
	kdump_text_end(&out);
}
