// SPDX-License-Identifier: GPL-2.0-only
/*
 * The windows onto old memory that a reader keeps open.
 *
 * The windows used last are kept, with the last one at the front. They cover
 * all memory of a usual machine. On a larger one reads that go on where a
 * window ends get the next as large; those that jump get a small one, as it
 * may well be closed again after the one copy.
 *
 * The lock is held to look a window up, never to map or to copy; who copies
 * holds a reference. When all windows that may be kept are in use, one more is
 * opened and closed for the one copy, so nobody waits for anybody.
 *
 * Context: process context, may sleep. The mmap lock may be held.
 */
#include <linux/align.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

#include "vmcore.h"
#include "window.h"

/* Of a few hundred bytes each, with what the kernel needs to map them. */
#define KEPT_WINDOWS 64

/**
 * vmcore_pool_init - start without a window
 * @pool: the pool
 * @memory: what can be seen: runs of whole pages; stays the caller's
 */
void vmcore_pool_init(struct vmcore_pool *pool,
		      const struct kdump_range_set *memory)
{
	pool->memory = memory;
	spin_lock_init(&pool->lock);
	INIT_LIST_HEAD(&pool->windows);
	pool->nr_windows = 0;
}

/**
 * vmcore_pool_destroy - close all windows
 * @pool: the pool; nobody uses it or one of its windows
 */
void vmcore_pool_destroy(struct vmcore_pool *pool)
{
	struct vmcore_window *window, *next;

	list_for_each_entry_safe(window, next, &pool->windows, list)
		vmcore_window_close(window);
}

static bool shows(const struct vmcore_window *window, u64 address)
{
	return address >= window->range.start && address < window->range.end;
}

/* If there is no window, @size is how large one should be. */
static struct vmcore_window *find_window(struct vmcore_pool *pool, u64 address,
					 u64 *size)
{
	u64 page = ALIGN_DOWN(address, PAGE_SIZE);
	struct vmcore_window *window;
	bool large;

	spin_lock(&pool->lock);
	large = pool->nr_windows < KEPT_WINDOWS;
	list_for_each_entry(window, &pool->windows, list) {
		if (!shows(window, address)) {
			large |= window->range.end == page;
			continue;
		}
		window->users++;
		if (!list_is_first(&window->list, &pool->windows))
			list_move(&window->list, &pool->windows);
		spin_unlock(&pool->lock);
		return window;
	}
	spin_unlock(&pool->lock);
	*size = large ? VMCORE_WINDOW_SIZE : VMCORE_LARGE_PAGE;
	return NULL;
}

/* The window that nobody uses for the longest time; the lock is held. */
static struct vmcore_window *take_oldest(struct vmcore_pool *pool)
{
	struct vmcore_window *window;

	list_for_each_entry_reverse(window, &pool->windows, list) {
		if (window->users)
			continue;
		list_del(&window->list);
		pool->nr_windows--;
		return window;
	}
	return NULL;
}

/* Keeps a new window, if there is or can be made a place for it. */
static void keep_window(struct vmcore_pool *pool, struct vmcore_window *window)
{
	struct vmcore_window *oldest = NULL;

	spin_lock(&pool->lock);
	window->users = 1;
	if (pool->nr_windows == KEPT_WINDOWS)
		oldest = take_oldest(pool);
	window->kept = pool->nr_windows < KEPT_WINDOWS;
	if (window->kept) {
		list_add(&window->list, &pool->windows);
		pool->nr_windows++;
	}
	spin_unlock(&pool->lock);
	if (oldest)
		vmcore_window_close(oldest);
}

/**
 * vmcore_pool_get - see a byte of old memory
 * @pool: the windows to look into first
 * @address: its physical address
 *
 * Return: a window that shows @address, until vmcore_pool_put(); %-EFAULT as
 * error pointer if @address is not in the pool's memory, else an error pointer
 * of vmcore_window_open().
 */
struct vmcore_window *vmcore_pool_get(struct vmcore_pool *pool, u64 address)
{
	const struct kdump_range *run;
	struct vmcore_window *window;
	u64 size;

	window = find_window(pool, address, &size);
	if (window)
		return window;
	run = kdump_range_set_find(pool->memory, address);
	if (!run)
		return ERR_PTR(-EFAULT);
	window = vmcore_window_open(address, size, run,
				    vmcore_oldmem_encrypted());
	if (!IS_ERR(window))
		keep_window(pool, window);
	return window;
}

/**
 * vmcore_pool_put - undo vmcore_pool_get()
 * @pool: the pool
 * @window: what it returned
 */
void vmcore_pool_put(struct vmcore_pool *pool, struct vmcore_window *window)
{
	bool kept;

	spin_lock(&pool->lock);
	window->users--;
	kept = window->kept;
	spin_unlock(&pool->lock);
	if (!kept)
		vmcore_window_close(window);
}
