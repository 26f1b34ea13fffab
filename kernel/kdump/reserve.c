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
#include <linux/printk.h>
#include <linux/slab.h>

#include "cmdline.h"
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
static char reservation_text[256] = "nothing reserved: no crashkernel= given";

const char *kdump_reservation_text(void)
{
	return reservation_text;
}

static u64 mebibytes(u64 bytes)
{
	return bytes >> 20;
}

static void __init parse_one(const struct kdump_parameter *found, u64 ram)
{
	struct kdump_syntax_error error;
	struct kdump_crashkernel wish;

	if (!kdump_cmdline_parse(found, ram, &error, &wish)) {
		kdump_request_add(&request, &wish);
		return;
	}
	pr_warn("\"%.*s\" ignored: column %u: expected %s\n", found->length,
		found->text, error.column, error.expected);
	snprintf(reservation_text, sizeof(reservation_text),
		 "nothing reserved: \"%.*s\": column %u: expected %s",
		 min(found->length, 80U), found->text, error.column,
		 error.expected);
}

/**
 * kdump_reserve_parse - read all crashkernel= of the command line
 * @cmdline: the command line
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

	if (request.given[KDUMP_FORM_LOW] &&
	    !request.given[KDUMP_FORM_HIGH] && !request.given[KDUMP_FORM_PLAIN])
		pr_warn("crashkernel=size,low alone reserves nothing: give crashkernel=size,high too\n");
	return request.given[KDUMP_FORM_PLAIN] || request.given[KDUMP_FORM_HIGH];
}

static bool __init try_attempt(const struct kdump_attempt *attempt, u64 align,
			       u64 low_end, struct kdump_range *main,
			       struct kdump_range *low)
{
	const struct kdump_range *window = &attempt->window;
	phys_addr_t at;

	at = memblock_phys_alloc_range(attempt->size, align, window->start,
				       window->end);
	if (!at)
		return false;
	*main = (struct kdump_range){ at, at + attempt->size };
	*low = (struct kdump_range){ };
	if (!attempt->low_size)
		return true;

	at = memblock_phys_alloc_range(attempt->low_size, align, align, low_end);
	if (!at) {
		memblock_phys_free(main->start, attempt->size);
		return false;
	}
	*low = (struct kdump_range){ at, at + attempt->low_size };
	return true;
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

static const char * const place_names[] = {
	[KDUMP_PLACE_FIXED] = "at the given offset",
	[KDUMP_PLACE_LOW] = "below 4 GiB",
	[KDUMP_PLACE_HIGH] = "above 4 GiB",
};

static void __init publish(const struct kdump_attempt *attempt,
			   const struct kdump_range *main,
			   const struct kdump_range *low)
{
	int length;

	publish_one(&crashk_low_res, low);
	publish_one(&crashk_res, main);

	length = scnprintf(reservation_text, sizeof(reservation_text),
			   "reserved %llu MiB %s: 0x%llx-0x%llx",
			   mebibytes(attempt->size), place_names[attempt->place],
			   main->start, main->end - 1);
	if (!kdump_range_empty(low))
		scnprintf(reservation_text + length,
			  sizeof(reservation_text) - length,
			  ", with %llu MiB of low memory: 0x%llx-0x%llx",
			  mebibytes(attempt->low_size), low->start,
			  low->end - 1);
	pr_info("%s\n", reservation_text);
}

static u64 __init largest_hole(u64 start, u64 end)
{
	phys_addr_t hole_start, hole_end;
	u64 i, largest = 0;

	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &hole_start,
				&hole_end, NULL) {
		u64 from = max_t(u64, hole_start, start);
		u64 to = min_t(u64, hole_end, end);

		if (to > from)
			largest = max(largest, to - from);
	}
	return largest;
}

static void __init report_failure(const struct kdump_plan *plan,
				  const struct kdump_limits *limits)
{
	snprintf(reservation_text, sizeof(reservation_text),
		 "nothing reserved: %llu MiB asked for, largest free hole is %llu MiB below 4 GiB and %llu MiB above",
		 mebibytes(plan->count ? plan->attempt[0].size : 0),
		 mebibytes(largest_hole(limits->lowest, limits->low_end)),
		 mebibytes(largest_hole(limits->low_end, limits->high_end)));
	pr_err("%s: a crash will not be dumped; ask for less or drop the offset\n",
	       reservation_text);
}

/**
 * kdump_reserve - reserve what kdump_reserve_parse() understood
 *
 * Called once, while memblock is the allocator.
 */
void __init kdump_reserve(void)
{
	struct kdump_range main, low;
	struct kdump_limits limits;
	struct kdump_plan plan;
	unsigned int i;

	kdump_arch.limits(&limits);
	kdump_plan_make(&request, &limits, &plan);
	if (plan.moved)
		pr_notice("the offset of crashkernel= is rounded up to 0x%llx\n",
			  plan.attempt[0].window.start);

	for (i = 0; i < plan.count; i++) {
		if (try_attempt(&plan.attempt[i], limits.align, limits.low_end,
				&main, &low)) {
			publish(&plan.attempt[i], &main, &low);
			return;
		}
		if (plan.attempt[i].place == KDUMP_PLACE_FIXED)
			pr_warn("the memory at 0x%llx-0x%llx is in use or no RAM\n",
				plan.attempt[i].window.start,
				plan.attempt[i].window.end - 1);
	}
	report_failure(&plan, &limits);
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

/* Gives back all but the first @keep bytes of @resource. */
static int give_back(struct resource *resource, u64 keep)
{
	struct kdump_range range = resource_range(resource);
	struct resource *ram;

	ram = kzalloc(sizeof(*ram), GFP_KERNEL);
	if (!ram)
		return -ENOMEM;
	ram->name = "System RAM";
	ram->flags = IORESOURCE_BUSY | IORESOURCE_SYSTEM_RAM;
	ram->start = range.start + keep;
	ram->end = range.end - 1;

	if (keep) {
		adjust_resource(resource, range.start, keep);
	} else {
		release_resource(resource);
		resource->start = 0;
		resource->end = 0;
	}
	crash_free_reserved_phys_range(ram->start, range.end);
	insert_resource(&iomem_resource, ram);
	return 0;
}

/* The low part becomes the region once the main part is gone. */
static void promote_low(void)
{
	struct kdump_range low = kdump_region_low();

	release_resource(&crashk_low_res);
	crashk_low_res.start = 0;
	crashk_low_res.end = 0;
	crashk_res.start = low.start;
	crashk_res.end = low.end - 1;
	insert_resource(&iomem_resource, &crashk_res);
}

/**
 * kdump_region_shrink - give reserved memory back
 * @size: bytes to keep of both regions together
 *
 * The main region shrinks first. Process context, the load lock is held and
 * no image is loaded.
 *
 * Return: 0; %-EINVAL if @size is more than what is reserved; %-ENOMEM.
 */
int kdump_region_shrink(u64 size)
{
	struct kdump_range main = kdump_region();
	struct kdump_range low = kdump_region_low();
	u64 low_size = kdump_range_size(&low);
	u64 reserved = kdump_range_size(&main) + low_size;
	u64 keep = size > reserved ? size : PAGE_ALIGN(size);
	int error;

	if (keep > reserved)
		return -EINVAL;
	if (keep == reserved)
		return 0;
	if (keep > low_size)
		return give_back(&crashk_res, keep - low_size);

	error = give_back(&crashk_res, 0);
	if (error || !low_size)
		return error;
	if (keep < low_size)
		error = give_back(&crashk_low_res, keep);
	if (keep)
		promote_low();
	return error;
}
