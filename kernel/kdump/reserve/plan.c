// SPDX-License-Identifier: GPL-2.0-only
/*
 * A crashkernel= request to an ordered list of attempts. Pure.
 *
 * The fallback policy is this file and nothing else; reserve.c tries one
 * attempt after the other and takes the first that works.
 */
#include <linux/align.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>

#include "reserve/cmdline.h"

static void plan_add(struct kdump_plan *plan, enum kdump_place place,
		     const struct kdump_range *window, u64 size, u64 low_size,
		     const struct kdump_limits *limits)
{
	plan->attempt[plan->count++] = (struct kdump_attempt){
		.place = place,
		.window = *window,
		.size = size,
		.low_size = low_size,
		.low = { limits->lowest, limits->low_end },
		.align = limits->align,
	};
}

static void plan_low(struct kdump_plan *plan, u64 size,
		     const struct kdump_limits *limits)
{
	const struct kdump_range low = { limits->lowest, limits->low_end };

	plan_add(plan, KDUMP_PLACE_LOW, &low, size, 0, limits);
}

/* An architecture may have nothing above low memory. */
static void plan_high(struct kdump_plan *plan, u64 size, u64 low_size,
		      const struct kdump_limits *limits)
{
	const struct kdump_range high = { limits->low_end, limits->high_end };

	if (limits->low_end < limits->high_end)
		plan_add(plan, KDUMP_PLACE_HIGH, &high, size, low_size, limits);
}

/*
 * Without low memory the capture kernel has no use of devices that reach nothing
 * else, so a reservation that ends above it brings some along unless told not to.
 */
static u64 low_size_of(const struct kdump_request *request,
		       const struct kdump_limits *limits)
{
	if (request->given[KDUMP_FORM_LOW])
		return request->asked[KDUMP_FORM_LOW].size;
	return limits->low_size;
}

/*
 * The user's offset, rounded up to where a reservation may start. One whose
 * end no capture kernel could reach is not worth an attempt.
 */
static void plan_fixed(struct kdump_plan *plan, u64 offset, u64 size,
		       u64 low_size, const struct kdump_limits *limits)
{
	struct kdump_range window = {
		.start = ALIGN(max(offset, limits->lowest), limits->align),
	};

	if (window.start < offset ||
	    check_add_overflow(window.start, size, &window.end) ||
	    window.end > limits->high_end) {
		plan->beyond = true;
		return;
	}
	plan->moved = window.start != offset;
	plan_add(plan, KDUMP_PLACE_FIXED, &window, size,
		 window.end > limits->low_end ? low_size : 0, limits);
}

/**
 * kdump_plan_make - decide what to try, in which order
 * @request: what crashkernel= asks for
 * @limits: what machine and architecture allow
 * @plan: the attempts; none if nothing was asked for, or 0 bytes
 *
 * Plain sizes look in low memory first and then above, ",high" the other way
 * round. An offset is tried first, and alone if ",strict" says so.
 */
void kdump_plan_make(const struct kdump_request *request,
		     const struct kdump_limits *limits,
		     struct kdump_plan *plan)
{
	const struct kdump_crashkernel *asked = kdump_request_main(request);
	u64 low_size = PAGE_ALIGN(low_size_of(request, limits));
	u64 size;

	*plan = (struct kdump_plan){ .low_end = limits->low_end };
	if (!asked || !asked->size)
		return;

	size = PAGE_ALIGN(asked->size);
	if (asked->offset)
		plan_fixed(plan, asked->offset, size, low_size, limits);
	if (asked->strict)
		return;
	if (asked->form == KDUMP_FORM_PLAIN) {
		plan_low(plan, size, limits);
		plan_high(plan, size, low_size, limits);
	} else {
		plan_high(plan, size, low_size, limits);
		plan_low(plan, size, limits);
	}
}
