/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words that go into a log or a file of sysfs. Pure.
 */
#ifndef _KDUMP_TEXT_H
#define _KDUMP_TEXT_H

#include <linux/seq_buf.h>
#include <linux/types.h>

void kdump_text_begin(struct seq_buf *out, char *buffer, size_t size);
size_t kdump_text_end(struct seq_buf *out);
void kdump_text_foreign(struct seq_buf *out, const char *text, size_t length);
void kdump_text_size(struct seq_buf *out, u64 bytes);

#endif /* _KDUMP_TEXT_H */
