// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine: after a crash the other harts, then what could disturb
 * the capture kernel; and for kexec -e.
 *
 * Context: crash path, but for machine_shutdown(). How the harts are stopped is
 * smp.c's: by interrupt, within a second that is counted in udelay(1), which ends
 * only while the timer moves. Each leaves its registers and is turned off by
 * firmware; nothing is waited for here.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/math64.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include <asm/delay.h>
#include <asm/processor.h>
#include <asm/timex.h>

#include "kdump_riscv.h"

const struct cpumask *kdump_arch_stop_cpus(void)
{
	return kdump_stop_by_ipi();
}

/**
 * panic_smp_self_stop - stay, on a hart that panics after another one did
 *
 * Interrupts are off, and a message to stop would not be heard: this hart saves
 * its registers by itself.
 */
void __noreturn panic_smp_self_stop(void)
{
	unsigned int cpu = smp_processor_id();
	struct pt_regs here;

	crash_setup_regs(&here, NULL);
	local_irq_disable();
	crash_save_cpu(&here, cpu);
	set_cpu_online(cpu, false);
	kdump_riscv_switch_off();
	for (;;)
		wait_for_interrupt();
}

/**
 * machine_crash_shutdown - leave hardware as the capture kernel needs it
 * @regs: where the crash happened
 *
 * No device may interrupt the capture kernel before it asks for it.
 */
void machine_crash_shutdown(struct pt_regs *regs)
{
	local_irq_disable();
	crash_smp_send_stop();
	kdump_quiet_irqs();
}

/**
 * machine_shutdown - stop the other harts, to start a kernel without a crash
 *
 * Process context.
 */
void machine_shutdown(void)
{
	smp_shutdown_nonboot_cpus(smp_processor_id());
}

/* It runs on through the jump, and is read without a lock. */
u64 kdump_arch_ticks(void)
{
	return get_cycles64();
}

u64 kdump_arch_ticks_khz(void)
{
	return div_u64(riscv_timebase, MSEC_PER_SEC);
}
