// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks over what is kept.
 *
 * As a file, a dump is a row of extents. As memory it is pages, and those come
 * in the order of their numbers: each run of memory, and the extents in it.
 */
#include <errno.h>

#include "walk.h"

/* What is at an offset; asks the source if that was not its last answer. */
static int look_at(struct walk *walk, uint64_t offset)
{
	struct source *source = walk->dump->source;
	int error;

	error = source->ops->extent(source, offset, &walk->extent);
	if (error)
		return error;
	return walk->extent.end > offset ? 0 : EIO;
}

static int next_of_file(struct walk *walk, struct piece *ret)
{
	uint64_t start;
	int error;

	while (walk->position < walk->dump->source->size) {
		start = walk->position;
		error = look_at(walk, start);
		if (error)
			return -error;
		walk->position = walk->extent.end;
		if (!walk->extent.kept)
			continue;
		*ret = (struct piece) { start, walk->extent.end - start, 0 };
		return 1;
	}
	return 0;
}

/* The page at the position, of which a run begins or ends in the middle. */
static int scattered_page(struct walk *walk, struct piece *ret)
{
	const struct dump *dump = walk->dump;
	uint64_t start = round_down(walk->position, dump->page_size);

	*ret = (struct piece) { PIECE_SCATTERED, dump->page_size,
				start >> dump->page_shift };
	walk->position = start + dump->page_size;
	return 1;
}

/*
 * Whole pages of a run from the position on. Where an extent ends inside of a
 * page, its other part decides, too: what is kept of a page keeps all of it.
 */
static int whole_pages(struct walk *walk, const struct run *run,
		       struct piece *ret)
{
	const struct dump *dump = walk->dump;
	uint64_t start = walk->position, end, size = dump->page_size;
	uint64_t offset = run->offset + (start - run->start);
	bool kept;
	int error;

	error = look_at(walk, offset);
	if (error)
		return -error;
	end = round_down(run->end, size);
	if (walk->extent.end - offset < end - start)
		end = start + (walk->extent.end - offset);
	kept = walk->extent.kept || round_down(end, size) == start;
	walk->position = kept ? round_up(end, size) : round_down(end, size);
	if (!kept)
		return 0;
	*ret = (struct piece) { offset, walk->position - start,
				start >> dump->page_shift };
	return 1;
}

static int next_of_memory(struct walk *walk, struct piece *ret)
{
	const struct runs *memory = &walk->dump->memory;
	uint64_t size = walk->dump->page_size;
	const struct run *run;
	int found;

	while (walk->run < memory->count) {
		run = &memory->list[walk->run];
		walk->position = MAX(walk->position, run->start);
		if (walk->position >= run->end) {
			walk->run++;
			continue;
		}
		if (walk->position & (size - 1) ||
		    run->end - walk->position < size)
			return scattered_page(walk, ret);
		found = whole_pages(walk, run, ret);
		if (found)
			return found;
	}
	return 0;
}

/**
 * walk_file - go over the source as a file
 * @walk: set
 * @dump: the dump
 * @from: the offset to start at
 */
void walk_file(struct walk *walk, const struct dump *dump, uint64_t from)
{
	*walk = (struct walk) {
		.next = next_of_file, .dump = dump, .position = from };
}

/**
 * walk_memory - go over the pages of the crashed kernel
 * @walk: set
 * @dump: the dump
 *
 * Its pieces are whole pages.
 */
void walk_memory(struct walk *walk, const struct dump *dump)
{
	*walk = (struct walk) { .next = next_of_memory, .dump = dump };
}

/**
 * plan_init - prepare to give out what is kept
 * @plan: set
 * @walk: goes over it
 * @span: how much of the source at a time, a power of two
 */
void plan_init(struct plan *plan, const struct walk *walk, uint64_t span)
{
	*plan = (struct plan) { .walk = *walk, .span = span };
	pthread_mutex_init(&plan->lock, NULL);
}

static int take_piece(struct plan *plan, struct piece *ret)
{
	if (!plan->rest.bytes)
		return plan->walk.next(&plan->walk, ret);
	*ret = plan->rest;
	plan->rest.bytes = 0;
	return 1;
}

/* Cuts what is past the end of a stretch, and keeps it for the next one. */
static void cut_piece(struct plan *plan, struct piece *piece, uint64_t end)
{
	uint64_t fits = end - piece->offset, page = plan->walk.dump->page_size;

	if (piece->offset == PIECE_SCATTERED || piece->bytes <= fits)
		return;
	/* Pages are not cut, wherever they are in the file. */
	fits = MAX(round_down(fits, page), page);
	if (piece->bytes <= fits)
		return;
	plan->rest = (struct piece) { piece->offset + fits,
				      piece->bytes - fits,
				      piece->pfn + fits / page };
	piece->bytes = fits;
}

/* A page that is put together from pieces is read, wherever they are. */
static bool belongs(const struct piece *piece, uint64_t start, uint64_t end)
{
	return piece->offset == PIECE_SCATTERED ||
	       (piece->offset >= start && piece->offset < end);
}

static int fill(struct plan *plan, struct stretch *ret)
{
	uint64_t start = 0, end = 0;
	struct piece piece;
	int found;

	while (ret->count < STRETCH_PIECES) {
		found = take_piece(plan, &piece);
		if (found <= 0)
			return found;
		if (!end && piece.offset != PIECE_SCATTERED) {
			start = round_down(piece.offset, plan->span);
			end = start + plan->span;
		}
		if (!belongs(&piece, start, end)) {
			plan->rest = piece;
			return 0;
		}
		cut_piece(plan, &piece, end);
		ret->pieces[ret->count++] = piece;
		plan->given += piece.bytes;
	}
	return 0;
}

/**
 * plan_take - take the next stretch
 * @plan: from which; any thread may call this
 * @ret: set
 *
 * Return: 1; 0 if all has been given out; or minus an errno.
 */
int plan_take(struct plan *plan, struct stretch *ret)
{
	int error;

	ret->count = 0;
	pthread_mutex_lock(&plan->lock);
	ret->first = plan->given;
	error = fill(plan, ret);
	pthread_mutex_unlock(&plan->lock);
	return error ? error : ret->count > 0;
}
