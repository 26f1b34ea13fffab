/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words that go into a log or a file of sysfs. Pure.
 */
#ifndef _KDUMP_TEXT_H
#define _KDUMP_TEXT_H

#include <linux/printk.h>
#include <linux/seq_buf.h>
#include <linux/types.h>

/*
 * A message of the crash path after other CPUs were stopped by force. It is
 * only stored: the lock of a console may be held by one of them. The dump shows
 * it; without a dump panic() prints it.
 */
#define kdump_store(level, format, ...)					\
	printk_deferred(level pr_fmt(format), ##__VA_ARGS__)

void kdump_text_begin(struct seq_buf *out, char *buffer, size_t size);
size_t kdump_text_end(struct seq_buf *out);
void kdump_text_foreign(struct seq_buf *out, const char *text, size_t length);
void kdump_text_size(struct seq_buf *out, u64 bytes);

#endif /* _KDUMP_TEXT_H */
