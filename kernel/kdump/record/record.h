/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stage record of this kernel, for the crash path, and the one that was
 * left to it, for sysfs. The reader's half is in <linux/kdump_record.h>.
 */
#ifndef _KDUMP_RECORD_H
#define _KDUMP_RECORD_H

#include <linux/kdump_record.h>
#include <linux/types.h>

struct cpumask;

/* record.c; crash path */
void kdump_record_crash(unsigned int cpu, unsigned int others, bool panic);
void kdump_record_stage(enum kdump_stage stage);
void kdump_record_stopped(const struct cpumask *stragglers);
void kdump_record_verified(bool good);
void kdump_record_lent(const struct kdump_lent_use *use);

/* record.c; process context */
phys_addr_t kdump_record_address(void);
size_t kdump_record_show(char *text, size_t size);

#endif /* _KDUMP_RECORD_H */
