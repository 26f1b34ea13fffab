/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What seam/ offers to files of kdump that are not in kernel/kdump/.
 */
#ifndef _KDUMP_SEAM_H
#define _KDUMP_SEAM_H

struct kobject;

/* sysfs.c */
struct kobject *kdump_sysfs_folder(void);

#endif /* _KDUMP_SEAM_H */
