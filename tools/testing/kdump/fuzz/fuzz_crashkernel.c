// SPDX-License-Identifier: GPL-2.0-only
/*
 * crashkernel=: from a command line to attempts and sentences.
 *
 * Input: eight bytes that choose the machine and what becomes of the attempts,
 * then the command line up to its end or the first NUL.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "crashkernel_spec.h"
#include "reserve/report.h"
#include "fuzz.h"

#define MIB(n) ((u64)(n) << 20)
#define GIB(n) ((u64)(n) << 30)
#define TIB(n) ((u64)(n) << 40)

/* What reserve.c has room for: no sentence may be cut in a log. */
#define SENTENCE_MAX KDUMP_SENTENCE_MAX

/* Of lib/cmdline.c: how the kernel itself splits the line. */
char *next_arg(char *args, char **param, char **val);

static const struct kdump_limits machines[] = {
	/* A PC of today. */
	{ MIB(16), MIB(16), GIB(4), TIB(64), MIB(256) },
	/* Low memory that starts late, none of it needed. */
	{ MIB(2), GIB(1), GIB(2), GIB(8), 0 },
	/* All of memory is low. */
	{ MIB(16), MIB(16), MIB(512), MIB(512), 0 },
	/* Pages as borders, low memory of no whole page. */
	{ PAGE_SIZE, PAGE_SIZE, GIB(4), 1ULL << 52, MIB(72) + 1 },
	/* What is usable starts between two borders. */
	{ MIB(16), MIB(40) + PAGE_SIZE, GIB(4), TIB(64), MIB(256) },
	/* Borders so large that rounding leaves the address space. */
	{ 1ULL << 60, 0, 1ULL << 61, 1ULL << 62, MIB(256) },
};

/**
 * struct scene - what stands still while one input is looked at
 * @line: the command line
 * @length: its characters
 * @ram: bytes of RAM
 * @machine: the limits for what is said; plans are made for all
 * @outcome: chooses how many attempts fail, and how
 * @buffer: bytes of a buffer that may be too small
 */
struct scene {
	char *line;
	size_t length;
	u64 ram;
	const struct kdump_limits *machine;
	unsigned int outcome;
	size_t buffer;
};

/* Sizes from 128 KiB to more than addresses can say, few bits set. */
static u64 choose_ram(struct fuzz_input *input)
{
	static const u64 usual[] = {
		MIB(256), GIB(1), GIB(2), GIB(4), GIB(6), TIB(1), GIB(2) - 1,
		MIB(1900),
	};
	unsigned int kind = fuzz_below(input, 64);
	u64 mantissa = fuzz_take(input, 1) + 1;

	if (kind < ARRAY_SIZE(usual))
		return usual[kind];
	return mantissa << (17 + (kind - ARRAY_SIZE(usual)) % 37);
}

static struct scene set_scene(struct fuzz_input *input)
{
	struct scene scene = { .ram = choose_ram(input) };

	scene.machine = &machines[fuzz_below(input, ARRAY_SIZE(machines))];
	scene.outcome = fuzz_take(input, 3);
	scene.buffer = 1 + fuzz_take(input, 2) % (SENTENCE_MAX - 1);
	scene.length = strnlen((const char *)input->at, input->left);
	scene.line = fuzz_memory(NULL, scene.length + 1);
	memcpy(scene.line, input->at, scene.length);
	scene.line[scene.length] = '\0';
	return scene;
}

/* It is one line, is not cut in the kernel, and is cut well elsewhere. */
static void check_sentence(char *whole, char *part, size_t small)
{
	size_t length = strnlen(whole, SENTENCE_MAX), kept, i;

	EXPECT(length > 0 && length < SENTENCE_MAX - 1);
	for (i = 0; i < length; i++)
		EXPECT((unsigned char)whole[i] >= ' ' && whole[i] != 0x7f);
	/* Words that do not fit are left out, and all that follow. */
	kept = strnlen(part, small);
	EXPECT(length < small ? kept == length : kept < small);
	EXPECT(!memcmp(whole, part, kept));
	free(part);
	free(whole);
}

/* What @report says of the arguments, with room for all of it and for less. */
#define CHECK_SENTENCE(small, report, ...) do {				\
	char *whole = fuzz_memory(NULL, SENTENCE_MAX);			\
	char *part = fuzz_memory(NULL, small);				\
									\
	report(__VA_ARGS__, whole, SENTENCE_MAX);			\
	report(__VA_ARGS__, part, small);				\
	check_sentence(whole, part, small);				\
} while (0)

