/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Newer bases turn off virtualization of a CPU in a place of its own, and that of
 * TDX for the whole machine.
 */
#ifndef _KDUMP_COMPAT_ASM_REBOOT_H
#define _KDUMP_COMPAT_ASM_REBOOT_H

#include_next <asm/reboot.h>

#ifdef KDUMP_LACKS_EMERGENCY_VIRT
#include <asm/tdx.h>
#include <asm/virt.h>

static inline void cpu_emergency_disable_virtualization(void)
{
	tdx_sys_disable();
	x86_virt_emergency_disable_virtualization_cpu();
}
#endif

#endif /* _KDUMP_COMPAT_ASM_REBOOT_H */
