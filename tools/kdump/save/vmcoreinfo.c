// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks up what the crashed kernel says of itself.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vmcoreinfo.h"

/**
 * vmcoreinfo_value - find the value of a key
 * @info: where to look
 * @key: as in "SYMBOL(prb)"
 * @ret: takes it, ended by a zero
 * @size: room in @ret
 *
 * Return: false, and @ret is as it was, if no line has it or it is longer.
 */
bool vmcoreinfo_value(const struct vmcoreinfo *info, const char *key,
		      char *ret, size_t size)
{
	const char *line = info->text, *end, *stop;
	size_t length = strlen(key);

	if (!info->size)
		return false;
	end = line + info->size;
	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (!stop)
			return false;
		if ((size_t)(stop - line) <= length || line[length] != '=' ||
		    memcmp(line, key, length))
			continue;
		line += length + 1;
		if ((size_t)(stop - line) >= size)
			return false;
		memcpy(ret, line, (size_t)(stop - line));
		ret[stop - line] = '\0';
		return true;
	}
	return false;
}

static bool parse(const struct vmcoreinfo *info, const char *key, int base,
		  uint64_t *ret)
{
	char text[32], *end;
	uint64_t value;

	if (!vmcoreinfo_value(info, key, text, sizeof(text)))
		return false;
	errno = 0;
	value = strtoull(text, &end, base);
	if (errno || end == text || *end)
		return false;
	*ret = value;
	return true;
}

/**
 * vmcoreinfo_number - find a decimal number, or one with "0x" in front
 * @info: where to look
 * @key: NUMBER(), OFFSET(), SIZE() or LENGTH() of something
 * @ret: set to it; one below zero wraps
 *
 * Return: false, and @ret is as it was, if there is none.
 */
bool vmcoreinfo_number(const struct vmcoreinfo *info, const char *key,
		       uint64_t *ret)
{
	return parse(info, key, 0, ret);
}

/* The same for SYMBOL(), which is an address without "0x" in front. */
bool vmcoreinfo_address(const struct vmcoreinfo *info, const char *key,
			uint64_t *ret)
{
	return parse(info, key, 16, ret);
}
