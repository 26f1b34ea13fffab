/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _KDUMP_FUZZ_LINUX_SORT_H
#define _KDUMP_FUZZ_LINUX_SORT_H

#include <stddef.h>
#include <stdlib.h>

/* No caller here brings a way to swap of their own. */
static inline void sort(void *base, size_t count, size_t size,
			int (*compare)(const void *, const void *), void *swap)
{
	if (count)
		qsort(base, count, size, compare);
}

#endif /* _KDUMP_FUZZ_LINUX_SORT_H */
