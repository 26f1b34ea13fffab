// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why the machine crashed, in the words of its log. Pure.
 *
 * Crash path: works on what it is given, without locks and without waiting.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "record/panic_reason.h"

/* Keeps the line from @from on, without what ends it. */
static void reason_keep(struct kdump_reason *reason, const char *from)
{
	strscpy(reason->text, from, sizeof(reason->text));
	reason->text[strcspn(reason->text, "\n")] = '\0';
}

static void feed_panic(struct kdump_reason *reason, const char *line)
{
	static const char words[] = "Kernel panic - not syncing: ";
	const char *found = strstr(line, words);

	if (found)
		reason_keep(reason, found + strlen(words));
}

/* Where an oops begins to tell about itself, NULL in any other line. */
static const char *oops_start(const char *line)
{
	const char *bug = strstr(line, "kernel BUG at ");

	return bug ?: strstr(line, "BUG: ");
}

/* The line of each oops that ends in its number: "...: 0002 [#1] SMP". */
static const char *oops_number(const char *line)
{
	const char *oops = strstr(line, "Oops: ");

	if (oops)
		return oops;
	if (!strstr(line, " [#"))
		return NULL;
	/* After the time and the caller, which stand in brackets. */
	oops = *line == '[' ? strstr(line, "] ") : NULL;
	return oops ? oops + 2 : line;
}

/*
 * "BUG: ..." says more than the numbered line that follows it; an oops without
 * one has the numbered line alone.
 */
static void feed_oops(struct kdump_reason *reason, const char *line)
{
	const char *found = oops_start(line);

	if (found) {
		reason_keep(reason, found);
		reason->open = true;
		return;
	}
	found = oops_number(line);
	if (!found)
		return;
	if (!reason->open)
		reason_keep(reason, found);
	reason->open = false;
}

/**
 * kdump_reason_feed - look at one more line of the log
 * @reason: zeroed before the first line
 * @line: the line, oldest first
 * @panic: the crash came through panic(), else through an oops
 */
void kdump_reason_feed(struct kdump_reason *reason, const char *line,
		       bool panic)
{
	if (panic)
		feed_panic(reason, line);
	else
		feed_oops(reason, line);
}
