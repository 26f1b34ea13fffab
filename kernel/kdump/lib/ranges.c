// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sorted, bounded set of physical ranges. Pure.
 *
 * A dump consists of all RAM, less a few pieces. When a split does not fit, the
 * set is left as it was and the caller is told. So ranges can be counted first
 * and filled in later, and memory hotplug in between writes past no array.
 */
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/minmax.h>
#include <linux/string.h>

/**
 * kdump_range_set_init - start an empty set
 * @set: empty afterwards, whatever it was
 * @storage: memory for @capacity ranges; stays the caller's
 * @capacity: most ranges the set may hold
 */
void kdump_range_set_init(struct kdump_range_set *set,
			  struct kdump_range *storage, unsigned int capacity)
{
	*set = (struct kdump_range_set){
		.range = storage,
		.capacity = capacity,
	};
}

/* Index of the first range that ends at or after @address. */
static unsigned int first_ending_at(const struct kdump_range_set *set,
				    u64 address)
{
	unsigned int low = 0, high = set->count;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (set->range[middle].end < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Replaces @nr ranges at @index by the @nr_new ranges of @with. */
static int set_splice(struct kdump_range_set *set, unsigned int index,
		      unsigned int nr, const struct kdump_range *with,
		  unsigned int nr_new)
{
	unsigned int tail = set->count - index - nr;

	if (set->count - nr + nr_new > set->capacity)
		return -ENOSPC;
	memmove(&set->range[index + nr_new], &set->range[index + nr],
		tail * sizeof(*with));
	memcpy(&set->range[index], with, nr_new * sizeof(*with));
	set->count = set->count - nr + nr_new;
	return 0;
}

/**
 * kdump_range_set_add - put a range into the set
 * @set: sorted; stays so
 * @range: the range; what it touches or overlaps becomes one range with it
 *
 * Return: 0, also for an empty range; %-EINVAL if @range ends before it
 * starts; %-ENOSPC if the set is full. The set is unchanged on error.
 */
int kdump_range_set_add(struct kdump_range_set *set,
			const struct kdump_range *range)
{
	struct kdump_range merged = *range;
	unsigned int index, nr = 0;

	if (range->end < range->start)
		return -EINVAL;
	if (kdump_range_empty(range))
		return 0;

	index = first_ending_at(set, range->start);
	while (index + nr < set->count &&
	       set->range[index + nr].start <= range->end) {
		merged.start = min(merged.start, set->range[index + nr].start);
		merged.end = max(merged.end, set->range[index + nr].end);
		nr++;
	}
	return set_splice(set, index, nr, &merged, 1);
}

/**
 * kdump_range_set_exclude - take a range out of the set
 * @set: sorted; stays so
 * @range: what to take out; parts that are not in the set do not matter
 *
 * Return: 0; %-EINVAL if @range ends before it starts; %-ENOSPC if it would
 * split a range and the second half does not fit. The set is unchanged on
 * error.
 */
int kdump_range_set_exclude(struct kdump_range_set *set,
			    const struct kdump_range *range)
{
	struct kdump_range rest[2];
	unsigned int index, nr = 0, nr_rest = 0;

	if (range->end < range->start)
		return -EINVAL;
	if (kdump_range_empty(range))
		return 0;

	index = first_ending_at(set, range->start);
	while (index + nr < set->count &&
	       set->range[index + nr].start < range->end)
		nr++;
	if (!nr)
		return 0;

	if (set->range[index].start < range->start)
		rest[nr_rest++] = (struct kdump_range){
			set->range[index].start, range->start,
		};
	if (set->range[index + nr - 1].end > range->end)
		rest[nr_rest++] = (struct kdump_range){
			range->end, set->range[index + nr - 1].end,
		};
	return set_splice(set, index, nr, rest, nr_rest);
}

/**
 * kdump_range_set_find - the range that holds an address
 * @set: sorted; not changed
 * @address: physical address
 *
 * Return: the range, or NULL if @address is in none.
 */
const struct kdump_range *
kdump_range_set_find(const struct kdump_range_set *set, u64 address)
{
	unsigned int index = first_ending_at(set, address);

	/* A range that ends exactly at @address does not hold it. */
	if (index < set->count && set->range[index].end == address)
		index++;
	if (index == set->count || set->range[index].start > address)
		return NULL;
	return &set->range[index];
}

/**
 * kdump_range_set_overlaps - is any byte of a range in the set?
 * @set: sorted; not changed
 * @range: the range; an empty one overlaps nothing
 */
bool kdump_range_set_overlaps(const struct kdump_range_set *set,
			      const struct kdump_range *range)
{
	unsigned int index = first_ending_at(set, range->start);

	if (kdump_range_empty(range))
		return false;
	/* One that ends exactly at the start does not overlap. */
	if (index < set->count && set->range[index].end == range->start)
		index++;
	return index < set->count && set->range[index].start < range->end;
}
