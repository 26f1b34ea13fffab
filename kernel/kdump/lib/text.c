// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text from outside that goes into a log. Pure.
 */
#include <linux/align.h>
#include <linux/ctype.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "lib/text.h"

/**
 * kdump_text_begin - start to write
 * @out: what is written with the functions of <linux/seq_buf.h> and of this file
 * @buffer: where it goes
 * @size: bytes of @buffer, not 0; what does not fit is left out
 */
void kdump_text_begin(struct seq_buf *out, char *buffer, size_t size)
{
	memset(buffer, 0, size);
	seq_buf_init(out, buffer, size);
}

/**
 * kdump_text_end - end the text with NUL
 * @out: what was written
 *
 * Bases differ in what does so: seq_buf_terminate() or seq_buf_str(). A piece
 * that did not fit is left out and counted all the same, so the length is
 * where the zeros of kdump_text_begin() are left.
 *
 * Return: characters of the text.
 */
size_t kdump_text_end(struct seq_buf *out)
{
	out->buffer[out->size - 1] = '\0';
	return strlen(out->buffer);
}

/**
 * kdump_text_foreign - append text that was made elsewhere
 * @out: where it goes; what does not fit is left out
 * @text: the text, not trusted
 * @length: its bytes
 *
 * A line break or an escape sequence must not act in our log: what is not
 * printable ASCII becomes a question mark.
 */
void kdump_text_foreign(struct seq_buf *out, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		seq_buf_printf(out, "%c", isascii(text[i]) && isprint(text[i]) ?
			       text[i] : '?');
}

/**
 * kdump_text_size - append a number of bytes as people write it
 * @out: where it goes
 * @bytes: how many; in MiB if that is a whole number, else in KiB
 */
void kdump_text_size(struct seq_buf *out, u64 bytes)
{
	if (bytes && IS_ALIGNED(bytes, SZ_1M))
		seq_buf_printf(out, "%llu MiB", bytes >> 20);
	else
		seq_buf_printf(out, "%llu KiB", bytes >> 10);
}
