// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads small parts of a source, whose places are foreign numbers.
 */
#include <inttypes.h>
#include <string.h>

#include "source.h"

/**
 * source_read - read a part that is small
 * @source: what to read
 * @to: has room for @size bytes
 * @offset: where
 * @size: how much
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int source_read(struct source *source, void *to, uint64_t offset, size_t size,
		struct fault *fault)
{
	int error;

	if (offset > source->size || size > source->size - offset)
		return fault_set(fault, "%zu bytes at 0x%" PRIx64
				 " reach past the end of the file, which has 0x%"
				 PRIx64, size, offset, source->size);
	error = source->ops->read(source, to, offset, size);
	if (error)
		return fault_set(fault, "reading %zu bytes at 0x%" PRIx64
				 ": %s", size, offset, strerror(error));
	return 0;
}
