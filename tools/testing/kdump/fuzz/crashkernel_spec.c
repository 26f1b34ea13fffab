// SPDX-License-Identifier: GPL-2.0-only
/*
 * What crashkernel= means, said a second time.
 *
 * Written from the grammar in Documentation/kdump/usage.rst and in another
 * way than cmdline.c, which scans from left to right: here the text is cut at
 * its separators, from the outside to the inside, and the C library reads the
 * numbers. It knows no columns and no reasons; only yes or no, and what for.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/limits.h>

#include "crashkernel_spec.h"
#include "fuzz.h"

#define MEBI ((fuzz_wide)1 << 20)

struct piece {
	const char *start;
	const char *end;
};

static size_t length_of(struct piece piece)
{
	return piece.end - piece.start;
}

static bool cut_tail(struct piece *piece, const char *tail)
{
	size_t length = strlen(tail);

	if (length_of(*piece) < length ||
	    memcmp(piece->end - length, tail, length))
		return false;
	piece->end -= length;
	return true;
}

static bool cut_head(struct piece *piece, const char *head)
{
	size_t length = strlen(head);

	if (length_of(*piece) < length || memcmp(piece->start, head, length))
		return false;
	piece->start += length;
	return true;
}

/* The part in front of the first @separator; @piece keeps what is after. */
static bool cut_at(struct piece *piece, char separator, struct piece *front)
{
	const char *at = memchr(piece->start, separator, length_of(*piece));

	if (!at)
		return false;
	*front = (struct piece){ piece->start, at };
	piece->start = at + 1;
	return true;
}

/* A number as strtoull() reads it, which takes more before it, and a suffix. */
static bool read_size(struct piece number, fuzz_wide *ret)
{
	static const char suffixes[] = "KMGTPE";
	unsigned int shift = 0;
	const char *suffix;
	char *end;

	if (!length_of(number) || !isdigit((unsigned char)*number.start))
		return false;
	errno = 0;
	*ret = strtoull(number.start, &end, 0);
	if (errno)
		return false;
	if (end < number.end) {
		suffix = memchr(suffixes, toupper((unsigned char)*end),
				sizeof(suffixes) - 1);
		if (!suffix)
			return false;
		shift = 10 * (suffix - suffixes + 1);
		end++;
	}
	*ret <<= shift;
	return end == number.end && *ret <= U64_MAX;
}

/* "start-[end]:size"; takes its size if it is the first that fits. */
static bool read_range(struct piece range, fuzz_wide ram, bool *found,
		       fuzz_wide *size)
{
	struct piece limits, first;
	fuzz_wide start, end = (fuzz_wide)1 << 64, this_size;

	if (!cut_at(&range, ':', &limits) || !cut_at(&limits, '-', &first) ||
	    !read_size(first, &start) || !read_size(range, &this_size))
		return false;
	if (length_of(limits) && !read_size(limits, &end))
		return false;
	if (end <= start)
		return false;
	if (!*found && start <= ram && ram < end) {
		*found = true;
		*size = this_size;
	}
	return true;
}

/* @uncovered: none of them fits, which is nothing wrong. */
static bool read_ranges(struct piece list, fuzz_wide ram, fuzz_wide *size,
			bool *uncovered)
{
	fuzz_wide rounded = (ram + 128 * MEBI - 1) & ~(128 * MEBI - 1);
	struct piece range;
	bool found = false;

	while (cut_at(&list, ',', &range))
		if (!read_range(range, rounded, &found, size))
			return false;
	if (!read_range(list, rounded, &found, size))
		return false;
	*uncovered = !found;
	return true;
}

/* Cuts "[@offset][,strict]" off. */
static bool read_place(struct piece *value, struct kdump_crashkernel *asked)
{
	struct piece place = *value, front;
	fuzz_wide offset = 0;

	asked->strict = cut_tail(&place, ",strict");
	*value = place;
	if (cut_at(&place, '@', &front)) {
		if (!read_size(place, &offset))
			return false;
		*value = front;
	}
	asked->offset = offset;
	return offset || !asked->strict;
}

bool spec_parse(const struct kdump_parameter *parameter, u64 ram,
		struct kdump_crashkernel *asked)
{
	struct piece value = { parameter->text,
			       parameter->text + parameter->length };
	fuzz_wide size = 0;

	*asked = (struct kdump_crashkernel){ .parameter = *parameter };
	if (!cut_head(&value, "crashkernel="))
		return false;
	if (cut_tail(&value, ",high"))
		asked->form = KDUMP_FORM_HIGH;
	else if (cut_tail(&value, ",low"))
		asked->form = KDUMP_FORM_LOW;
	else if (cut_tail(&value, ",cma"))
		asked->form = KDUMP_FORM_CMA;
	else if (!read_place(&value, asked))
		return false;

	if (asked->form == KDUMP_FORM_PLAIN &&
	    memchr(value.start, '-', length_of(value))) {
		if (!read_ranges(value, ram, &size, &asked->uncovered))
			return false;
	} else if (!read_size(value, &size)) {
		return false;
	}
	asked->size = size;
	return !size || (size >= MEBI && size < ram);
}
