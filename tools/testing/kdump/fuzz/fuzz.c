// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the fuzz targets share.
 */
#include <stdio.h>
#include <stdlib.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "lib/diag.h"
#include "fuzz.h"

#define POISON 0xa5

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

void fuzz_poison(void *output, size_t size)
{
	memset(output, POISON, size);
}

void fuzz_check_poison(const void *output, size_t size)
{
	const u8 *byte = output;

	while (size--)
		EXPECT(*byte++ == POISON);
}

void fuzz_check_diag(const struct kdump_diag *diag, unsigned int rules)
{
	EXPECT(diag->field && *diag->field);
	EXPECT(rules >> diag->rule & 1);
	switch (diag->rule) {
	case KDUMP_MUST_BE:
		EXPECT(diag->value != diag->bound);
		break;
	case KDUMP_AT_MOST:
		EXPECT(diag->value > diag->bound);
		break;
	case KDUMP_AT_LEAST:
	case KDUMP_ENDS_EARLY:
		EXPECT(diag->value < diag->bound);
		break;
	default:
		EXPECT(diag->expected && *diag->expected);
	}
}
