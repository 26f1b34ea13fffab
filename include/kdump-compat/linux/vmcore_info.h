/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases have the macros for vmcoreinfo in <linux/crash_core.h>; newer ones
 * have the name of notes with registers in a header for user space.
 */
#ifndef _KDUMP_COMPAT_LINUX_VMCORE_INFO_H
#define _KDUMP_COMPAT_LINUX_VMCORE_INFO_H

#ifdef KDUMP_LACKS_VMCORE_INFO_H
#include <linux/crash_core.h>
#else
#include_next <linux/vmcore_info.h>
#endif

#ifndef CRASH_CORE_NOTE_NAME
#define CRASH_CORE_NOTE_NAME NN_PRSTATUS
#endif

#endif /* _KDUMP_COMPAT_LINUX_VMCORE_INFO_H */
