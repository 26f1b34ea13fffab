// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the fuzz targets share.
 */
#include <stdio.h>
#include <stdlib.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "fuzz.h"

void fuzz_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

u64 fuzz_take(struct fuzz_input *input, unsigned int bytes)
{
	u64 value = 0;
	unsigned int i;

	for (i = 0; i < bytes && input->left; i++) {
		value |= (u64)*input->at++ << 8 * i;
		input->left--;
	}
	return value;
}

unsigned int fuzz_below(struct fuzz_input *input, unsigned int limit)
{
	return fuzz_take(input, 1) % limit;
}

u64 fuzz_number(struct fuzz_input *input)
{
	unsigned int shift = fuzz_below(input, 64);

	return fuzz_take(input, 8) >> shift;
}

void *fuzz_memory(const void *from, size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		abort();
	if (from)
		memcpy(memory, from, size);
	return memory;
}
