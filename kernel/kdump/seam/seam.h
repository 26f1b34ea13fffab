/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What seam/ offers to files of kdump that are not in kernel/kdump/, and what files
 * of several shapes have in common.
 */
#ifndef _KDUMP_SEAM_H
#define _KDUMP_SEAM_H

#include <linux/time64.h>
#include <linux/types.h>

struct kobject;

/* sysfs.c */
struct kobject *kdump_sysfs_folder(void);

/* reserve_parse.c; at boot, once */
int kdump_seam_parse(const char *cmdline, u64 system_ram,
		     unsigned long long *crash_size,
		     unsigned long long *crash_base,
		     unsigned long long *low_size, bool *high);

/* hwerr.c: a debugger knows it by these names */
struct hwerr_info {
	atomic_t count;
	time64_t timestamp;
};

extern struct hwerr_info hwerr_data[];

/* ima_list.c; process context, the load lock is held */
void *kdump_seam_ima_map(u64 address, size_t size);

#endif /* _KDUMP_SEAM_H */
