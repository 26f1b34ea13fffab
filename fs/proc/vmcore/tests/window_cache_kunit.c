// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of window_cache.c: which windows are opened, kept and closed. Opening
 * and closing are done here, so nothing is mapped. For kernels without kdump,
 * which do not have window.c.
 */
#include <kunit/test.h>
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include "vmcore.h"

/* As many as window_cache.c keeps. */
#define KEPT 64

/* Of address space: enough for all of them. */
#define ROOM BIT_ULL(45)

/* Distance of windows that do not follow each other. */
#define JUMP (2 * (u64)VMCORE_WINDOW_SIZE)

static unsigned int nr_opened, nr_closed;
static u64 last_opened, last_closed, last_size;
static int open_error;

struct vmcore_window *vmcore_window_open(u64 address, u64 size,
					 const struct kdump_range *within)
{
	struct vmcore_window *window;

	if (open_error)
		return ERR_PTR(open_error);
	window = kzalloc(sizeof(*window), GFP_KERNEL);
	if (!window)
		return ERR_PTR(-ENOMEM);
	window->range = vmcore_layout_window(address, size, within);
	last_opened = window->range.start;
	last_size = size;
	nr_opened++;
	return window;
}

void vmcore_window_close(struct vmcore_window *window)
{
	last_closed = window->range.start;
	nr_closed++;
	kfree(window);
}

static struct kdump_range memory_range = { 0, 1ULL << 40 };
static const struct kdump_range_set memory = {
	.range = &memory_range,
	.count = 1,
	.capacity = 1,
};

static struct vmcore_window_cache cache;

static int cache_test_init(struct kunit *test)
{
	nr_opened = 0;
	nr_closed = 0;
	open_error = 0;
	vmcore_window_cache_init(&cache, &memory, ROOM);
	return 0;
}

/* Whatever was opened has been closed once. */
static void cache_test_exit(struct kunit *test)
{
	vmcore_window_cache_destroy(&cache);
	KUNIT_EXPECT_EQ(test, nr_opened, nr_closed);
}

static struct vmcore_window *get(struct kunit *test, u64 address)
{
	struct vmcore_window *window;

	window = vmcore_window_cache_get(&cache, address);
	KUNIT_ASSERT_FALSE(test, IS_ERR(window));
	KUNIT_EXPECT_LE(test, window->range.start, address);
	KUNIT_EXPECT_GT(test, window->range.end, address);
	return window;
}

static void use(struct kunit *test, u64 address)
{
	vmcore_window_cache_put(&cache, get(test, address));
}

static void use_many(struct kunit *test, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		use(test, i * JUMP);
}

static void an_open_window_is_found(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, vmcore_window_cache_find(&cache, 5));
	use(test, 5);
	use(test, VMCORE_WINDOW_SIZE - 1);
	use(test, 0);
	KUNIT_EXPECT_EQ(test, nr_opened, 1);
	use(test, VMCORE_WINDOW_SIZE);
	KUNIT_EXPECT_EQ(test, nr_opened, 2);
	KUNIT_EXPECT_EQ(test, nr_closed, 0);
}

static void the_oldest_is_closed(struct kunit *test)
{
	use_many(test, KEPT);
	KUNIT_EXPECT_EQ(test, nr_closed, 0);
	use(test, 0);
	use(test, KEPT * JUMP);
	KUNIT_EXPECT_EQ(test, nr_closed, 1);
	KUNIT_EXPECT_EQ(test, last_closed, JUMP);
	use(test, 0);
	KUNIT_EXPECT_EQ(test, nr_opened, KEPT + 1);
}

static void one_in_use_is_not_closed(struct kunit *test)
{
	struct vmcore_window *held = get(test, 0);

	use_many(test, KEPT);
	use(test, KEPT * JUMP);
	KUNIT_EXPECT_EQ(test, nr_closed, 1);
	KUNIT_EXPECT_EQ(test, last_closed, JUMP);
	vmcore_window_cache_put(&cache, held);
	KUNIT_EXPECT_EQ(test, nr_closed, 1);
}

