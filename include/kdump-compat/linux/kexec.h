/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases do not update a loaded image when CPUs and memory come and go, and
 * say no more about a load when asked to: flags of kexec_load(2) and
 * kexec_file_load(2) for both, with the values that kexec passes, and what
 * hotplug.c offers to seam/hotplug_files.c. Nor do they know the flag that asks for
 * the device tree of this machine.
 */
#ifndef _KDUMP_COMPAT_LINUX_KEXEC_H
#define _KDUMP_COMPAT_LINUX_KEXEC_H

#include_next <linux/kexec.h>

#ifndef KEXEC_CRASH_HOTPLUG_SUPPORT
#define KEXEC_UPDATE_ELFCOREHDR 0x00000004
#define KEXEC_CRASH_HOTPLUG_SUPPORT 0x00000008

#undef KEXEC_FLAGS
#define KEXEC_FLAGS (KEXEC_ON_CRASH | KEXEC_PRESERVE_CONTEXT | \
		     KEXEC_UPDATE_ELFCOREHDR | KEXEC_CRASH_HOTPLUG_SUPPORT)

int crash_check_hotplug_support(void);
unsigned int arch_crash_get_elfcorehdr_size(void);
#endif

#ifndef KEXEC_FILE_DEBUG
#define KEXEC_FILE_DEBUG 0x00000008

#undef KEXEC_FILE_FLAGS
#define KEXEC_FILE_FLAGS (KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH | \
			  KEXEC_FILE_NO_INITRAMFS | KEXEC_FILE_DEBUG)
#endif

#ifndef KEXEC_FILE_FORCE_DTB
#define KEXEC_FILE_FORCE_DTB 0x00000020
#endif

#endif /* _KDUMP_COMPAT_LINUX_KEXEC_H */
