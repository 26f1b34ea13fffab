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

static void add_attempt(struct kdump_plan *plan, enum kdump_place place,
			u64 start, u64 end, u64 size, u64 low_size)
{
	plan->attempt[plan->count++] = (struct kdump_attempt){
		.place = place,
		.window = { start, end },
		.size = size,
		.low_size = low_size,
	};
}

/*
 * Whoever has no low memory cannot do 32-bit DMA in the capture kernel, so a
 * reservation that ends above the line brings some along unless told not to.
 */
static u64 companion_size(const struct kdump_request *request,
			  const struct kdump_limits *limits)
{
	if (request->given[KDUMP_FORM_LOW])
		return request->wish[KDUMP_FORM_LOW].size;
	return limits->low_size;
}

/*
 * The user's offset, rounded up to where a reservation may start. One whose
 * end no capture kernel could reach is not worth an attempt.
 */
static void plan_fixed(struct kdump_plan *plan, u64 offset, u64 size,
		       u64 low_size, const struct kdump_limits *limits)
{
	u64 start = ALIGN(max(offset, limits->lowest), limits->align);
	u64 end;

	if (start < offset || check_add_overflow(start, size, &end) ||
	    end > limits->high_end) {
		plan->beyond = true;
		return;
	}
	plan->moved = start != offset;
	add_attempt(plan, KDUMP_PLACE_FIXED, start, end, size,
		    end > limits->low_end ? low_size : 0);
}

/**
 * kdump_plan_make - decide what to try, in which order
 * @request: what crashkernel= asks for
 * @limits: what machine and architecture allow
 * @plan: the attempts; none if nothing was asked for
 *
 * Plain sizes look below 4 GiB first and then above, ",high" the other way
 * round. An offset is tried first, and alone if ",strict" says so.
 */
void kdump_plan_make(const struct kdump_request *request,
		     const struct kdump_limits *limits,
		     struct kdump_plan *plan)
{
	const struct kdump_crashkernel *wish = kdump_request_main(request);
	u64 low_size = PAGE_ALIGN(companion_size(request, limits));
	bool plain;
	u64 size;

	*plan = (struct kdump_plan){ };
	if (!wish)
		return;

	plain = wish->form == KDUMP_FORM_PLAIN;
	size = PAGE_ALIGN(wish->size);
	if (wish->offset)
		plan_fixed(plan, wish->offset, size, low_size, limits);
	if (wish->strict)
		return;
	if (plain)
		add_attempt(plan, KDUMP_PLACE_LOW, limits->lowest,
			    limits->low_end, size, 0);
	/* An architecture may have nothing above the line. */
	if (limits->low_end < limits->high_end)
		add_attempt(plan, KDUMP_PLACE_HIGH, limits->low_end,
			    limits->high_end, size, low_size);
	if (!plain)
		add_attempt(plan, KDUMP_PLACE_LOW, limits->lowest,
			    limits->low_end, size, 0);
}
