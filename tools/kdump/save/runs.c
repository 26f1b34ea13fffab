// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sorts memory. Program headers may be in any order and overlap: the kernel's
 * text has one of its own, besides that of the memory it lies in.
 */
#include <stdlib.h>

#include "runs.h"

#define FIRST_ROOM 64

/**
 * runs_add - take in a piece of memory
 * @runs: the list
 * @start: physical address
 * @size: in bytes; @start + @size does not wrap
 * @offset: of its first byte in the file
 *
 * Return: false if memory is missing.
 */
bool runs_add(struct runs *runs, uint64_t start, uint64_t size, uint64_t offset)
{
	uint32_t room = runs->room ? 2 * runs->room : FIRST_ROOM;
	struct run *list;

	if (!size)
		return true;
	if (runs->count == runs->room) {
		list = reallocarray(runs->list, room, sizeof(*list));
		if (!list)
			return false;
		runs->list = list;
		runs->room = room;
	}
	runs->list[runs->count++] = (struct run) {
		.start = start, .end = start + size, .offset = offset };
	return true;
}

/* Of two that begin together, the longer one comes first. */
static int compare_runs(const void *one, const void *other)
{
	const struct run *a = one, *b = other;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->end < b->end) - (a->end > b->end);
}

static bool continues(const struct run *last, const struct run *run)
{
	return run->start == last->end &&
	       run->offset == last->offset + (last->end - last->start);
}

/**
 * runs_settle - put them in order, and let no two overlap
 * @runs: the list
 *
 * What two have is what the first one has. What lies side by side, in memory
 * and in the file, becomes one.
 */
void runs_settle(struct runs *runs)
{
	struct run *run, *last = NULL;
	uint64_t twice;

	if (!runs->count)
		return;
	qsort(runs->list, runs->count, sizeof(*runs->list), compare_runs);
	for (run = runs->list; run < runs->list + runs->count; run++) {
		if (last && run->end <= last->end)
			continue;
		if (last && run->start < last->end) {
			twice = last->end - run->start;
			run->start += twice;
			run->offset += twice;
		}
		if (last && continues(last, run))
			last->end = run->end;
		else if (last)
			*++last = *run;
		else
			last = run;
	}
	runs->count = (uint32_t)(last - runs->list) + 1;
}

/* How much there is in all of them. */
uint64_t runs_bytes(const struct runs *runs)
{
	uint64_t bytes = 0;
	uint32_t i;

	for (i = 0; i < runs->count; i++)
		bytes += runs->list[i].end - runs->list[i].start;
	return bytes;
}

/* The index of the first one that ends after an address. */
uint32_t runs_find(const struct runs *runs, uint64_t address)
{
	uint32_t low = 0, high = runs->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (runs->list[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void runs_free(struct runs *runs)
{
	free(runs->list);
	*runs = (struct runs) { 0 };
}
