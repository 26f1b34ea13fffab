/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reserved memory, and what there is to say about it.
 */
#ifndef _KDUMP_RESERVE_H
#define _KDUMP_RESERVE_H

#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/types.h>

#include "reserve/cmdline.h"

/* Process context; what ports may call, too, is in kdump_port.h. */
int kdump_reservation_show(char *buffer);
u64 kdump_region_size(void);
int kdump_region_exclude(struct kdump_range_set *set);
int kdump_region_shrink(u64 size);

/* lent.c; kdump_lend() at boot, the others in any context */
void kdump_lend(u64 size, const struct kdump_limits *limits);
const struct kdump_lent *kdump_lent(void);
int kdump_lent_exclude(struct kdump_range_set *set);
int kdump_lent_show(char *buffer);

#endif /* _KDUMP_RESERVE_H */
