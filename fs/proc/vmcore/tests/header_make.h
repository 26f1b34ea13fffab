/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Storage for what a test decodes.
 */
#ifndef _VMCORE_TESTS_HEADER_MAKE_H
#define _VMCORE_TESTS_HEADER_MAKE_H

#include <kunit/test.h>

#include "elf_parse.h"

/* As large as a header of that many entries may need; freed with the test. */
static inline struct vmcore_header *header_make(struct kunit *test,
						unsigned int entries)
{
	struct vmcore_header *header;

	header = kunit_kzalloc(test, sizeof(*header), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, header);
	header->notes = kunit_kcalloc(test, entries, sizeof(*header->notes),
				      GFP_KERNEL);
	header->segments = kunit_kcalloc(test, entries,
					 sizeof(*header->segments), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, header->notes);
	KUNIT_ASSERT_NOT_NULL(test, header->segments);
	header->capacity = entries;
	return header;
}

#endif /* _VMCORE_TESTS_HEADER_MAKE_H */
