// SPDX-License-Identifier: GPL-2.0-only
/*
 * What crashkernel= means, said a second time.
 *
 * Written from the grammar in Documentation/kdump/usage.rst and in another
 * way than cmdline.c, which scans from left to right: here the text is cut at
 * its separators, from the outside to the inside, and numbers are 128 bits
 * wide. It knows no columns and no reasons; only yes or no, and what for.
 */
#define _GNU_SOURCE
#include <ctype.h>
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

/* The part in front of the first @separator; @piece keeps what is behind. */
static bool cut_at(struct piece *piece, char separator, struct piece *front)
{
	const char *at = memchr(piece->start, separator, length_of(*piece));

	if (!at)
		return false;
	*front = (struct piece){ piece->start, at };
	piece->start = at + 1;
	return true;
}

static unsigned int base_of(struct piece *number)
{
	const char *text = number->start;

	if (length_of(*number) < 2 || text[0] != '0')
		return 10;
	if (text[1] == 'x' || text[1] == 'X') {
		number->start += 2;
		return 16;
	}
	return isdigit((unsigned char)text[1]) ? 8 : 10;
}

static unsigned int shift_of(struct piece *number, unsigned int base)
{
	static const char suffixes[] = "KMGTPE";
	const char *suffix;
	char last;

	if (!length_of(*number))
		return 0;
	last = number->end[-1] & ~0x20;
	if (!isalpha((unsigned char)number->end[-1]) ||
	    (base == 16 && last == 'E'))
		return 0;
	suffix = strchr(suffixes, last);
	if (!suffix)
		return 0;
	number->end--;
	return 10 * (suffix - suffixes + 1);
}

static bool read_size(struct piece number, fuzz_wide *ret)
{
	static const char digits[] = "0123456789abcdef";
	unsigned int base = base_of(&number);
	unsigned int shift = shift_of(&number, base);
	fuzz_wide value = 0;

	if (!length_of(number))
		return false;
	for (; number.start < number.end; number.start++) {
		const char *digit = memchr(digits,
					   tolower((unsigned char)*number.start),
					   base);

		if (!digit || value > U64_MAX)
			return false;
		value = value * base + (digit - digits);
	}
	if (value > U64_MAX || (value << shift) > U64_MAX)
		return false;
	*ret = value << shift;
	return true;
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

static bool read_ranges(struct piece list, fuzz_wide ram, fuzz_wide *size)
{
	fuzz_wide rounded = (ram + 128 * MEBI - 1) & ~(128 * MEBI - 1);
	struct piece range;
	bool found = false;

	while (cut_at(&list, ',', &range))
		if (!read_range(range, rounded, &found, size))
			return false;
	return read_range(list, rounded, &found, size) && found;
}

/* Cuts "[@offset][,strict]" off. */
static bool read_place(struct piece *value, struct spec_answer *answer)
{
	struct piece front;
	fuzz_wide offset = 0;

	answer->strict = cut_tail(value, ",strict");
	if (memchr(value->start, '@', length_of(*value))) {
		struct piece place = *value;

		cut_at(&place, '@', &front);
		if (!read_size(place, &offset))
			return false;
		*value = front;
	}
	answer->offset = offset;
	return offset || !answer->strict;
}

struct spec_answer spec_parse(const char *text, size_t length, u64 ram)
{
	const struct spec_answer refused = { .valid = false };
	struct spec_answer answer = { .form = KDUMP_FORM_PLAIN };
	struct piece value = { text, text + length };
	fuzz_wide size;

	if (!cut_head(&value, "crashkernel="))
		return refused;
	if (cut_tail(&value, ",high"))
		answer.form = KDUMP_FORM_HIGH;
	else if (cut_tail(&value, ",low"))
		answer.form = KDUMP_FORM_LOW;
	else if (!read_place(&value, &answer))
		return refused;

	if (answer.form == KDUMP_FORM_PLAIN &&
	    memchr(value.start, '-', length_of(value))) {
		if (!read_ranges(value, ram, &size))
			return refused;
	} else if (!read_size(value, &size)) {
		return refused;
	}
	answer.size = size;
	answer.valid = (answer.form == KDUMP_FORM_LOW && !size) ||
		       (size >= MEBI && size < ram);
	return answer.valid ? answer : refused;
}
