// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reserved memory: runs the planned attempts on memblock at boot, owns
 * the "Crash kernel" resources, gives memory back on request.
 *
 * The resources are the only record of what is reserved: crashk_res is where
 * images are loaded, crashk_low_res accompanies it below 4 GiB. Both are
 * written at boot and, under the load lock, by kdump_region_shrink().
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/ioport.h>
#include <linux/kexec.h>
#include <linux/kmemleak.h>
#include <linux/memblock.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "reserve/cmdline.h"
#include "reserve/report.h"
#include "internal.h"

struct resource crashk_res = {
	.name = "Crash kernel",
	.flags = IORESOURCE_BUSY | IORESOURCE_SYSTEM_RAM,
	.desc = IORES_DESC_CRASH_KERNEL,
};

struct resource crashk_low_res = {
	.name = "Crash kernel",
	.flags = IORESOURCE_BUSY | IORESOURCE_SYSTEM_RAM,
	.desc = IORES_DESC_CRASH_KERNEL,
};

static struct kdump_request request __initdata;

/* What came of it, for the log and for /sys/kernel/kdump/reservation. */
static char reservation_text[512] = "nothing reserved: no crashkernel= given";

/* Against readers; writers are alone at boot, or hold the load lock. */
static DEFINE_MUTEX(text_lock);

const char *kdump_reservation_text(void)
{
	return reservation_text;
}

int kdump_reservation_show(char *buffer)
{
	int length;

	mutex_lock(&text_lock);
	length = sysfs_emit(buffer, "%s\n", reservation_text);
	mutex_unlock(&text_lock);
	return length;
}

static void __init parse_one(const struct kdump_parameter *found, u64 ram)
{
	struct kdump_syntax_error error;
	struct kdump_crashkernel wish;

	if (!kdump_cmdline_parse(found, ram, &error, &wish)) {
		kdump_request_add(&request, &wish);
		return;
	}
	kdump_explain_error(found, &error, reservation_text,
			    sizeof(reservation_text));
	pr_warn("%s\n", reservation_text);
}

/**
 * kdump_reserve_parse - read all crashkernel= of the command line
 * @cmdline: the command line, which stays
 * @ram: bytes of RAM
 *
 * Parameters that cannot be honoured are reported and skipped.
 *
 * Return: true if memory is to be reserved.
 */
bool __init kdump_reserve_parse(const char *cmdline, u64 ram)
{
	struct kdump_parameter found;

	while (kdump_cmdline_next(&cmdline, &found))
		parse_one(&found, ram);

	if (kdump_request_main(&request)) {
		/* Not every platform goes on to reserve: Xen PV does not. */
		strscpy(reservation_text,
			"nothing reserved: this platform does not support it",
			sizeof(reservation_text));
		return true;
	}
	if (request.given[KDUMP_FORM_LOW]) {
		strscpy(reservation_text,
			"crashkernel=size,low alone reserves nothing: add crashkernel=size,high",
			sizeof(reservation_text));
		pr_warn("%s\n", reservation_text);
	}
	return false;
}

/* Only where a reservation could start does a hole count. */
static void __init note_hole(struct kdump_range *largest, u64 start, u64 end,
			     u64 align)
{
	struct kdump_range hole = { ALIGN(start, align), end };

	if (hole.start >= hole.end)
		return;
	if (kdump_range_size(&hole) > kdump_range_size(largest))
		*largest = hole;
}

static struct kdump_range __init largest_hole(const struct kdump_range *window,
					      u64 align)
{
	struct kdump_range largest = { };
	phys_addr_t start, end;
	u64 i;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end,
				NULL)
		note_hole(&largest, max_t(u64, start, window->start),
			  min_t(u64, end, window->end), align);
	return largest;
}

/* What of a fixed place is left when all free memory is taken out of it. */
static void __init find_blockers(const struct kdump_range *window,
				 struct kdump_obstacle *obstacle)
{
	struct kdump_range storage[16];
	struct kdump_range_set taken;
	phys_addr_t start, end;
	u64 i;

	kdump_range_set_init(&taken, storage, ARRAY_SIZE(storage));
	kdump_range_set_add(&taken, window);
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end,
				NULL) {
		const struct kdump_range hole = { start, end };

		/* More pieces than are named anyway: the rest stays whole. */
		if (kdump_range_set_exclude(&taken, &hole))
			break;
	}
	obstacle->blockers = min_t(unsigned int, taken.count,
				   KDUMP_BLOCKERS_MAX);
	for (i = 0; i < obstacle->blockers; i++)
		obstacle->blocker[i] = storage[i];
}

static struct kdump_range __init allocate(u64 size, u64 align,
					  const struct kdump_range *window)
{
	phys_addr_t at = memblock_phys_alloc_range(size, align, window->start,
						   window->end);

	return (struct kdump_range){ at, at ? at + size : 0 };
}

/* Fills in main and low of @outcome, or its next obstacle. */
static bool __init try_attempt(const struct kdump_attempt *attempt,
			       const struct kdump_limits *limits,
			       struct kdump_outcome *outcome)
{
	struct kdump_obstacle *obstacle = &outcome->obstacle[outcome->failed];
	const struct kdump_range low = { limits->lowest, limits->low_end };

	outcome->main = allocate(attempt->size, limits->align,
				 &attempt->window);
	if (kdump_range_empty(&outcome->main)) {
		obstacle->kind = KDUMP_OBSTACLE_FULL;
		obstacle->hole = largest_hole(&attempt->window, limits->align);
		if (attempt->place == KDUMP_PLACE_FIXED)
			find_blockers(&attempt->window, obstacle);
		return false;
	}
	if (!attempt->low_size)
		return true;

