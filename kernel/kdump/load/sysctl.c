// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may load a kernel, and how often: the capability and the three sysctls
 * kernel.kexec_load_disabled, kexec_load_limit_panic, kexec_load_limit_reboot
 * (Documentation/admin-guide/sysctl/kernel.rst).
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/capability.h>
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sysctl.h>

#include "image/image.h"
#include "image/staging.h"
#include "load/load.h"
#include "load_lock.h"

#define UNLIMITED (-1)

/* Loads that are left, for each kind; changed under the lock. */
static DEFINE_MUTEX(limit_lock);
static int limit_panic = UNLIMITED;
static int limit_reboot = UNLIMITED;

/* Goes from 0 to 1 and stays there until the next boot. */
static int load_disabled;

static bool limit_take(int *limit)
{
	bool left;

	mutex_lock(&limit_lock);
	left = *limit != 0;
	if (left && *limit != UNLIMITED)
		(*limit)--;
	mutex_unlock(&limit_lock);
	return left;
}

/**
 * kdump_load_permitted - may the caller load or unload?
 * @crash: a capture kernel, not one for kexec -e
 *
 * Counts the attempt against the limit, whatever comes of it.
 *
 * Return: false, with a message, if sysctls forbid it; without one if the caller
 * lacks the capability.
 */
bool kdump_load_permitted(bool crash)
{
	/* Not told: anyone could fill the log. */
	if (!capable(CAP_SYS_BOOT))
		return false;
	if (load_disabled) {
		pr_err("load refused: kernel.kexec_load_disabled is set until the next boot\n");
		return false;
	}
	if (!limit_take(crash ? &limit_panic : &limit_reboot)) {
		pr_err("load refused: kernel.kexec_load_limit_%s is used up\n",
		       crash ? "panic" : "reboot");
		return false;
	}
	return true;
}

/**
 * kdump_load_begin - let a system call load
 *
 * Process context. Undone by kdump_load_finish().
 *
 * Return: 0; %-EBUSY if another load runs.
 */
int kdump_load_begin(void)
{
	int error = kdump_load_trylock();

	if (error)
		pr_err("load refused: another load or change of the reserved memory is under way: try again\n");
	return error;
}

/**
 * kdump_load_finish - undo kdump_load_begin()
 *
 * All memory of the load was given back. Process context, may sleep; the load lock
 * is held.
 */
void kdump_load_finish(void)
{
	kdump_staging_settle();
	kdump_load_end();
}

/* A limit may be set and lowered, never raised or lifted. */
static int limit_lower(int *limit, int value)
{
	int error = -EINVAL;

	mutex_lock(&limit_lock);
	if (value >= 0 && (*limit == UNLIMITED || value < *limit)) {
		*limit = value;
		error = 0;
	}
	mutex_unlock(&limit_lock);
	return error;
}

/**
 * kdump_limit_access - read or write a limit as a sysctl
 * @limit: loads that are left, UNLIMITED at first
 * @write: whether it is written
 * @buffer: decimal text, in kernel memory
 * @length: bytes of @buffer; set to those used
 * @position: where in the file
 *
 * Return: 0; %-EINVAL for what is no number, or would raise or lift the limit.
 */
int kdump_limit_access(int *limit, int write, void *buffer, size_t *length,
		       loff_t *position)
{
	int value = READ_ONCE(*limit);
	struct ctl_table copy = {
		.data = &value,
		.maxlen = sizeof(value),
	};
	int error = proc_dointvec(&copy, write, buffer, length, position);

	if (error || !write)
		return error;
	return limit_lower(limit, value);
}

static struct ctl_table load_sysctls[] = {
	{
		.procname = "kexec_load_disabled",
		.data = &load_disabled,
		.maxlen = sizeof(load_disabled),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ONE,
		.extra2 = SYSCTL_ONE,
	}, {
		.procname = "kexec_load_limit_panic",
		.data = &limit_panic,
		.mode = 0644,
		.proc_handler = kdump_handle_limit,
	}, {
		.procname = "kexec_load_limit_reboot",
		.data = &limit_reboot,
		.mode = 0644,
		.proc_handler = kdump_handle_limit,
	},
	{ } /* some bases look for the end */
};

static int __init load_sysctl_init(void)
{
	register_sysctl_sz("kernel", load_sysctls,
			   ARRAY_SIZE(load_sysctls) - 1);
	return 0;
}
late_initcall(load_sysctl_init);
