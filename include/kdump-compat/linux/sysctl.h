/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases know where a table of sysctls ends by an empty entry only.
 */
#ifndef _KDUMP_COMPAT_LINUX_SYSCTL_H
#define _KDUMP_COMPAT_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

#ifdef KDUMP_LACKS_SYSCTL_SIZE
static inline struct ctl_table_header *
register_sysctl_sz(const char *path, struct ctl_table *table, size_t size)
{
	return register_sysctl(path, table);
}
#endif

#endif /* _KDUMP_COMPAT_LINUX_SYSCTL_H */