/* The parameter lies in the rest of the line that was looked at. */
static void check_found(const struct scene *scene, const char *before,
			const char *after, const struct kdump_parameter *found)
{
	EXPECT(found->text >= before);
	EXPECT(found->text + found->length <= after);
	EXPECT(after <= scene->line + scene->length);
	EXPECT(found->length >= strlen("crashkernel"));
	EXPECT(*after == '\0' || strchr(" \t\n\v\f\r\xa0", *after));
}

static void check_refused(const struct scene *scene,
			  const struct kdump_parameter *found,
			  const struct kdump_diag *diag)
{
	EXPECT(diag->value >= 1 && diag->value <= found->length + 1);
	EXPECT(diag->expected && *diag->expected);
	CHECK_SENTENCE(scene->buffer, kdump_report_error, found, diag);
}

static bool same_asked(const struct kdump_crashkernel *a,
		       const struct kdump_crashkernel *b)
{
	return a->form == b->form && a->size == b->size &&
	       a->offset == b->offset && a->strict == b->strict &&
	       a->uncovered == b->uncovered &&
	       a->parameter.text == b->parameter.text &&
	       a->parameter.length == b->parameter.length;
}

static void parse_one(const struct scene *scene,
		      const struct kdump_parameter *found,
		      struct kdump_request *request)
{
	struct kdump_crashkernel spec, asked;
	struct kdump_diag diag;
	bool valid = spec_parse(found, scene->ram, &spec);
	int err;

	fuzz_poison(&diag, sizeof(diag));
	fuzz_poison(&asked, sizeof(asked));
	err = kdump_cmdline_parse(found, scene->ram, &diag, &asked);
	EXPECT(err == (valid ? 0 : -EINVAL));
	if (err) {
		fuzz_check_poison(&asked, sizeof(asked));
		check_refused(scene, found, &diag);
		return;
	}
	fuzz_check_poison(&diag, sizeof(diag));
	EXPECT(same_asked(&asked, &spec));
	kdump_request_add(request, &asked);
	EXPECT(request->given[asked.form] &&
	       same_asked(&request->asked[asked.form], &spec));
}

/* Does the next one of the kernel's own words come out, too? */
static bool next_word(char **at, const char **word)
{
	char *param, *value;

	while (**at) {
		*at = next_arg(*at, &param, &value);
		if (!value && !strcmp(param, "--"))
			return false;
		if (strcmp(param, "crashkernel"))
			continue;
		*word = param;
		return true;
	}
	return false;
}

/* A word of that very name; others are found only to be refused. */
static bool is_named(const struct kdump_parameter *found)
{
	const size_t name = strlen("crashkernel");

	return !strncmp(found->text, "crashkernel", name) &&
	       (found->length == name || found->text[name] == '=');
}

/* What is found is what the kernel hands to others of that name. */
static void check_words(const struct scene *scene)
{
	char *copy = fuzz_memory(scene->line, scene->length + 1);
	char *at = skip_spaces(copy);
	const char *line = scene->line;
	struct kdump_parameter found;
	const char *word;

	while (kdump_cmdline_next(&line, &found)) {
		if (!is_named(&found))
			continue;
		EXPECT(next_word(&at, &word));
		EXPECT(word - copy == found.text - scene->line);
	}
	EXPECT(!next_word(&at, &word));
	free(copy);
}

static struct kdump_request parse_line(const struct scene *scene)
{
	struct kdump_request request = { };
	struct kdump_parameter found, same;
	const char *line = scene->line;
	const char *before = line;

	while (kdump_cmdline_next(&line, &found)) {
		check_found(scene, before, line, &found);
		parse_one(scene, &found, &request);
		same = found;
		before = line;
	}
	if (before != scene->line) {
		EXPECT(found.text == same.text && found.length == same.length);
		EXPECT(line == before);
	}
	return request;
}

static void check_fixed(const struct kdump_limits *limits,
			const struct kdump_attempt *attempt, u64 offset)
{
	u64 start = attempt->window.start;

	EXPECT(offset);
	EXPECT(IS_ALIGNED(start, limits->align));
	EXPECT(start >= limits->lowest);
	EXPECT(start >= offset);
	EXPECT(start - max(offset, limits->lowest) < limits->align);
	EXPECT(kdump_range_size(&attempt->window) == attempt->size);
}

