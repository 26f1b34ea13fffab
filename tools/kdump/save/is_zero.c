// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop that looks at each byte of a dump. A page that is not zeros mostly
 * says so at its start; of one that is, compilers make vectors.
 */
#include <string.h>

#include "save.h"

#define WORDS 16

static bool words_are_zero(const unsigned char *bytes)
{
	uint64_t words[WORDS], all = 0;
	size_t i;

	memcpy(words, bytes, sizeof(words));
	for (i = 0; i < WORDS; i++)
		all |= words[i];
	return !all;
}

bool is_zero(const void *bytes, size_t size)
{
	const unsigned char *at = bytes, *end = at + size;

	for (; (size_t)(end - at) >= WORDS * sizeof(uint64_t);
	     at += WORDS * sizeof(uint64_t))
		if (!words_are_zero(at))
			return false;
	for (; at < end; at++)
		if (*at)
			return false;
	return true;
}
