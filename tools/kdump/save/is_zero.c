// SPDX-License-Identifier: GPL-2.0-only
/*
 * The question that is asked of each page. One that is not zeros mostly says so
 * in its first byte; to look at all of one that is, the C library has vectors of
 * the machine that it runs on, and a compiler has those of any machine only.
 */
#include <string.h>

#include "save.h"

#define UNIT 4096u

bool is_zero(const void *bytes, size_t size)
{
	static const unsigned char zeros[UNIT];
	const unsigned char *at = bytes;
	size_t part;

	if (size && *at)
		return false;
	for (; size; size -= part, at += part) {
		part = MIN(size, UNIT);
		if (memcmp(at, zeros, part))
			return false;
	}
	return true;
}
