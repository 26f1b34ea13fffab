/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to check_vmcore: a dump made by hand, and the checks of it.
 */
#ifndef _CHECK_VMCORE_H
#define _CHECK_VMCORE_H

#include "vmcore_file.h"

#define WINDOW (4u << 20)

/* Of a dump that says it is larger, only so much is looked at. */
#define MOST_BYTES (64ull << 20)

/* check_vmcore_dump.c */
/* What is kept of it was read at first, and is the reference. */
extern struct vmcore_file dump;

/* Memory that a driver says is no RAM, if there is some. */
extern uint64_t hole_start, hole_end;

/* The segments of memory: all but the first. */
static inline unsigned int nr_memory(void)
{
	return dump.count - 1;
}

/* Tells what it is, or why it cannot be read. */
bool open_dump(const char *name);
bool is_data(uint64_t offset);
bool is_right(const unsigned char *bytes, uint64_t offset, size_t size);

/* check_vmcore_content.c */
void check_content(void);

#endif /* _CHECK_VMCORE_H */
