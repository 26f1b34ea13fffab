// SPDX-License-Identifier: GPL-2.0-only
/*
 * crashkernel= text to a request. Pure.
 *
 * One scan over each parameter, left to right, nothing skipped: a parameter
 * is either understood to its last character or refused with the column of
 * the first character that is wrong. The grammar is written down in
 * Documentation/kdump/usage.rst.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "reserve/cmdline.h"

static const char parameter_name[] = "crashkernel=";

/* A kernel of today with a small initramfs does not boot in less. */
#define SMALLEST_SIZE SZ_1M

/* The next word, without quotes around all of it; @at moves past it. */
static bool next_word(const char **at, struct kdump_parameter *word)
{
	const char *start = skip_spaces(*at);
	const char *end = start;
	bool quoted = false;

	while (*end && (quoted || !isspace(*end)))
		if (*end++ == '"')
			quoted = !quoted;
	*at = end;
	if (start == end)
		return false;

	if (*start == '"') {
		start++;
		if (end > start && end[-1] == '"')
			end--;
	}
	*word = (struct kdump_parameter){ start, end - start };
	return true;
}

/* How many characters of "crashkernel=" the word has right. */
static unsigned int right_characters(const struct kdump_parameter *word)
{
	unsigned int i;

	for (i = 0; i < word->length && parameter_name[i]; i++)
		if (word->text[i] != parameter_name[i])
			break;
	return i;
}

/* Meant to be crashkernel=, whatever the case, dashes and underscores. */
static bool is_meant(const struct kdump_parameter *word)
{
	const char *name = parameter_name;
	unsigned int i;

	for (i = 0; i < word->length && word->text[i] != '='; i++) {
		char c = tolower(word->text[i]);

		if (c == *name)
			name++;
		else if (c != '_' && c != '-')
			return false;
	}
	return *name == '=';
}

/**
 * kdump_cmdline_next - find the next crashkernel= on the command line
 * @cmdline: where to look; moved past the parameter that was found
 * @found: its text, in the command line
 *
 * Words are split as the kernel splits them: at white space outside of double
 * quotes, up to a lone "--", after which everything belongs to init. Words
 * that were meant to be one, like CRASHKERNEL=128M, are found too, so that
 * kdump_cmdline_parse() can say what is wrong with them.
 *
 * Return: true if one was found; else nothing is changed.
 */
bool kdump_cmdline_next(const char **cmdline, struct kdump_parameter *found)
{
	struct kdump_parameter word;
	const char *at = *cmdline;

	while (next_word(&at, &word)) {
		if (word.length == 2 && !strncmp(word.text, "--", 2))
			return false;
		if (!is_meant(&word))
			continue;
		*found = word;
		*cmdline = at;
		return true;
	}
	return false;
}

/**
 * struct scanner - a position in a parameter
 * @start: the parameter's first character
 * @end: one past its last character
 * @at: the next character to look at
 * @blame: where the error is that ended the scan
 * @expected: what was expected at @blame
 */
struct scanner {
	const char *start;
	const char *end;
	const char *at;
	const char *blame;
	const char *expected;
};

static bool scan_refuse(struct scanner *scan, const char *where,
			const char *expected)
{
	scan->blame = where;
	scan->expected = expected;
	return false;
}

static bool at_end(const struct scanner *scan)
{
	return scan->at == scan->end;
}

/* The next character, NUL at the end. */
static char scan_peek(const struct scanner *scan)
{
	return at_end(scan) ? '\0' : *scan->at;
}

static bool scan_accept(struct scanner *scan, char c)
{
	if (scan_peek(scan) != c)
		return false;
	scan->at++;
	return true;
}

static bool accept_word(struct scanner *scan, const char *word)
{
	size_t length = strlen(word);

	if (scan->end - scan->at < length || strncmp(scan->at, word, length))
		return false;
	scan->at += length;
	return true;
}

static bool demand_end(struct scanner *scan)
{
	return at_end(scan) || scan_refuse(scan, scan->at, "the end");
}

static int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	if (isxdigit(c))
		return tolower(c) - 'a' + 10;
	return INT_MAX;
}

/* 0x is hexadecimal and a leading 0 octal, as in all kernel parameters. */
static unsigned int number_base(struct scanner *scan)
{
	if (scan_peek(scan) != '0' || scan->end - scan->at < 2)
		return 10;
	if (tolower(scan->at[1]) == 'x') {
		scan->at += 2;
		return 16;
	}
	return isdigit(scan->at[1]) ? 8 : 10;
}

