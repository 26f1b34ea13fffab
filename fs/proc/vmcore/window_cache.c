// SPDX-License-Identifier: GPL-2.0-only
/*
 * The windows onto old memory that a reader keeps open.
 *
 * Those used last are kept, the last one in front. They cover all memory of a
 * usual machine. On a larger one reads that go on where a window ends get the
 * next as large; those that jump get a small one, as it may well be closed
 * again after one copy.
 *
 * The lock is held to look a window up, never to map or to copy; while bytes
 * are copied, the window counts one more user. When all windows that may be
 * kept are in use, one more is opened and closed for the one copy, so readers
 * never wait for each other.
 *
 * Context: process context, may sleep. The mmap lock may be held.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

#include "vmcore.h"

/* Of a few hundred bytes each, with what the kernel needs to map them. */
#define WINDOWS_MAX 64

/*
 * Where address space is short, a reader leaves most of it to others, and has more
 * than a few windows in its part.
 */
#define PARTS_OF_ROOM 4
#define WINDOWS_MIN 8

/**
 * vmcore_window_cache_init - start without a window
 * @cache: a reader's windows
 * @memory: what windows may show: contiguous ranges of whole pages; has to stay
 *	as long as the cache
 * @room: bytes of address space for all mappings of this kernel, 64 MiB or more
 */
void vmcore_window_cache_init(struct vmcore_window_cache *cache,
			      const struct kdump_range_set *memory, u64 room)
{
	u64 part = BIT_ULL(ilog2(room)) / PARTS_OF_ROOM;

	cache->memory = memory;
	cache->window_size = clamp_t(u64, part / WINDOWS_MIN,
				     VMCORE_LARGE_PAGE, VMCORE_WINDOW_SIZE);
	cache->windows_max = min_t(u64, WINDOWS_MAX,
				   div64_u64(part, cache->window_size));
	spin_lock_init(&cache->lock);
	INIT_LIST_HEAD(&cache->windows);
	cache->nr_windows = 0;
}

/**
 * vmcore_window_cache_destroy - close all windows
 * @cache: the cache; neither it nor one of its windows is in use
 */
void vmcore_window_cache_destroy(struct vmcore_window_cache *cache)
{
	struct vmcore_window *window, *next;

	list_for_each_entry_safe(window, next, &cache->windows, list)
		vmcore_window_close(window);
}

static bool window_shows(const struct vmcore_window *window, u64 address)
{
	return address >= window->range.start && address < window->range.end;
}

/**
 * vmcore_window_cache_find - look for an open window
 * @cache: a reader's windows
 * @address: physical address that it has to show
 *
 * Return: the window, until vmcore_window_cache_put(); NULL if there is none.
 */
struct vmcore_window *
vmcore_window_cache_find(struct vmcore_window_cache *cache, u64 address)
{
	struct vmcore_window *window;

	spin_lock(&cache->lock);
	list_for_each_entry(window, &cache->windows, list) {
		if (!window_shows(window, address))
			continue;
		window->users++;
		if (!list_is_first(&window->list, &cache->windows))
			list_move(&window->list, &cache->windows);
		spin_unlock(&cache->lock);
		return window;
	}
	spin_unlock(&cache->lock);
	return NULL;
}

/* How large a new window should be. */
static u64 cache_window_size(struct vmcore_window_cache *cache, u64 address)
{
	u64 page = ALIGN_DOWN(address, PAGE_SIZE);
	struct vmcore_window *window;
	bool large;

	spin_lock(&cache->lock);
	large = cache->nr_windows < cache->windows_max;
	list_for_each_entry(window, &cache->windows, list)
		large |= window->range.end == page;
	spin_unlock(&cache->lock);
	return large ? cache->window_size : VMCORE_LARGE_PAGE;
}

/* The window that was not in use for the longest time, NULL if all are. */
static struct vmcore_window *cache_evict(struct vmcore_window_cache *cache)
{
	struct vmcore_window *window;

	lockdep_assert_held(&cache->lock);
	list_for_each_entry_reverse(window, &cache->windows, list) {
		if (window->users)
			continue;
		list_del(&window->list);
		cache->nr_windows--;
		return window;
	}
	return NULL;
}

/* Adds a new window that is in use, if there is space or can be made. */
static void cache_add(struct vmcore_window_cache *cache,
		      struct vmcore_window *window)
{
	struct vmcore_window *oldest = NULL;

	spin_lock(&cache->lock);
	window->users = 1;
	if (cache->nr_windows == cache->windows_max)
		oldest = cache_evict(cache);
	window->cached = cache->nr_windows < cache->windows_max;
	if (window->cached) {
		list_add(&window->list, &cache->windows);
		cache->nr_windows++;
	}
	spin_unlock(&cache->lock);
	if (oldest)
		vmcore_window_close(oldest);
}

/**
 * vmcore_window_cache_open - open a window where there is none
 * @cache: a reader's windows
 * @address: physical address that it has to show
 * @within: the range of the cache's memory that holds @address
 *
 * Return: the window, until vmcore_window_cache_put(); or an error pointer of
 * vmcore_window_open().
 */
struct vmcore_window *
vmcore_window_cache_open(struct vmcore_window_cache *cache, u64 address,
			 const struct kdump_range *within)
{
	u64 size = cache_window_size(cache, address);
	struct vmcore_window *window;

	might_sleep();
	window = vmcore_window_open(address, size, within);
	if (!IS_ERR(window))
		cache_add(cache, window);
	return window;
}

/**
 * vmcore_window_cache_get - have a byte of old memory mapped
 * @cache: a reader's windows
 * @address: its physical address
 *
 * Return: a window that shows @address, until vmcore_window_cache_put();
 * %-EFAULT as error pointer if @address is not in the cache's memory, else an
 * error pointer of vmcore_window_open().
 */
struct vmcore_window *
vmcore_window_cache_get(struct vmcore_window_cache *cache, u64 address)
{
	struct vmcore_window *window = vmcore_window_cache_find(cache, address);
	const struct kdump_range *range;

	might_sleep();
	if (window)
		return window;
	range = kdump_range_set_find(cache->memory, address);
	if (!range)
		return ERR_PTR(-EFAULT);
	return vmcore_window_cache_open(cache, address, range);
}

/**
 * vmcore_window_cache_put - stop using a window
 * @cache: a reader's windows
 * @window: a window that find, open or get returned
 */
void vmcore_window_cache_put(struct vmcore_window_cache *cache,
			     struct vmcore_window *window)
{
	bool cached;

	might_sleep();
	spin_lock(&cache->lock);
	window->users--;
	cached = window->cached;
	spin_unlock(&cache->lock);
	if (!cached)
		vmcore_window_close(window);
}
