/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 has the macros for vmcoreinfo in <linux/crash_core.h>.
 */
#ifndef _KDUMP_6_1_LINUX_VMCORE_INFO_H
#define _KDUMP_6_1_LINUX_VMCORE_INFO_H

#include <linux/crash_core.h>

#endif /* _KDUMP_6_1_LINUX_VMCORE_INFO_H */