static bool scan_number(struct scanner *scan, u64 *ret)
{
	const char *start = scan->at;
	unsigned int base = number_base(scan);
	const char *digits = scan->at;
	u64 value = 0;

	for (; digit_value(scan_peek(scan)) < base; scan->at++)
		if (check_mul_overflow(value, (u64)base, &value) ||
		    check_add_overflow(value, (u64)digit_value(*scan->at),
				       &value))
			return scan_refuse(scan, start, "a size that fits 64 bits");
	if (scan->at == digits)
		return scan_refuse(scan, scan->at, "a number");
	*ret = value;
	return true;
}

static bool scan_size(struct scanner *scan, u64 *ret)
{
	static const char suffixes[] = "kmgtpe";
	const char *start = scan->at;
	const char *suffix;
	u64 value;

	if (!scan_number(scan, &value))
		return false;
	suffix = at_end(scan) ? NULL : strchr(suffixes, tolower(scan_peek(scan)));
	if (suffix) {
		unsigned int shift = 10 * (suffix - suffixes + 1);

		if (check_shl_overflow(value, shift, &value))
			return scan_refuse(scan, start, "a size that fits 64 bits");
		scan->at++;
	}
	*ret = value;
	return true;
}

/*
 * The size that counts on this machine must be one a dump can live in, or 0:
 * no dump is wanted.
 */
static bool judge_size(struct scanner *scan, const char *where, u64 size,
		       u64 ram)
{
	if (!size)
		return true;
	if (size < SMALLEST_SIZE)
		return scan_refuse(scan, where, "a size of 1M or more");
	if (size >= ram)
		return scan_refuse(scan, where, "a size below this machine's RAM");
	return true;
}

/*
 * [@offset][,strict], then nothing more. Without an offset, @after_comma is
 * what could have followed a comma.
 */
static bool scan_place(struct scanner *scan, const char *after_comma,
		       struct kdump_crashkernel *asked)
{
	bool placed = scan_accept(scan, '@');
	const char *offset_at = scan->at;

	if (placed && !scan_size(scan, &asked->offset))
		return false;
	if (at_end(scan))
		return true;
	if (!scan_accept(scan, ','))
		return scan_refuse(scan, scan->at, placed ? "',strict' or the end" :
			      "'@offset' or the end");
	if (!placed)
		return scan_refuse(scan, scan->at, after_comma);
	if (!accept_word(scan, "strict"))
		return scan_refuse(scan, scan->at, "'strict'");
	asked->strict = true;
	if (!asked->offset)
		return scan_refuse(scan, offset_at, "an offset above 0");
	return demand_end(scan);
}

/**
 * struct ram_match - the entry of a range list that fits this machine
 * @ram: bytes of RAM, rounded as range lists count it
 * @where: its size in the text, NULL as long as none fits
 * @size: that size
 */
struct ram_match {
	u64 ram;
	const char *where;
	u64 size;
};

/* What follows "start" of a range: -[end]:size */
static bool scan_range(struct scanner *scan, u64 start,
		       struct ram_match *match)
{
	const char *end_at, *size_at;
	u64 end = U64_MAX, size;

	if (!scan_accept(scan, '-'))
		return scan_refuse(scan, scan->at, "'-' of a range start-[end]:size");
	end_at = scan->at;
	if (scan_peek(scan) != ':') {
		if (!scan_size(scan, &end))
			return false;
		if (end <= start)
			return scan_refuse(scan, end_at,
				      "a range end above its start");
	}
	if (!scan_accept(scan, ':'))
		return scan_refuse(scan, scan->at, "':' and the size for this range");
	size_at = scan->at;
	if (!scan_size(scan, &size))
		return false;
	if (!match->where && start <= match->ram && match->ram < end) {
		match->where = size_at;
		match->size = size;
	}
	return true;
}

/* The rest of a range list whose first start was scanned already. */
static bool scan_ranges(struct scanner *scan, u64 start, u64 ram,
			struct kdump_crashkernel *asked)
{
	/* Firmware keeps some RAM back: 2G is meant where 1.9G is found. */
	struct ram_match match = {
		.ram = round_up(min(ram, U64_MAX - SZ_128M), SZ_128M),
	};

