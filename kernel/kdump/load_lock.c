// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load lock and the state of the capture image.
 *
 * There is one reserved region, so there is at most one image, in one state:
 *
 *   EMPTY --install--> BUSY --> ARMED --crash--> CRASHING --> (new kernel)
 *   ARMED --install or unload--> BUSY --> ARMED or EMPTY
 *
 * CRASHING is final: an image that was found damaged is never tried again.
 *
 * Loaders exclude each other by the load lock, a mutex that is only ever tried.
 * The crash path may interrupt anything and can take no lock: it and the
 * loaders meet in the state word, which is changed by compare-and-exchange. A
 * loader is in BUSY no longer than the copy into the region takes; a crash at
 * that moment finds no image and says so. A crash at any other moment of a load
 * finds an image armed. That includes the moments in which the region is made
 * writable or read-only: those wait for all CPUs, one of which may be why the
 * machine is about to crash.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>

#include "load_lock.h"

static DEFINE_MUTEX(load_lock);

static atomic_t image_state = ATOMIC_INIT(KDUMP_IMAGE_EMPTY);

/**
 * kdump_load_trylock - keep other loads, unloads and shrinking away
 *
 * Process context. Undone by kdump_load_unlock(), but a caller that is not
 * hotplug itself must use kdump_load_end().
 *
 * Return: 0, or %-EBUSY at once if another loader holds the lock.
 */
int kdump_load_trylock(void)
{
	return mutex_trylock(&load_lock) ? 0 : -EBUSY;
}

/**
 * kdump_load_unlock - undo kdump_load_trylock()
 *
 * Without a look at the changes that CPU and memory hotplug left to do.
 */
void kdump_load_unlock(void)
{
	mutex_unlock(&load_lock);
}

/**
 * kdump_assert_load_locked - check that the caller may load, and may sleep
 *
 * Stands where a context says "process context, the load lock is held". Costs
 * nothing without lockdep and CONFIG_DEBUG_ATOMIC_SLEEP.
 */
void kdump_assert_load_locked(void)
{
	might_sleep();
	lockdep_assert_held(&load_lock);
}

/**
 * kdump_image_loaded - is a capture kernel armed?
 *
 * Any context.
 *
 * Return: true if a crash now would find one.
 */
bool kdump_image_loaded(void)
{
	return atomic_read(&image_state) == KDUMP_IMAGE_ARMED;
}

/**
 * kdump_image_take - a loader's way into BUSY
 * @before: set to the state it was in, EMPTY or ARMED
 *
 * Process context, the load lock is held. Undone by kdump_image_put().
 *
 * Return: 0; %-EBUSY if the machine is crashing.
 */
int kdump_image_take(enum kdump_image_state *before)
{
	int state = atomic_read(&image_state);

	kdump_assert_load_locked();
	if (state != KDUMP_IMAGE_EMPTY && state != KDUMP_IMAGE_ARMED)
		return -EBUSY;
	*before = state;
	return atomic_try_cmpxchg_acquire(&image_state, &state,
					  KDUMP_IMAGE_BUSY) ? 0 : -EBUSY;
}

/**
 * kdump_image_put - leave BUSY
 * @state: EMPTY or ARMED; all that was written before is seen by a crash
 *
 * Process context, the load lock is held.
 */
void kdump_image_put(enum kdump_image_state state)
{
	kdump_assert_load_locked();
	atomic_set_release(&image_state, state);
}

/**
 * kdump_image_hold_off - make sure that there is no image and will be none
 *
 * Process context, the load lock is held. Undone by kdump_image_allow().
 *
 * Return: 0; %-ENOENT if an image is loaded; %-EBUSY if the machine is
 * crashing.
 */
int kdump_image_hold_off(void)
{
	enum kdump_image_state before;
	int error = kdump_image_take(&before);

	if (error || before == KDUMP_IMAGE_EMPTY)
		return error;
	kdump_image_put(before);
	return -ENOENT;
}

/**
 * kdump_image_allow - undo kdump_image_hold_off()
 *
 * Process context, the load lock is held.
 */
void kdump_image_allow(void)
{
	kdump_image_put(KDUMP_IMAGE_EMPTY);
}

/**
 * kdump_image_claim_state - the crash path's way into CRASHING
 *
 * Crash path: any context, no lock. The image is the caller's only if it was
 * armed.
 *
 * Return: the state it was in; %KDUMP_IMAGE_ARMED for the one caller that
 * claimed it.
 */
enum kdump_image_state kdump_image_claim_state(void)
{
	int state = KDUMP_IMAGE_ARMED;

	atomic_try_cmpxchg_acquire(&image_state, &state, KDUMP_IMAGE_CRASHING);
	return state;
}
