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
 * Where memory is in short runs, windows would come and go all the time. Such
 * a page is shown alone, where the architecture has a cheap way to do that.
 *
 * Context: process context, may sleep. The mmap lock may be held.
 */
#include <linux/align.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
#include <linux/kdump_arch.h>

#include "vmcore.h"

/* Of a few hundred bytes each, with what the kernel needs to map them. */
#define KEPT_WINDOWS 64

/* A window costs as much as some twenty pages that are shown alone. */
#define SHORT_RUN SZ_64K

/* A slot is an improvement; without one there are windows. */
static struct kdump_oldmem_slot *create_slot(void)
{
	if (!kdump_arch.oldmem_slots || vmcore_oldmem_encrypted())
		return NULL;
	return kdump_arch.oldmem_slots->create();
}

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
	pool->single.users = 0;
	pool->not_own = (struct kdump_range){ 0, 0 };
	pool->slot = create_slot();
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
	if (pool->slot)
		kdump_arch.oldmem_slots->destroy(pool->slot);
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

static bool take_slot(struct vmcore_pool *pool)
{
	bool taken;

	spin_lock(&pool->lock);
	taken = pool->slot && !pool->single.users;
	pool->single.users |= taken;
	spin_unlock(&pool->lock);
	return taken;
}

static void give_slot_back(struct vmcore_pool *pool)
{
	spin_lock(&pool->lock);
	pool->single.users = 0;
	spin_unlock(&pool->lock);
}

/*
 * Looking for our own RAM costs more than the copy, so a look goes as far as it
 * can, and what it found is kept, as it is for the pages of a window.
 */
static int check_single(struct vmcore_pool *pool)
{
	const struct kdump_range *page = &pool->single.range;

	if (!kdump_range_contains(&pool->not_own, page))
		pool->not_own = vmcore_oldmem_from(page->start);
	return kdump_range_empty(&pool->not_own) ? -EFAULT : 0;
}

/* Shows the page that holds @address; NULL if another one is shown just now. */
static struct vmcore_window *show_single(struct vmcore_pool *pool, u64 address)
{
	struct vmcore_window *single = &pool->single;
	u64 page = ALIGN_DOWN(address, PAGE_SIZE);

	if (!take_slot(pool))
		return NULL;
	single->range = (struct kdump_range){ page, page + PAGE_SIZE };
	if (check_single(pool)) {
		give_slot_back(pool);
		return ERR_PTR(-EFAULT);
	}
	single->mapping = kdump_arch.oldmem_slots->show(pool->slot, page);
	return single;
}

static struct vmcore_window *open_window(struct vmcore_pool *pool, u64 address,
					 const struct kdump_range *run,
					 u64 size)
{
	struct vmcore_window *window;

	window = vmcore_window_open(address, size, run,
				    vmcore_oldmem_encrypted());
	if (!IS_ERR(window))
		keep_window(pool, window);
	return window;
}

static struct vmcore_window *get_window(struct vmcore_pool *pool, u64 address,
					u64 short_run)
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
	if (kdump_range_size(run) <= short_run)
		window = show_single(pool, address);
	return window ?: open_window(pool, address, run, size);
}

/**
 * vmcore_pool_get - have a byte of old memory mapped
 * @pool: the windows to look into first
 * @address: its physical address
 *
 * Return: a window that shows @address, until vmcore_pool_put(); %-EFAULT as
 * error pointer if @address is not in the pool's memory, else an error pointer
 * of vmcore_window_open().
 */
struct vmcore_window *vmcore_pool_get(struct vmcore_pool *pool, u64 address)
{
	return get_window(pool, address, 0);
}

/**
 * vmcore_pool_get_to_copy - see a byte of old memory
 * @pool: the windows to look into first
 * @address: its physical address
 *
 * Cheaper than vmcore_pool_get() where memory is in short runs, but the window
 * is good only for a copy by the caller, who may stay on this CPU until then:
 * the kernel need not know of the mapping.
 *
 * Return: as vmcore_pool_get().
 */
struct vmcore_window *vmcore_pool_get_to_copy(struct vmcore_pool *pool,
					      u64 address)
{
	return get_window(pool, address, SHORT_RUN);
}

/**
 * vmcore_pool_put - undo vmcore_pool_get() or vmcore_pool_get_to_copy()
 * @pool: the pool
 * @window: what it returned
 */
void vmcore_pool_put(struct vmcore_pool *pool, struct vmcore_window *window)
{
	bool kept;

	if (window == &pool->single) {
		kdump_arch.oldmem_slots->hide(pool->slot);
		give_slot_back(pool);
		return;
	}
	spin_lock(&pool->lock);
	window->users--;
	kept = window->kept;
	spin_unlock(&pool->lock);
	if (!kept)
		vmcore_window_close(window);
}
