/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Segments of an image against the memory they must fit. Pure.
 */
#ifndef _KDUMP_SEGMENT_H
#define _KDUMP_SEGMENT_H

#include <linux/types.h>
#include <linux/kdump_port.h>

#include "lib/diag.h"

/**
 * struct kdump_allowed - where segments may be
 * @ranges: the reserved region, or holes in RAM
 * @outside: what is wrong with a segment that is elsewhere, a sentence
 *	fragment to follow "segment N "
 */
struct kdump_allowed {
	struct kdump_range_set ranges;
	const char *outside;
};

/**
 * struct kdump_hole - free memory that is looked for
 * @window: it must lie inside this range
 * @size: bytes, not 0
 * @align: its start is a multiple of this; a power of two
 * @top_down: take the highest one instead of the lowest
 */
struct kdump_hole {
	struct kdump_range window;
	u64 size;
	u64 align;
	bool top_down;
};

int kdump_segments_check(const struct kdump_segment *segments,
			 unsigned int count,
			 const struct kdump_allowed *allowed,
			 struct kdump_diag *diag);
unsigned int
kdump_segments_first(const struct kdump_segment *segments, unsigned int count,
		     bool (*is_one)(const struct kdump_segment *segment));
bool kdump_segments_hold(const struct kdump_segment *segments,
			 unsigned int count, u64 address);
int kdump_segments_find_hole(const struct kdump_segment *segments,
			     unsigned int count, const struct kdump_hole *want,
			     u64 *ret);
int kdump_segments_find_allowed(const struct kdump_segment *segments,
				unsigned int count,
				const struct kdump_allowed *allowed,
				const struct kdump_hole *want, u64 *ret);

#endif /* _KDUMP_SEGMENT_H */
