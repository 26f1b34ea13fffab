/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is used of it. As in the kernel, a text that does not fit makes len
 * larger than size; printf leaves its beginning, the others nothing.
 */
#ifndef _KDUMP_FUZZ_LINUX_SEQ_BUF_H
#define _KDUMP_FUZZ_LINUX_SEQ_BUF_H

#include <stdarg.h>
#include <stdio.h>
#include <linux/string.h>
#include <linux/types.h>

struct seq_buf {
	char *buffer;
	size_t size;
	size_t len;
};

static inline void seq_buf_init(struct seq_buf *out, char *buffer, size_t size)
{
	*out = (struct seq_buf){ .buffer = buffer, .size = size };
}

static inline size_t seq_buf_left(const struct seq_buf *out)
{
	return out->len < out->size ? out->size - out->len : 0;
}

/* Copies @size bytes, of which @length count. */
static inline int seq_buf_add(struct seq_buf *out, const char *text,
			      size_t size, size_t length)
{
	if (size > seq_buf_left(out)) {
		out->len = out->size + 1;
		return -1;
	}
	memcpy(out->buffer + out->len, text, size);
	out->len += length;
	return 0;
}

static inline int seq_buf_puts(struct seq_buf *out, const char *text)
{
	size_t length = strlen(text);

	return seq_buf_add(out, text, length + 1, length);
}

static inline int seq_buf_putc(struct seq_buf *out, char character)
{
	return seq_buf_add(out, &character, 1, 1);
}

__attribute__((format(printf, 2, 3)))
static inline int seq_buf_printf(struct seq_buf *out, const char *format, ...)
{
	size_t left = seq_buf_left(out);
	va_list arguments;
	int wanted;

	va_start(arguments, format);
	wanted = vsnprintf(out->buffer + out->size - left, left, format,
			   arguments);
	va_end(arguments);
	out->len = (size_t)wanted < left ? out->len + wanted : out->size + 1;
	return out->len > out->size ? -1 : 0;
}

#endif /* _KDUMP_FUZZ_LINUX_SEQ_BUF_H */
