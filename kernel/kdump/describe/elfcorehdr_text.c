// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of elfcorehdr= on a command line: [SIZE@]ADDRESS. Pure.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "describe/elfcorehdr_text.h"

/* memparse() takes a lone suffix for a number; there has to be a digit. */
static bool number_parse(const char **text, u64 *ret)
{
	char *end;

	if (!isdigit(**text))
		return false;
	*ret = memparse(*text, &end);
	*text = end;
	return true;
}

/**
 * kdump_elfcorehdr_parse - find the address of the ELF core header
 * @text: the value, not trusted
 * @ret: filled in; its @rest points into @text. Untouched on failure
 *
 * What follows the address is not understood, but no reason to have no dump:
 * the header is checked before it is used.
 *
 * Return: 0; %-EINVAL if there is no address.
 */
int kdump_elfcorehdr_parse(const char *text, struct kdump_elfcorehdr_text *ret)
{
	u64 address, size = 0;

	if (!number_parse(&text, &address))
		return -EINVAL;
	if (*text == '@') {
		text++;
		size = address;
		if (!number_parse(&text, &address))
			return -EINVAL;
	}
	*ret = (struct kdump_elfcorehdr_text){ address, size, text };
	return 0;
}