	outcome->low = allocate(attempt->low_size, limits->align, &low);
	if (!kdump_range_empty(&outcome->low))
		return true;
	memblock_phys_free(outcome->main.start, attempt->size);
	outcome->main = (struct kdump_range){ };
	obstacle->kind = KDUMP_OBSTACLE_COMPANION;
	obstacle->hole = largest_hole(&low, limits->align);
	return false;
}

static void __init publish_one(struct resource *resource,
			       const struct kdump_range *range)
{
	if (kdump_range_empty(range))
		return;
	/* The region leaves the direct map's writable part: not ours to scan. */
	kmemleak_ignore_phys(range->start);
	resource->start = range->start;
	resource->end = range->end - 1;
	insert_resource(&iomem_resource, resource);
}

/**
 * kdump_reserve - reserve what kdump_reserve_parse() understood
 *
 * Called once, while memblock is the allocator.
 */
void __init kdump_reserve(void)
{
	struct kdump_outcome outcome = {
		.asked = kdump_request_main(&request),
	};
	struct kdump_limits limits;
	struct kdump_plan plan;

	kdump_arch.limits(&limits);
	kdump_plan_make(&request, &limits, &plan);
	outcome.plan = &plan;
	while (outcome.failed < plan.count &&
	       !try_attempt(&plan.attempt[outcome.failed], &limits, &outcome))
		outcome.failed++;

	publish_one(&crashk_low_res, &outcome.low);
	publish_one(&crashk_res, &outcome.main);
	kdump_explain_outcome(&outcome, reservation_text,
			      sizeof(reservation_text));
	if (crashk_res.end)
		pr_info("%s\n", reservation_text);
	else
		pr_err("%s\n", reservation_text);
}

static struct kdump_range resource_range(const struct resource *resource)
{
	if (!resource->end)
		return (struct kdump_range){ };
	return (struct kdump_range){ resource->start, resource->end + 1 };
}

/**
 * kdump_region - where images are loaded
 *
 * Return: the range; empty if nothing is reserved. Stable under the load lock.
 */
struct kdump_range kdump_region(void)
{
	return resource_range(&crashk_res);
}

/**
 * kdump_region_low - low memory that is the capture kernel's too
 *
 * Return: the range; empty if there is none. Stable under the load lock.
 */
struct kdump_range kdump_region_low(void)
{
	return resource_range(&crashk_low_res);
}

/**
 * kdump_region_size - how much is reserved
 *
 * Return: bytes of both regions. Stable under the load lock.
 */
u64 kdump_region_size(void)
{
	struct kdump_range main = kdump_region();
	struct kdump_range low = kdump_region_low();

	return kdump_range_size(&main) + kdump_range_size(&low);
}

/* The resource keeps its first @keep bytes, or is gone if that is 0. */
static int cut_resource(struct resource *resource, u64 keep)
{
	if (keep)
		return adjust_resource(resource, resource->start, keep);
	release_resource(resource);
	resource->start = 0;
	resource->end = 0;
	return 0;
}

/*
 * Gives back all but the first @keep bytes of @resource. In /proc/iomem it is
 * System RAM then: that is what the resource lies in.
 */
static int give_back(struct resource *resource, u64 keep)
{
	struct kdump_range range = resource_range(resource);
	int error;

	range.start += keep;
	error = kdump_arch.release(&range);
	if (!error)
		error = cut_resource(resource, keep);
	if (!error)
		crash_free_reserved_phys_range(range.start, range.end);
	return error;
}

/* The low part becomes the region once the main part is gone. */
static void promote_low(void)
{
	struct kdump_range low = kdump_region_low();

	if (crashk_res.end || kdump_range_empty(&low))
		return;
	cut_resource(&crashk_low_res, 0);
	crashk_res.start = low.start;
	crashk_res.end = low.end - 1;
	insert_resource(&iomem_resource, &crashk_res);
}

static int shrink_to(u64 keep)
{
	struct kdump_range low = kdump_region_low();
	u64 low_size = kdump_range_size(&low);
	int error;

	if (keep > low_size)
		return give_back(&crashk_res, keep - low_size);
	error = give_back(&crashk_res, 0);
	if (!error && keep < low_size)
		error = give_back(&crashk_low_res, keep);
	promote_low();
	return error;
}

static void explain_shrunk(void)
{
	struct kdump_range main = kdump_region();
	struct kdump_range low = kdump_region_low();

	mutex_lock(&text_lock);
	kdump_explain_shrunk(&main, &low, reservation_text,
			     sizeof(reservation_text));
	pr_info("%s\n", reservation_text);
	mutex_unlock(&text_lock);
}

/**
 * kdump_region_shrink - give reserved memory back
 * @size: bytes to keep of both regions together; rounded up to a page
 *
 * The main region shrinks first. Process context, the load lock is held.
 *
 * Return: 0; %-ENOENT while an image is loaded; %-EBUSY if the machine is
 * crashing; %-EINVAL if @size is more than what is reserved; or what the
 * architecture says.
 */
int kdump_region_shrink(u64 size)
{
	u64 reserved = kdump_region_size();
	int error;

	error = kdump_image_hold_off();
	if (error)
		return error;
	if (size > reserved) {
		error = -EINVAL;
	} else if (PAGE_ALIGN(size) < reserved) {
		error = shrink_to(PAGE_ALIGN(size));
		explain_shrunk();
	}
	kdump_image_allow();
	return error;
}
