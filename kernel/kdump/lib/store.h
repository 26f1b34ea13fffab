/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the crash path.
 */
#ifndef _KDUMP_STORE_H
#define _KDUMP_STORE_H

#include <linux/printk.h>

/*
 * A message of the crash path after other CPUs were stopped by force. It is
 * only stored: the lock of a console may be held by one of them. The dump shows
 * it; without a dump panic() prints it.
 */
#define kdump_store(level, format, ...)					\
	printk_deferred(level pr_fmt(format), ##__VA_ARGS__)

#endif /* _KDUMP_STORE_H */
