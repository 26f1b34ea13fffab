// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments of an image, as kexec_load(2) takes them from any program.
 *
 * Input: one byte that chooses the scale; then the region, the segments and
 * the hole that is looked for. On the small scale all is in a few hundred
 * pages, so that things meet and can be counted out; on the large one all
 * addresses there are can occur.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/align.h>
#include <linux/mm.h>

#include "fuzz.h"
#include "image/segment.h"

#define SEGMENTS_MAX	12
#define SMALL_PAGES	256

/**
 * struct world - what an input says
 * @small: addresses are below SMALL_PAGES pages, and whole ones mostly
 * @region: the reserved region
 * @segments: exactly @count of them
 * @count: how many
 * @want: the hole
 */
struct world {
	bool small;
	struct kdump_range region;
	struct kdump_segment *segments;
	unsigned int count;
	struct kdump_hole want;
};

static u64 take_address(struct fuzz_input *input, bool small)
{
	u64 page = fuzz_take(input, 1);

	if (small)
		return page * PAGE_SIZE;
	return (fuzz_number(input) & ~((u64)PAGE_SIZE - 1)) + (page == 0xff);
}

static struct kdump_range take_range(struct fuzz_input *input, bool small)
{
	u64 start = take_address(input, small);

	return (struct kdump_range){ start, take_address(input, small) };
}

static void take_segment(struct fuzz_input *input, bool small,
			 struct kdump_segment *segment)
{
	*segment = (struct kdump_segment){
		.memory = take_range(input, small),
	};
	segment->size = small ? fuzz_take(input, 2) << 6 : fuzz_number(input);
}

static struct world take_world(struct fuzz_input *input)
{
	struct world world = { .small = fuzz_take(input, 1) & 1 };
	unsigned int i;

	world.region = take_range(input, world.small);
	if (world.region.end < world.region.start)
		world.region.end = U64_MAX & ~((u64)PAGE_SIZE - 1);
	world.want = (struct kdump_hole){
		.window = take_range(input, world.small),
		.size = take_address(input, world.small) ?: PAGE_SIZE,
		.align = (u64)PAGE_SIZE << fuzz_below(input, world.small ? 6 : 48),
		.top_down = fuzz_take(input, 1) & 1,
	};
	world.count = fuzz_below(input, SEGMENTS_MAX + 1);
	world.segments = fuzz_memory(NULL,
				     world.count * sizeof(*world.segments));
	for (i = 0; i < world.count; i++)
		take_segment(input, world.small, &world.segments[i]);
	return world;
}

static bool overlap(const struct kdump_range *a, const struct kdump_range *b)
{
	return !(a->end <= b->start || b->end <= a->start);
}

/* May it be there, whatever the others are? */
static bool good_alone(const struct world *world,
		       const struct kdump_segment *segment)
{
	const struct kdump_range *memory = &segment->memory;

	return memory->start <= memory->end &&
	       memory->start % PAGE_SIZE == 0 && memory->end % PAGE_SIZE == 0 &&
	       memory->start >= world->region.start &&
	       memory->end <= world->region.end &&
	       memory->end - memory->start >= segment->size;
}

static bool good_among(const struct world *world, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++)
		if (overlap(&world->segments[i].memory,
			    &world->segments[index].memory))
			return false;
	return true;
}

/* The first bad one is named, and only a bad list is refused. */
static bool check_list(const struct world *world)
{
	struct kdump_range region = world->region;
	const struct kdump_allowed allowed = { { &region, 1, 1 }, "is outside" };
	struct kdump_diag diag = { .entry = KDUMP_NO_ENTRY };
	int err = kdump_segments_check(world->segments, world->count,
				       &allowed, &diag);
	unsigned int good = 0;

	while (good < world->count &&
	       good_alone(world, &world->segments[good]) &&
	       good_among(world, good))
		good++;
	if (good == world->count) {
		EXPECT(!err);
		EXPECT(!diag.remark);
		return true;
	}
	EXPECT(err == -EADDRNOTAVAIL || err == -EINVAL);
	EXPECT(diag.entry == good);
	EXPECT(diag.remark && *diag.remark);
	EXPECT(err != -EADDRNOTAVAIL ||
	       !good_alone(world, &world->segments[good]));
	return false;
}

static bool is_hole(const struct world *world, u64 start)
{
	const struct kdump_hole *want = &world->want;
	const struct kdump_range hole = { start, start + want->size };
	unsigned int i;

	if (hole.end < start || start % want->align ||
	    start < want->window.start || hole.end > want->window.end)
		return false;
	for (i = 0; i < world->count; i++)
		if (overlap(&world->segments[i].memory, &hole))
			return false;
	return true;
}

/* The small scale: the lowest or the highest hole by trying each page. */
static bool count_out(const struct world *world, u64 *ret)
{
	unsigned int page;
	bool found = false;

	for (page = 0; page < SMALL_PAGES; page++) {
		if (!is_hole(world, page * PAGE_SIZE))
			continue;
		*ret = page * PAGE_SIZE;
		found = true;
		if (!world->want.top_down)
			break;
	}
	return found;
}

/* One range without a border in the window's way: the same hole. */
static void check_allowed(const struct world *world, int expected, u64 hole)
{
	struct kdump_range all = { 0, U64_MAX };
	const struct kdump_allowed allowed = { { &all, 1, 1 }, "" };
	u64 found = 0x5a5a5a5a;
	int err = kdump_segments_find_allowed(world->segments, world->count,
					   &allowed, &world->want, &found);

	EXPECT(err == expected && found == hole);
}

static void check_hole(const struct world *world)
{
	u64 found = 0x5a5a5a5a, best;
	int err = kdump_segments_find_hole(world->segments, world->count,
					   &world->want, &found);

	EXPECT(!err || err == -EADDRNOTAVAIL);
	check_allowed(world, err, found);
	EXPECT(err ? found == 0x5a5a5a5a : is_hole(world, found));
	if (!world->small)
		return;
	if (count_out(world, &best))
		EXPECT(!err && found == best);
	else
		EXPECT(err);
}

static void check_hold(const struct world *world)
{
	unsigned int i;

	for (i = 0; i < world->count; i++) {
		const struct kdump_segment *segment = &world->segments[i];
		u64 start = segment->memory.start;

		if (!segment->size)
			continue;
		EXPECT(kdump_segments_hold(world->segments, world->count,
					   start));
		EXPECT(kdump_segments_hold(world->segments, world->count,
					   start + segment->size - 1));
	}
	EXPECT(!kdump_segments_hold(world->segments, world->count,
				    world->region.end));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct world world = take_world(&input);

	if (check_list(&world)) {
		check_hole(&world);
		check_hold(&world);
	}
	free(world.segments);
	return 0;
}
