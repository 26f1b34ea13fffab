// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reserved memory: runs the planned attempts on memblock at boot, owns
 * the "Crash kernel" resources, gives memory back on request.
 *
 * The resources are the only record of what is reserved: crashk_res is where
 * images are loaded, crashk_low_res accompanies it in low memory. Both are
 * written at boot and, under the load lock, by kdump_region_shrink().
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/ioport.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/kmemleak.h>
#include <linux/memblock.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "reserve/cmdline.h"
#include "reserve/report.h"
#include "reserve/reserve.h"
#include "load_lock.h"

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
static char reservation_text[KDUMP_SENTENCE_MAX];

/* Against readers; writers are alone at boot, or hold the load lock. */
static DEFINE_MUTEX(reservation_text_lock);

/**
 * kdump_reservation_text - what came of crashkernel=
 *
 * Return: a sentence. Stable under the load lock.
 */
const char *kdump_reservation_text(void)
{
	return reservation_text;
}

/**
 * kdump_reservation_show - the same, for a file of sysfs
 * @buffer: a page
 *
 * Process context.
 *
 * Return: bytes written.
 */
int kdump_reservation_show(char *buffer)
{
	int length;

	might_sleep();
	mutex_lock(&reservation_text_lock);
	length = sysfs_emit(buffer, "%s\n", reservation_text);
	mutex_unlock(&reservation_text_lock);
	return length;
}

static void __init reserve_parse_one(const struct kdump_parameter *found,
				     u64 ram)
{
	struct kdump_diag diag;
	struct kdump_crashkernel asked;

	if (kdump_cmdline_parse(found, ram, &diag, &asked)) {
		kdump_report_error(found, &diag, reservation_text,
				   sizeof(reservation_text));
	} else if (asked.form == KDUMP_FORM_CMA && !IS_ENABLED(CONFIG_CMA)) {
		kdump_report_no_cma(found, reservation_text,
				    sizeof(reservation_text));
	} else {
		kdump_request_add(&request, &asked);
		return;
	}
	pr_warn("%s\n", reservation_text);
}

/* What only goes with a region was asked for, and no region. */
static void __init reserve_warn_alone(void)
{
	const struct kdump_crashkernel *lent = kdump_request_lent(&request);

	if (request.given[KDUMP_FORM_LOW]) {
		kdump_report_low_alone(reservation_text,
				       sizeof(reservation_text));
		pr_warn("%s\n", reservation_text);
	}
	if (lent) {
		kdump_report_lent_alone(lent, reservation_text,
					sizeof(reservation_text));
		pr_warn("%s\n", reservation_text);
	}
}

/**
 * kdump_reserve_parse - read all crashkernel= of the command line
 * @cmdline: the command line, which stays
 * @ram: bytes of RAM
 *
 * Parameters that cannot be honoured are reported and skipped.
 *
 * Return: what is asked for, known to kdump_reserve() too; NULL if nothing is
 * to be reserved.
 */
const struct kdump_request *__init kdump_reserve_parse(const char *cmdline,
						       u64 ram)
{
	const struct kdump_crashkernel *asked;
	struct kdump_parameter found;

	kdump_report_none(reservation_text, sizeof(reservation_text));
	while (kdump_cmdline_next(&cmdline, &found))
		reserve_parse_one(&found, ram);

	asked = kdump_request_main(&request);
	if (asked && !asked->size) {
		kdump_report_zero(asked, reservation_text,
				  sizeof(reservation_text));
		pr_info("%s\n", reservation_text);
		return NULL;
	}
	if (asked) {
		/* Not every platform goes on to reserve: Xen PV does not. */
		kdump_report_unsupported(reservation_text,
					 sizeof(reservation_text));
		return &request;
	}
	reserve_warn_alone();
	return NULL;
}

/* Only where a reservation could start does a hole count. */
static void __init hole_note(struct kdump_range *largest, u64 start, u64 end,
			     u64 align)
{
	struct kdump_range hole = { ALIGN(start, align), end };

	if (hole.start >= hole.end)
		return;
	if (kdump_range_size(&hole) > kdump_range_size(largest))
		*largest = hole;
}

static struct kdump_range __init hole_largest(const struct kdump_range *window,
					      u64 align)
{
	struct kdump_range largest = { };
	phys_addr_t start, end;
	u64 i;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end,
				NULL)
		hole_note(&largest, max_t(u64, start, window->start),
			  min_t(u64, end, window->end), align);
	return largest;
}

