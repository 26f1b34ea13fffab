/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reserved memory, and what there is to say about it.
 */
#ifndef _KDUMP_RESERVE_H
#define _KDUMP_RESERVE_H

#include <linux/kdump_port.h>
#include <linux/types.h>

/* Process context; what ports may call, too, is in kdump_port.h. */
int kdump_reservation_show(char *buffer);
u64 kdump_region_size(void);
int kdump_region_exclude(struct kdump_range_set *set);
int kdump_region_shrink(u64 size);

#endif /* _KDUMP_RESERVE_H */
