/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel does differently because it is the capture kernel.
 */
#ifndef _KDUMP_CAPTURE_H
#define _KDUMP_CAPTURE_H

#include <linux/seq_buf.h>
#include <linux/types.h>

/* profile_text.c; pure */
bool kdump_profile_lacks(const char *text, const char *name);
const char *kdump_profile_unknown(const char *text, const char *const *names,
				  size_t *length);

/**
 * struct kdump_hole - pages of the kernel's image that it does not use
 * @start: the first one's address in the image, not in the direct map
 * @end: where the last one ends
 */
struct kdump_hole {
	unsigned long start;
	unsigned long end;
};

/**
 * struct kdump_hole_list - holes that are memory now
 * @hole: the holes, ascending; they do not overlap
 * @count: how many there are
 */
struct kdump_hole_list {
	struct kdump_hole hole[8];
	unsigned int count;
};

/* hole_list.c; pure */
bool kdump_hole_add(struct kdump_hole_list *list,
		    const struct kdump_hole *hole);
bool kdump_hole_has(const struct kdump_hole_list *list, unsigned long start,
		    unsigned long size);
void kdump_hole_protect(const struct kdump_hole_list *list, unsigned long start,
			unsigned long end,
			int (*protect)(unsigned long address, int pages),
			int (*unmap)(unsigned long address, int pages));

/* profile.c */
bool kdump_profile_has(const char *name);
u64 kdump_capture_started(void);

/* memory.c */
struct kdump_capture_memory;
void kdump_capture_memory_look(void);
void kdump_capture_memory(struct kdump_capture_memory *ret);

#endif /* _KDUMP_CAPTURE_H */
