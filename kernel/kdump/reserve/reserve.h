/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reserved memory, and what there is to say about it.
 */
#ifndef _KDUMP_RESERVE_H
#define _KDUMP_RESERVE_H

#include <linux/init.h>
#include <linux/kdump_port.h>
#include <linux/types.h>

struct kdump_request;

/* At boot, while memblock is the allocator. */
const struct kdump_request *__init kdump_reserve_parse(const char *cmdline,
						       u64 ram);
void __init kdump_reserve(void);

/* Process context. */
const char *kdump_reservation_text(void);
int kdump_reservation_show(char *buffer);
u64 kdump_region_size(void);
int kdump_region_exclude(struct kdump_range_set *set);
int kdump_region_shrink(u64 size);

#endif /* _KDUMP_RESERVE_H */
