// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments of an image against the memory they must fit. Pure.
 *
 * Segment lists come from kexec_load(2), that is from any program with
 * CAP_SYS_BOOT: every sum is checked before it is used.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "image/segment.h"

static int segment_refuse(struct kdump_diag *diag,
			  const struct kdump_segment *segments,
			  unsigned int index, const char *why, int error)
{
	*diag = (struct kdump_diag){
		.field = "segment",
		.value = segments[index].memory.start,
		.rule = KDUMP_REFUSED,
		.bound = segments[index].memory.end,
		.entry = index,
		.remark = why,
	};
	return error;
}

/* Ranges of a set do not touch: what is inside is inside of one of them. */
static bool allowed_contains(const struct kdump_range_set *allowed,
			     const struct kdump_range *memory)
{
	unsigned int i;

	for (i = 0; i < allowed->count; i++)
		if (kdump_range_contains(&allowed->range[i], memory))
			return true;
	return false;
}

static int segment_check(const struct kdump_segment *segments,
			 unsigned int index,
			 const struct kdump_allowed *allowed,
			 struct kdump_diag *diag)
{
	const struct kdump_segment *segment = &segments[index];
	const struct kdump_range *memory = &segment->memory;
	int error = -EADDRNOTAVAIL;
	const char *why;

	if (memory->end < memory->start) {
		why = "wraps around the address space";
	} else if (!PAGE_ALIGNED(memory->start) || !PAGE_ALIGNED(memory->end)) {
		why = "is not page aligned";
	} else if (!allowed_contains(&allowed->ranges, memory)) {
		why = allowed->outside;
	} else if (segment->size > kdump_range_size(memory)) {
		why = "has more data than memory";
		error = -EINVAL;
	} else {
		return 0;
	}
	return segment_refuse(diag, segments, index, why, error);
}

/**
 * kdump_segments_check - may these segments be loaded?
 * @segments: in the order of the call, not trusted
 * @count: its length
 * @allowed: where they may be
 * @diag: filled in on error: which segment, and what is wrong with it
 *
 * Return: 0; %-EADDRNOTAVAIL for a segment that is not page aligned, wraps or
 * is not inside @allowed; %-EINVAL for one that overlaps an earlier one or has
 * more bytes than memory.
 */
int kdump_segments_check(const struct kdump_segment *segments,
			 unsigned int count,
			 const struct kdump_allowed *allowed,
			 struct kdump_diag *diag)
{
	unsigned int i, j;
	int error;

	for (i = 0; i < count; i++) {
		error = segment_check(segments, i, allowed, diag);
		if (error)
			return error;
		for (j = 0; j < i; j++)
			if (kdump_ranges_overlap(&segments[i].memory,
						 &segments[j].memory))
				return segment_refuse(diag, segments, i,
						      "overlaps an earlier one",
						      -EINVAL);
	}
	return 0;
}

/**
 * kdump_segments_first - the first segment of a kind
 * @segments: in any order
 * @count: its length
 * @is_one: tells whether a segment is of that kind
 *
 * Return: its number, from 0; @count if there is none.
 */
unsigned int
kdump_segments_first(const struct kdump_segment *segments, unsigned int count,
		     bool (*is_one)(const struct kdump_segment *segment))
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (is_one(&segments[i]))
			break;
	return i;
}

/**
 * kdump_segments_hold - is an address inside the data of a segment?
 * @segments: in the order in which they were added
 * @count: its length
 * @address: physical address
 *
 * Return: true if @address is among the bytes of some segment; the zeroed part
 * after them does not count.
 */
bool kdump_segments_hold(const struct kdump_segment *segments,
			 unsigned int count, u64 address)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (address >= segments[i].memory.start &&
		    address - segments[i].memory.start < segments[i].size)
			return true;
	return false;
}

static const struct kdump_range *
first_overlap(const struct kdump_segment *segments, unsigned int count,
	      const struct kdump_range *candidate)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (kdump_ranges_overlap(&segments[i].memory, candidate))
			return &segments[i].memory;
	return NULL;
}

/* The lowest aligned candidate that starts at or above @from. */
static bool candidate_above(const struct kdump_hole *want, u64 from,
			    struct kdump_range *candidate)
{
	u64 start = ALIGN(from, want->align);

	if (start < from || start > want->window.end ||
	    want->size > want->window.end - start)
		return false;
	*candidate = (struct kdump_range){ start, start + want->size };
	return true;
}

/* The highest aligned candidate that ends at or below @to. */
static bool candidate_below(const struct kdump_hole *want, u64 to,
			    struct kdump_range *candidate)
{
	u64 start;

	if (to < want->window.start || want->size > to - want->window.start)
		return false;
	start = ALIGN_DOWN(to - want->size, want->align);
	if (start < want->window.start)
		return false;
	*candidate = (struct kdump_range){ start, start + want->size };
	return true;
}

/**
 * kdump_segments_find_hole - find memory that no segment takes
 * @segments: the list, already checked
 * @count: its length
 * @want: what is looked for
 * @ret: start of the hole; untouched on failure
 *
 * Return: 0, or %-EADDRNOTAVAIL if there is no such hole.
 */
int kdump_segments_find_hole(const struct kdump_segment *segments,
			     unsigned int count, const struct kdump_hole *want,
			     u64 *ret)
{
	const struct kdump_range *taken;
	struct kdump_range candidate;
	bool found;

	/* Each step passes one more segment, so this ends. */
	found = want->top_down ?
		candidate_below(want, want->window.end, &candidate) :
		candidate_above(want, want->window.start, &candidate);
	while (found) {
		taken = first_overlap(segments, count, &candidate);
		if (!taken) {
			*ret = candidate.start;
			return 0;
		}
		found = want->top_down ?
			candidate_below(want, taken->start, &candidate) :
			candidate_above(want, taken->end, &candidate);
	}
	return -EADDRNOTAVAIL;
}

/**
 * kdump_segments_find_allowed - the same, in all memory where segments may be
 * @segments: the list, already checked
 * @count: its length
 * @allowed: where to look
 * @want: what is looked for; its window narrows @allowed
 * @ret: start of the hole; untouched on failure
 *
 * Return: 0, or %-EADDRNOTAVAIL if there is no such hole.
 */
int kdump_segments_find_allowed(const struct kdump_segment *segments,
				unsigned int count,
				const struct kdump_allowed *allowed,
				const struct kdump_hole *want, u64 *ret)
{
	const struct kdump_range_set *ranges = &allowed->ranges;
	unsigned int i;

	for (i = 0; i < ranges->count; i++) {
		unsigned int at = want->top_down ? ranges->count - 1 - i : i;
		struct kdump_hole narrow = *want;

		narrow.window.start = max(ranges->range[at].start,
					  want->window.start);
		narrow.window.end = min(ranges->range[at].end,
					want->window.end);
		if (narrow.window.start < narrow.window.end &&
		    !kdump_segments_find_hole(segments, count, &narrow, ret))
			return 0;
	}
	return -EADDRNOTAVAIL;
}
