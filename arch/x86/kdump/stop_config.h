/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of stop.c that exist in some configurations only.
 */
#ifndef _KDUMP_X86_STOP_CONFIG_H
#define _KDUMP_X86_STOP_CONFIG_H

#include <linux/smp.h>

#include <asm/apic.h>
#include <asm/hpet.h>
#include <asm/io_apic.h>
#include <asm/reboot.h>

#if defined(CONFIG_SMP) && defined(CONFIG_X86_LOCAL_APIC)
static inline void kdump_x86_nmi_shootdown(nmi_shootdown_cb callback)
{
	nmi_shootdown_cpus(callback);
}

/* True if each CPU that stops says so through the callback. */
static inline bool kdump_x86_crash_stop_other_cpus(void)
{
	if (!smp_ops.crash_stop_other_cpus) {
		smp_send_stop();
		return false;
	}
	smp_ops.crash_stop_other_cpus();
	return true;
}
#else
static inline void kdump_x86_nmi_shootdown(nmi_shootdown_cb callback)
{
}

static inline bool kdump_x86_crash_stop_other_cpus(void)
{
	return false;
}
#endif

#ifdef CONFIG_X86_IO_APIC
static inline void kdump_x86_ioapic_quiet(void)
{
	/* A lock that was held when the machine crashed is not released. */
	ioapic_zap_locks();
	clear_IO_APIC();
}
#else
static inline void kdump_x86_ioapic_quiet(void) { }
#endif

#ifdef CONFIG_HPET_TIMER
static inline void kdump_x86_hpet_quiet(void)
{
	hpet_disable();
}
#else
static inline void kdump_x86_hpet_quiet(void) { }
#endif

#endif /* _KDUMP_X86_STOP_CONFIG_H */
