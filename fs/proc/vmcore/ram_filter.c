// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drivers that know which pages of the crashed kernel are not RAM any more.
 *
 * Balloons and unplugged memory have addresses in the header but no memory;
 * touching them can be slow or fatal, so they read as zeros. An answer is for a
 * range of pages, as all that reads wants to know how far it may go.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/align.h>
#include <linux/crash_dump.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>

#include "vmcore.h"

/* Readers of the list copy to user space meanwhile, thus sleepable RCU. */
DEFINE_STATIC_SRCU(callbacks_srcu);
static LIST_HEAD(callbacks);

/* Guards changes of the list, and dump_opened. */
static DEFINE_SPINLOCK(callbacks_lock);
static bool dump_opened;

/* The content of a dump that is being read changes: allowed, but worth a line. */
static void warn_if_late(const char *what)
{
	if (dump_opened)
		pr_warn_once("a driver %s its memory after /proc/vmcore was opened: copies of it may be inconsistent\n",
			     what);
}

/**
 * register_vmcore_cb - let a driver say which pages are not RAM
 * @cb: its callback; stays the driver's, until unregistered
 *
 * Process context. pfn_is_ram may be called at once, may sleep, and must not
 * register or unregister.
 */
void register_vmcore_cb(struct vmcore_cb *cb)
{
	spin_lock(&callbacks_lock);
	warn_if_late("announces");
	list_add_tail_rcu(&cb->next, &callbacks);
	spin_unlock(&callbacks_lock);
}
EXPORT_SYMBOL_GPL(register_vmcore_cb);

/**
 * unregister_vmcore_cb - undo register_vmcore_cb()
 * @cb: the callback; not in use any more on return
 *
 * Process context, waits for readers that are in the middle of a copy.
 */
void unregister_vmcore_cb(struct vmcore_cb *cb)
{
	spin_lock(&callbacks_lock);
	warn_if_late("withdraws");
	list_del_rcu(&cb->next);
	spin_unlock(&callbacks_lock);
	synchronize_srcu(&callbacks_srcu);
}
EXPORT_SYMBOL_GPL(unregister_vmcore_cb);

/**
 * vmcore_ram_opened - note that the dump is being read from now on
 */
void vmcore_ram_opened(void)
{
	spin_lock(&callbacks_lock);
	dump_opened = true;
	spin_unlock(&callbacks_lock);
}

/**
 * vmcore_ram_filtered - whether there is a driver to ask
 *
 * If not, vmcore_ram_lock() is not needed: a driver that announces memory now
 * is as late for a copy that is about to start as for one that has ended.
 *
 * Return: false if all old memory is RAM.
 */
bool vmcore_ram_filtered(void)
{
	return !list_empty(&callbacks);
}

/**
 * vmcore_ram_lock - keep the answers of vmcore_ram_range() true
 *
 * Drivers cannot withdraw until vmcore_ram_unlock(). The caller may sleep.
 *
 * Return: a cookie for vmcore_ram_unlock().
 */
int vmcore_ram_lock(void)
	__acquires(&callbacks_srcu)
{
	return srcu_read_lock(&callbacks_srcu);
}

/**
 * vmcore_ram_unlock - undo vmcore_ram_lock()
 * @cookie: what it returned
 */
void vmcore_ram_unlock(int cookie)
	__releases(&callbacks_srcu)
{
	srcu_read_unlock(&callbacks_srcu, cookie);
}

/* A page is RAM unless a callback says otherwise. */
static bool page_is_old_ram(u64 address)
{
	struct vmcore_cb *cb;

	list_for_each_entry_srcu(cb, &callbacks, next,
				 srcu_read_lock_held(&callbacks_srcu))
		if (cb->pfn_is_ram && !cb->pfn_is_ram(cb, PFN_DOWN(address)))
			return false;
	return true;
}

/**
 * vmcore_ram_range - how far memory is alike
 * @start: physical address
 * @size: how far to look, not 0
 * @is_ram: whether that range is RAM; else it must not be touched and shows as
 *	zeros
 *
 * Between vmcore_ram_lock() and vmcore_ram_unlock(). Each driver is asked
 * once for each page.
 *
 * Return: bytes of the range, at most @size.
 */
u64 vmcore_ram_range(u64 start, u64 size, bool *is_ram)
{
	u64 at = start, end = start + size;

	*is_ram = true;
	if (list_empty(&callbacks))
		return size;

	*is_ram = page_is_old_ram(start);
	do {
		at = ALIGN_DOWN(at, PAGE_SIZE) + PAGE_SIZE;
		cond_resched();
	} while (at < end && page_is_old_ram(at) == *is_ram);
	return min(at, end) - start;
}
