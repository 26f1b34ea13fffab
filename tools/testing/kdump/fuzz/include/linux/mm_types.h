/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of a page struct as is looked at by classify.c.
 */
#ifndef _KDUMP_FUZZ_LINUX_MM_TYPES_H
#define _KDUMP_FUZZ_LINUX_MM_TYPES_H

#include <linux/atomic.h>
#include <linux/types.h>

/* Words that Linux 7.2 names otherwise; page_mask is compiled with its names. */
#ifdef KDUMP_LACKS_MEMDESC_FLAGS
#define FUZZ_FLAGS unsigned long
#define fuzz_flags(page) ((page)->flags)
#else
struct fuzz_words {
	unsigned long f;
};

#define FUZZ_FLAGS struct fuzz_words
#define fuzz_flags(page) ((page)->flags.f)
#endif

#ifdef KDUMP_LACKS_COMPOUND_INFO
#define fuzz_link compound_head
#else
#define fuzz_link compound_info
#endif

struct page {
	FUZZ_FLAGS flags;
	union {
		struct list_head lru;
		unsigned long fuzz_link;
	};
	void *mapping;
	unsigned long index;
	unsigned long private;
	unsigned int page_type;
	atomic_t _refcount;
	/* A power of two of bytes, also where a long has 8. */
	unsigned long more[sizeof(long) / 8];
};

#endif /* _KDUMP_FUZZ_LINUX_MM_TYPES_H */
