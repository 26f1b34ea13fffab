/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 knows where a table of sysctls ends by an empty entry only.
 */
#ifndef _KDUMP_6_1_LINUX_SYSCTL_H
#define _KDUMP_6_1_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

#define register_sysctl_sz(path, table, size) register_sysctl(path, table)

#endif /* _KDUMP_6_1_LINUX_SYSCTL_H */