/* What of a fixed place is left when all free memory is taken out of it. */
static void __init blockers_find(const struct kdump_range *window,
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

static struct kdump_range __init memory_allocate(u64 size, u64 align,
						 const struct kdump_range *window)
{
	phys_addr_t at = memblock_phys_alloc_range(size, align, window->start,
						   window->end);

	return (struct kdump_range){ at, at ? at + size : 0 };
}

/* Fills in main and low of @outcome, or its next obstacle. */
static bool __init attempt_make(const struct kdump_attempt *attempt,
				struct kdump_outcome *outcome)
{
	struct kdump_obstacle *obstacle = &outcome->obstacle[outcome->failed];

	outcome->main = memory_allocate(attempt->size, attempt->align,
					&attempt->window);
	if (kdump_range_empty(&outcome->main)) {
		obstacle->kind = KDUMP_OBSTACLE_FULL;
		obstacle->hole = hole_largest(&attempt->window, attempt->align);
		if (attempt->place == KDUMP_PLACE_FIXED)
			blockers_find(&attempt->window, obstacle);
		return false;
	}
	if (!attempt->low_size)
		return true;

	outcome->low = memory_allocate(attempt->low_size, attempt->align,
				       &attempt->low);
	if (!kdump_range_empty(&outcome->low))
		return true;
	memblock_phys_free(outcome->main.start, attempt->size);
	outcome->main = (struct kdump_range){ };
	obstacle->kind = KDUMP_OBSTACLE_LOW;
	obstacle->hole = hole_largest(&attempt->low, attempt->align);
	return false;
}

static void __init resource_publish(struct resource *resource,
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

	kdump_arch_limits(&limits);
	kdump_plan_make(&request, &limits, &plan);
	outcome.plan = &plan;
	while (outcome.failed < plan.count &&
	       !attempt_make(&plan.attempt[outcome.failed], &outcome))
		outcome.failed++;

	resource_publish(&crashk_low_res, &outcome.low);
	resource_publish(&crashk_res, &outcome.main);
	if (crashk_res.end)
		outcome.lent_asked = kdump_request_lent(&request);
	if (outcome.lent_asked)
		kdump_lend(outcome.lent_asked->size, &limits);
	outcome.lent = kdump_lent();
	kdump_report_outcome(&outcome, reservation_text,
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

/**
 * kdump_region_exclude - take out of a set what is the capture kernel's
 * @set: RAM
 *
 * Both regions, and what every kernel overwrites while it boots.
 *
 * Return: 0; %-ENOSPC if @set is too small.
 */
int kdump_region_exclude(struct kdump_range_set *set)
{
	const struct kdump_range omit[] = {
		kdump_arch_boot_area(),
		kdump_region(),
		kdump_region_low(),
	};
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(omit); i++) {
		error = kdump_range_set_exclude(set, &omit[i]);
		if (error)
			return error;
	}
	return 0;
}

/* The resource keeps its first @keep bytes, or is gone if that is 0. */
static int resource_cut(struct resource *resource, u64 keep)
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
static int resource_give_back(struct resource *resource, u64 keep)
{
	struct kdump_range range = resource_range(resource);
	int error;

	range.start += keep;
	/* A load that failed early may have left it read-only. */
	error = kdump_arch_protect(&range, false);
	if (error)
		return error;
	error = kdump_arch_release(&range);
	if (error)
		return error;
	error = resource_cut(resource, keep);
	if (error)
		return error;
	crash_free_reserved_phys_range(range.start, range.end);
	return 0;
}

/* The low part becomes the region once the main part is gone. */
static void low_promote(void)
{
	struct kdump_range low = kdump_region_low();

	if (crashk_res.end || kdump_range_empty(&low))
		return;
	resource_cut(&crashk_low_res, 0);
	crashk_res.start = low.start;
	crashk_res.end = low.end - 1;
	insert_resource(&iomem_resource, &crashk_res);
}

static int region_shrink_to(u64 keep)
{
	struct kdump_range low = kdump_region_low();
	u64 low_size = kdump_range_size(&low);
	int error;

	if (keep > low_size)
		return resource_give_back(&crashk_res, keep - low_size);
	error = resource_give_back(&crashk_res, 0);
	if (!error && keep < low_size)
		error = resource_give_back(&crashk_low_res, keep);
	low_promote();
	return error;
}

static void reservation_report_shrunk(void)
{
	struct kdump_range main = kdump_region();
	struct kdump_range low = kdump_region_low();

	mutex_lock(&reservation_text_lock);
	kdump_report_shrunk(&main, &low, kdump_lent(), reservation_text,
			    sizeof(reservation_text));
	pr_info("%s\n", reservation_text);
	mutex_unlock(&reservation_text_lock);
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

	kdump_assert_load_locked();
	error = kdump_image_hold_off();
	if (error)
		return error;
	if (size > reserved) {
		error = -EINVAL;
	} else if (PAGE_ALIGN(size) < reserved) {
		error = region_shrink_to(PAGE_ALIGN(size));
		reservation_report_shrunk();
	}
	kdump_image_allow();
	return error;
}