static void check_attempt(const struct kdump_limits *limits,
			  const struct kdump_attempt *attempt,
			  const struct kdump_crashkernel *asked, u64 low_size)
{
	const struct kdump_range *window = &attempt->window;

	EXPECT(PAGE_ALIGNED(attempt->size) && attempt->align == limits->align);
	EXPECT(attempt->size >= asked->size &&
	       attempt->size - asked->size < PAGE_SIZE);
	EXPECT(window->start <= window->end);
	EXPECT(window->end <= limits->high_end);
	EXPECT(attempt->low_size ==
	       (window->end > limits->low_end ? PAGE_ALIGN(low_size) : 0));
	switch (attempt->place) {
	case KDUMP_PLACE_FIXED:
		check_fixed(limits, attempt, asked->offset);
		break;
	case KDUMP_PLACE_LOW:
		EXPECT(window->start == limits->lowest);
		EXPECT(window->end == limits->low_end);
		break;
	case KDUMP_PLACE_HIGH:
		EXPECT(window->start == limits->low_end);
		EXPECT(window->end == limits->high_end);
		break;
	}
}

/* Where something is above the line: there if the form says so, or after. */
static void check_two_places(const struct kdump_attempt *attempt,
			     const struct kdump_crashkernel *asked)
{
	bool high = asked->form == KDUMP_FORM_HIGH;

	EXPECT(attempt[!high].place == KDUMP_PLACE_HIGH);
	EXPECT(attempt[high].place == KDUMP_PLACE_LOW);
}

/* As usage.rst has it: there, then where the form says, then elsewhere. */
static void check_order(const struct kdump_limits *limits,
			const struct kdump_plan *plan,
			const struct kdump_crashkernel *asked)
{
	bool flat = limits->low_end == limits->high_end;
	unsigned int i = 0;

	EXPECT(!plan->beyond || asked->offset);
	if (asked->offset && !plan->beyond) {
		EXPECT(plan->count > 0);
		EXPECT(plan->attempt[i].place == KDUMP_PLACE_FIXED);
		EXPECT(plan->moved ==
		       (plan->attempt[i].window.start != asked->offset));
		i++;
	} else {
		EXPECT(!plan->moved);
	}
	if (asked->strict) {
		EXPECT(plan->count == i);
		return;
	}
	EXPECT(plan->count == i + (flat ? 1 : 2));
	if (flat)
		EXPECT(plan->attempt[i].place == KDUMP_PLACE_LOW);
	else
		check_two_places(&plan->attempt[i], asked);
}

static void check_plan(const struct kdump_limits *limits,
		       const struct kdump_request *request,
		       const struct kdump_plan *plan)
{
	const struct kdump_crashkernel *asked = kdump_request_main(request);
	u64 low_size = request->given[KDUMP_FORM_LOW] ?
		       request->asked[KDUMP_FORM_LOW].size : limits->low_size;
	unsigned int i;

	EXPECT(plan->count <= KDUMP_ATTEMPTS_MAX);
	EXPECT(plan->low_end == limits->low_end);
	if (!asked || !asked->size) {
		EXPECT(!plan->count && !plan->moved && !plan->beyond);
		return;
	}
	EXPECT(asked->form == (request->given[KDUMP_FORM_PLAIN] ?
			      KDUMP_FORM_PLAIN : KDUMP_FORM_HIGH));
	for (i = 0; i < plan->count; i++)
		check_attempt(limits, &plan->attempt[i], asked,
			      low_size);
	check_order(limits, plan, asked);
}

/* Why the attempt failed: what reserve.c could find in its window. */
static void invent_obstacle(const struct kdump_attempt *attempt,
			    unsigned int *choice,
			    struct kdump_obstacle *obstacle)
{
	const struct kdump_range *window = &attempt->window;
	u64 half = kdump_range_size(window) / 2;
	unsigned int i;

	if (attempt->low_size && (*choice & 1))
		obstacle->kind = KDUMP_OBSTACLE_LOW;
	if (*choice & 2)
		obstacle->hole = (struct kdump_range){
			window->start, window->start + half,
		};
	if (attempt->place == KDUMP_PLACE_FIXED)
		obstacle->blockers = 1 + (*choice >> 2) % KDUMP_BLOCKERS_MAX;
	for (i = 0; i < obstacle->blockers; i++)
		obstacle->blocker[i] = (struct kdump_range){
			window->start + i * half, window->start + i * half + 1,
		};
	*choice >>= 4;
}

