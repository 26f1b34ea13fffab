// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is wrong with foreign bytes, in words. Pure.
 */
#include "lib/diag.h"
#include "lib/text.h"

static void append_field(struct seq_buf *out, const struct kdump_diag *diag)
{
	/* Of the functions that write, this is the one that modules may call. */
	seq_buf_printf(out, "%s", diag->field);
	if (diag->part && diag->entry != KDUMP_NO_ENTRY)
		seq_buf_printf(out, " of %s %d", diag->part, diag->entry);
	seq_buf_printf(out, " is 0x%llx, ", diag->value);
}

static void append_bound(struct seq_buf *out, const struct kdump_diag *diag)
{
	static const char *const relation[] = {
		[KDUMP_MUST_BE] = "",
		[KDUMP_AT_LEAST] = "at least ",
		[KDUMP_AT_MOST] = "at most ",
	};

	append_field(out, diag);
	seq_buf_printf(out, "must be %s0x%llx", relation[diag->rule],
		       diag->bound);
	if (diag->remark)
		seq_buf_printf(out, ": %s", diag->remark);
}

/**
 * kdump_diag_text - append what is wrong
 * @out: where it goes, from kdump_text_begin()
 * @diag: what is wrong
 *
 * The one place where the messages of all parsers are made: the field, what it
 * says, and what it had to say.
 */
void kdump_diag_text(struct seq_buf *out, const struct kdump_diag *diag)
{
	switch (diag->rule) {
	case KDUMP_MUST_BE:
	case KDUMP_AT_LEAST:
	case KDUMP_AT_MOST:
		append_bound(out, diag);
		break;
	case KDUMP_EXPECTED:
		append_field(out, diag);
		seq_buf_printf(out, "expected %s", diag->expected);
		break;
	case KDUMP_AT_COLUMN:
		seq_buf_printf(out, "column %llu: expected %s", diag->value,
			       diag->expected);
		break;
	case KDUMP_ENDS_EARLY:
		seq_buf_printf(out,
			       "truncated: %llu of %llu bytes, the file ends in the %s",
			       diag->value, diag->bound, diag->field);
		break;
	case KDUMP_REFUSED:
		seq_buf_printf(out, "%s %d (0x%llx-0x%llx) %s", diag->field,
			       diag->entry, diag->value, diag->bound,
			       diag->remark);
		break;
	}
}

/**
 * kdump_diag_string - the same, as a string
 * @diag: what is wrong
 * @buffer: where it goes
 * @size: bytes of @buffer, %KDUMP_DIAG_SIZE for all of it
 */
void kdump_diag_string(const struct kdump_diag *diag, char *buffer,
		       size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, buffer, size);
	kdump_diag_text(&out, diag);
	kdump_text_end(&out);
}