	if (!scan_range(scan, start, &match))
		return false;
	/* A comma ends the list if no number follows: ",strict" comes next. */
	while (scan->end - scan->at > 1 && *scan->at == ',' &&
	       isdigit(scan->at[1])) {
		scan->at++;
		if (!scan_size(scan, &start) ||
		    !scan_range(scan, start, &match))
			return false;
	}
	if (!scan_place(scan, "another range start-[end]:size", asked))
		return false;
	asked->size = match.size;
	asked->uncovered = !match.where;
	return judge_size(scan, match.where, match.size, ram);
}

static bool scan_name(struct scanner *scan)
{
	if (scan->at - scan->start == sizeof(parameter_name) - 1)
		return true;
	return scan_refuse(scan, scan->at, "the spelling crashkernel=");
}

static bool scan_value(struct scanner *scan, u64 ram,
		       struct kdump_crashkernel *asked)
{
	const char *size_at = scan->at;

	if (!scan_size(scan, &asked->size))
		return false;
	if (scan_peek(scan) == '-')
		return scan_ranges(scan, asked->size, ram, asked);
	if (scan_peek(scan) == ':')
		return scan_refuse(scan, scan->at, "'-' of a range start-[end]:size");

	if (accept_word(scan, ",low"))
		asked->form = KDUMP_FORM_LOW;
	else if (accept_word(scan, ",high"))
		asked->form = KDUMP_FORM_HIGH;
	else if (accept_word(scan, ",cma"))
		asked->form = KDUMP_FORM_CMA;
	else if (!scan_place(scan, "'high', 'low' or 'cma'", asked))
		return false;
	if (!demand_end(scan))
		return false;
	return judge_size(scan, size_at, asked->size, ram);
}

/**
 * kdump_cmdline_parse - understand one crashkernel= parameter
 * @parameter: the parameter, from kdump_cmdline_next()
 * @ram: bytes of RAM this machine has
 * @diag: set on failure: where and why
 * @ret: set on success: what is asked for; untouched on failure
 *
 * Return: 0, or %-EINVAL with @diag filled in.
 */
int kdump_cmdline_parse(const struct kdump_parameter *parameter, u64 ram,
			struct kdump_diag *diag,
			struct kdump_crashkernel *ret)
{
	struct scanner scan = {
		.start = parameter->text,
		.end = parameter->text + parameter->length,
		.at = parameter->text + right_characters(parameter),
	};
	struct kdump_crashkernel asked = {
		.form = KDUMP_FORM_PLAIN,
		.parameter = *parameter,
	};

	if (!scan_name(&scan) || !scan_value(&scan, ram, &asked)) {
		*diag = (struct kdump_diag){
			.field = "column",
			.value = scan.blame - scan.start + 1,
			.rule = KDUMP_AT_COLUMN,
			.expected = scan.expected,
			.entry = KDUMP_NO_ENTRY,
		};
		return -EINVAL;
	}
	*ret = asked;
	return 0;
}

/**
 * kdump_request_add - let a valid parameter count
 * @request: what the parameters before it asked for; all zero at first
 * @asked: the parameter; it replaces an earlier one of its form
 */
void kdump_request_add(struct kdump_request *request,
		       const struct kdump_crashkernel *asked)
{
	request->asked[asked->form] = *asked;
	request->given[asked->form] = true;
}

/**
 * kdump_request_main - the parameter that says how much to reserve
 * @request: all parameters
 *
 * Return: the plain one if there is one, else the one with ",high", else NULL.
 * Its size may be 0: crashkernel=0 at the end asks for nothing to be reserved,
 * whatever comes before it.
 */
const struct kdump_crashkernel *
kdump_request_main(const struct kdump_request *request)
{
	if (request->given[KDUMP_FORM_PLAIN])
		return &request->asked[KDUMP_FORM_PLAIN];
	if (request->given[KDUMP_FORM_HIGH])
		return &request->asked[KDUMP_FORM_HIGH];
	return NULL;
}

/**
 * kdump_request_lent - the parameter that says how much to lend
 * @request: all parameters
 *
 * Return: the one with ",cma"; NULL if there is none, or its size is 0.
 */
const struct kdump_crashkernel *
kdump_request_lent(const struct kdump_request *request)
{
	const struct kdump_crashkernel *asked = &request->asked[KDUMP_FORM_CMA];

	return request->given[KDUMP_FORM_CMA] && asked->size ? asked : NULL;
}