/* What lend.c has in hand is right at each step. */
static void check_lent(const struct kdump_lent *lent, u64 size)
{
	u64 whole = lent->missing + kdump_lent_size(lent);
	unsigned int i;

	EXPECT(lent->count <= KDUMP_LENT_MAX);
	EXPECT(IS_ALIGNED(lent->piece, lent->border));
	EXPECT(lent->piece <= lent->missing);
	EXPECT(IS_ALIGNED(whole, lent->border));
	EXPECT(whole >= size ? whole - size < lent->border :
			       size > U64_MAX - lent->border);
	for (i = 0; i < lent->count; i++)
		EXPECT(!kdump_range_empty(&lent->range[i]) &&
		       IS_ALIGNED(kdump_range_size(&lent->range[i]),
				  lent->border));
}

/* Holes as the bits of @choice say, at addresses as long as there are. */
static struct kdump_lent lend(u64 size, unsigned int choice)
{
	u64 border = PAGE_SIZE << choice % 16, at = -border;
	struct kdump_lent lent;
	unsigned int turns;

	/* All of it is set. */
	memset(&lent, 0xff, sizeof(lent));
	kdump_lent_begin(&lent, size, border);
	check_lent(&lent, size);
	for (turns = 0; lent.piece; turns++) {
		EXPECT(turns < 64 + KDUMP_LENT_MAX);
		if (choice >> turns % 24 & 1 && lent.piece <= at) {
			at -= lent.piece;
			kdump_lent_found(&lent, at);
		} else {
			kdump_lent_not_found(&lent);
		}
		check_lent(&lent, size);
	}
	EXPECT(!lent.missing || lent.count == KDUMP_LENT_MAX || turns);
	return lent;
}

static void explain_lent(const struct scene *scene,
			 const struct kdump_crashkernel *asked)
{
	CHECK_SENTENCE(scene->buffer, kdump_report_lent_alone, asked);
	CHECK_SENTENCE(scene->buffer, kdump_report_no_cma, &asked->parameter);
}

static void explain(const struct scene *scene,
		    const struct kdump_request *request)
{
	struct kdump_lent lent = { };
	struct kdump_plan plan;
	struct kdump_outcome outcome = {
		.asked = kdump_request_main(request),
		.plan = &plan,
		.lent_asked = kdump_request_lent(request),
		.lent = &lent,
	};
	unsigned int choice = scene->outcome / (KDUMP_ATTEMPTS_MAX + 1);
	const struct kdump_attempt *got;
	unsigned int i;

	if (outcome.lent_asked) {
		explain_lent(scene, outcome.lent_asked);
		lent = lend(outcome.lent_asked->size, scene->outcome);
	}
	if (!outcome.asked)
		return;
	if (!outcome.asked->size) {
		CHECK_SENTENCE(scene->buffer, kdump_report_zero, outcome.asked);
		return;
	}
	kdump_plan_make(request, scene->machine, &plan);
	outcome.failed = scene->outcome % (plan.count + 1);
	for (i = 0; i < outcome.failed; i++)
		invent_obstacle(&plan.attempt[i], &choice,
				&outcome.obstacle[i]);
	if (outcome.failed < plan.count) {
		got = &plan.attempt[outcome.failed];
		outcome.main.start = got->window.start;
		outcome.main.end = got->window.start + got->size;
		outcome.low.end = got->low_size;
	}
	CHECK_SENTENCE(scene->buffer, kdump_report_outcome, &outcome);
	CHECK_SENTENCE(scene->buffer, kdump_report_shrunk, &outcome.main,
		       &outcome.low, &lent);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct scene scene = set_scene(&input);
	struct kdump_request request = parse_line(&scene);
	struct kdump_plan plan;
	unsigned int i;

	check_words(&scene);
	for (i = 0; i < ARRAY_SIZE(machines); i++) {
		/* All of it is set. */
		memset(&plan, 0xff, sizeof(plan));
		kdump_plan_make(&request, &machines[i], &plan);
		check_plan(&machines[i], &request, &plan);
	}
	explain(&scene, &request);
	free(scene.line);
	return 0;
}