/* One more than can be kept is open as long as it is in use. */
static void all_in_use(struct kunit *test)
{
	struct vmcore_window *held[KEPT];
	unsigned int i;

	for (i = 0; i < KEPT; i++)
		held[i] = get(test, i * JUMP);
	use(test, KEPT * JUMP);
	KUNIT_EXPECT_EQ(test, nr_closed, 1);
	KUNIT_EXPECT_EQ(test, last_closed, KEPT * JUMP);
	for (i = 0; i < KEPT; i++)
		vmcore_window_cache_put(&cache, held[i]);
	KUNIT_EXPECT_EQ(test, nr_closed, 1);
}

/* Two users of one window: it stays until the second is done. */
static void users_are_counted(struct kunit *test)
{
	struct vmcore_window *one = get(test, 0), *other = get(test, 1);

	KUNIT_EXPECT_PTR_EQ(test, one, other);
	vmcore_window_cache_put(&cache, one);
	use_many(test, KEPT);
	use(test, KEPT * JUMP);
	KUNIT_EXPECT_EQ(test, last_closed, JUMP);
	vmcore_window_cache_put(&cache, other);
}

static void jumps_get_small_windows(struct kunit *test)
{
	use_many(test, KEPT);
	KUNIT_EXPECT_EQ(test, last_size, VMCORE_WINDOW_SIZE);
	use(test, KEPT * JUMP);
	KUNIT_EXPECT_EQ(test, last_size, VMCORE_LARGE_PAGE);
	/* Where a window ends, reading goes on. */
	use(test, KEPT * JUMP + VMCORE_LARGE_PAGE);
	KUNIT_EXPECT_EQ(test, last_size, VMCORE_WINDOW_SIZE);
	KUNIT_EXPECT_EQ(test, last_opened, KEPT * JUMP);
}

struct room_row {
	const char *name;
	u64 room;
	u64 size;
	unsigned int kept;
};

static const struct room_row room_rows[] = {
	{ "64 MiB", SZ_64M, VMCORE_LARGE_PAGE, 8 },
	{ "a little less than 128 MiB", SZ_128M - 1, VMCORE_LARGE_PAGE, 8 },
	{ "128 MiB", SZ_128M, SZ_4M, 8 },
	{ "1 GiB", SZ_1G, SZ_32M, 8 },
	{ "4 GiB", 4ULL * SZ_1G, SZ_64M, 16 },
	{ "16 GiB", 16ULL * SZ_1G, SZ_64M, 64 },
	{ "all there is", U64_MAX, SZ_64M, 64 },
};

/* Never more than a quarter of it. */
static void room_is_shared(struct kunit *test)
{
	const struct room_row *row = room_rows;
	unsigned int i;

	for (; row < room_rows + ARRAY_SIZE(room_rows); row++) {
		vmcore_window_cache_destroy(&cache);
		vmcore_window_cache_init(&cache, &memory, row->room);
		nr_opened = 0;
		nr_closed = 0;
		for (i = 0; i < row->kept; i++)
			use(test, i * JUMP);
		KUNIT_EXPECT_EQ_MSG(test, last_size, row->size, "%s", row->name);
		KUNIT_EXPECT_EQ_MSG(test, nr_closed, 0, "%s", row->name);
		use(test, i * JUMP);
		KUNIT_EXPECT_EQ_MSG(test, nr_closed, 1, "%s", row->name);
		KUNIT_EXPECT_LE_MSG(test, row->kept * row->size * 4, row->room,
				    "%s", row->name);
	}
}

static void errors_are_passed_on(struct kunit *test)
{
	struct vmcore_window *window;

	window = vmcore_window_cache_get(&cache, memory_range.end);
	KUNIT_EXPECT_EQ(test, PTR_ERR(window), -EFAULT);
	open_error = -ENOMEM;
	window = vmcore_window_cache_get(&cache, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(window), -ENOMEM);
	open_error = 0;
	use(test, 0);
}

static struct kunit_case window_cache_cases[] = {
	KUNIT_CASE(an_open_window_is_found),
	KUNIT_CASE(the_oldest_is_closed),
	KUNIT_CASE(one_in_use_is_not_closed),
	KUNIT_CASE(all_in_use),
	KUNIT_CASE(users_are_counted),
	KUNIT_CASE(jumps_get_small_windows),
	KUNIT_CASE(room_is_shared),
	KUNIT_CASE(errors_are_passed_on),
	{}
};

static struct kunit_suite window_cache_suite = {
	.name = "kdump_vmcore_window_cache",
	.init = cache_test_init,
	.exit = cache_test_exit,
	.test_cases = window_cache_cases,
};

kunit_test_suite(window_cache_suite);
