/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 knows where a table of sysctls ends by an empty entry only.
 */
#ifndef _KDUMP_6_1_LINUX_SYSCTL_H
#define _KDUMP_6_1_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

static inline struct ctl_table_header *
register_sysctl_sz(const char *path, struct ctl_table *table, size_t size)
{
	return register_sysctl(path, table);
}

#endif /* _KDUMP_6_1_LINUX_SYSCTL_H */
