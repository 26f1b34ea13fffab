/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is wrong with foreign bytes: an answer that can be tested, and that can
 * be printed by a caller that may print. Pure.
 */
#ifndef _KDUMP_DIAG_H
#define _KDUMP_DIAG_H

#include <linux/seq_buf.h>
#include <linux/types.h>

/**
 * enum kdump_rule - how a field relates to what was expected of it
 * @KDUMP_MUST_BE: nothing but the bound
 * @KDUMP_AT_LEAST: the bound or more
 * @KDUMP_AT_MOST: the bound or less
 * @KDUMP_EXPECTED: what is expected is said in words
 * @KDUMP_AT_COLUMN: the same, for the character at column @value of a text
 * @KDUMP_ENDS_EARLY: the bytes end inside of the field: @value of @bound
 * @KDUMP_REFUSED: the part of memory from @value to @bound; the remark says
 *	what is wrong with it
 */
enum kdump_rule {
	KDUMP_MUST_BE,
	KDUMP_AT_LEAST,
	KDUMP_AT_MOST,
	KDUMP_EXPECTED,
	KDUMP_AT_COLUMN,
	KDUMP_ENDS_EARLY,
	KDUMP_REFUSED,
};

/* struct kdump_diag.entry of a field that is not one of many. */
#define KDUMP_NO_ENTRY (-1)

/**
 * struct kdump_diag - why foreign bytes were refused
 * @field: the field's name in the specification of the format
 * @value: what it says
 * @rule: how it had to relate to @bound or @expected
 * @bound: see @rule
 * @entry: which of many parts of a kind it is in, or KDUMP_NO_ENTRY
 * @remark: NULL, or a few words to follow the message
 * @part: what @entry counts
 * @expected: words to follow "expected "
 *
 * All texts are constant. For @rule KDUMP_REFUSED @field is what @entry counts.
 */
struct kdump_diag {
	const char *field;
	u64 value;
	enum kdump_rule rule;
	u64 bound;
	int entry;
	const char *remark;
	const char *part;
	const char *expected;
};

/**
 * kdump_diag_expected - a field that says something else than it must
 * @field: its name
 * @value: what it says
 * @expected: words to follow "expected "
 *
 * Return: the answer.
 */
static inline struct kdump_diag
kdump_diag_expected(const char *field, u64 value, const char *expected)
{
	return (struct kdump_diag){
		.field = field,
		.value = value,
		.rule = KDUMP_EXPECTED,
		.entry = KDUMP_NO_ENTRY,
		.expected = expected,
	};
}

/**
 * kdump_diag_bound - a field that is not within its bound
 * @field: its name
 * @value: what it says
 * @rule: how it is compared with @bound
 * @bound: the number that it must be, or must not pass
 *
 * Return: the answer.
 */
static inline struct kdump_diag
kdump_diag_bound(const char *field, u64 value, enum kdump_rule rule, u64 bound)
{
	return (struct kdump_diag){
		.field = field,
		.value = value,
		.rule = rule,
		.bound = bound,
		.entry = KDUMP_NO_ENTRY,
	};
}

/**
 * kdump_diag_ends_early - bytes that end inside of a field
 * @field: its name
 * @size: the bytes there are
 * @needed: the bytes that it needs at least
 *
 * Return: the answer.
 */
static inline struct kdump_diag
kdump_diag_ends_early(const char *field, u64 size, u64 needed)
{
	return (struct kdump_diag){
		.field = field,
		.value = size,
		.rule = KDUMP_ENDS_EARLY,
		.bound = needed,
		.entry = KDUMP_NO_ENTRY,
	};
}

static inline bool kdump_claim_holds(const struct kdump_diag *claim)
{
	switch (claim->rule) {
	case KDUMP_MUST_BE:
		return claim->value == claim->bound;
	case KDUMP_AT_LEAST:
		return claim->value >= claim->bound;
	case KDUMP_AT_MOST:
		return claim->value <= claim->bound;
	default:
		return false;
	}
}

/**
 * kdump_claims_hold - are fields what they must be?
 * @claims: diagnostics that are not made yet, of numbers and their bounds. The
 *	bound of one may be nonsense if an earlier one fails then
 * @nr: entries of @claims
 * @entry: which program header they are of, or %KDUMP_NO_ENTRY
 * @diag: the first one that does not hold; untouched if all do
 *
 * Return: true if all hold.
 */
static inline bool kdump_claims_hold(const struct kdump_diag *claims,
				     unsigned int nr, int entry,
				     struct kdump_diag *diag)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (kdump_claim_holds(&claims[i]))
			continue;
		*diag = claims[i];
		diag->entry = entry;
		diag->part = "program header";
		return false;
	}
	return true;
}

void kdump_diag_text(struct seq_buf *out, const struct kdump_diag *diag);
void kdump_diag_string(const struct kdump_diag *diag, char *buffer,
		       size_t size);

/* No message is longer. */
#define KDUMP_DIAG_SIZE 192

#endif /* _KDUMP_DIAG_H */
