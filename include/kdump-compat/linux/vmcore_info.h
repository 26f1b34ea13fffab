/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases have the macros for vmcoreinfo in <linux/crash_core.h>.
 */
#ifndef _KDUMP_COMPAT_LINUX_VMCORE_INFO_H
#define _KDUMP_COMPAT_LINUX_VMCORE_INFO_H

#ifdef KDUMP_LACKS_VMCORE_INFO_H
#include <linux/crash_core.h>
#else
#include_next <linux/vmcore_info.h>
#endif

#endif /* _KDUMP_COMPAT_LINUX_VMCORE_INFO_H */
