// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine after a crash: the other CPUs, then what could disturb
 * the capture kernel.
 *
 * Context: crash path. Each CPU is told by interrupt, leaves its registers, and is
 * turned off by firmware, if it can: a CPU that only waits is one that the capture
 * kernel cannot start. The second that they have is counted in udelay(1).
 */
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/math64.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include <clocksource/arm_arch_timer.h>

#include <asm/barrier.h>
#include <asm/cacheflush.h>
#include <asm/delay.h>
#include <asm/irq_regs.h>
#include <asm/kexec.h>
#include <asm/vdso/processor.h>

#include "kdump_arm.h"

/* What it wrote is in memory before others take it for stopped. */
static void __noreturn cpu_stay(struct pt_regs *regs)
{
	unsigned int cpu = smp_processor_id();

	local_irq_disable();
	local_fiq_disable();
	crash_save_cpu(regs, cpu);
	flush_cache_all();
	set_cpu_online(cpu, false);
	kdump_arm_switch_off(cpu);
	for (;;) {
		cpu_relax();
		wfe();
	}
}

/* Where the interrupt came; here, if an idle CPU has seen the call by itself. */
static void cpu_stop(void *unused)
{
	struct pt_regs regs;

	crash_setup_regs(&regs, get_irq_regs());
	cpu_stay(&regs);
}

static DEFINE_PER_CPU(call_single_data_t, stop_call) = CSD_INIT(cpu_stop, NULL);

/**
 * crash_smp_send_stop - stop all other CPUs, once
 *
 * panic(), before its notifiers, or kdump_stop_by_ipi(). CPUs that have stopped
 * are not online any more. No lock is taken: the list of calls of a CPU has none.
 */
void crash_smp_send_stop(void)
{
	unsigned int cpu, self = raw_smp_processor_id();
	unsigned int left = USEC_PER_SEC;
	static bool told;

	if (told)
		return;
	told = true;
	for_each_online_cpu(cpu)
		if (cpu != self)
			smp_call_function_single_async(cpu,
						       &per_cpu(stop_call, cpu));
	while (num_online_cpus() > 1 && left--)
		udelay(1);
}

const struct cpumask *kdump_arch_stop_cpus(void)
{
	return kdump_stop_by_ipi();
}

/**
 * panic_smp_self_stop - stay, on a CPU that panics after another one did
 *
 * Interrupts are off, and a message to stop would not be heard: this CPU saves
 * its registers by itself.
 */
void __noreturn panic_smp_self_stop(void)
{
	struct pt_regs here;

	crash_setup_regs(&here, NULL);
	cpu_stay(&here);
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
	local_fiq_disable();
	crash_smp_send_stop();
	kdump_quiet_irqs();
}

/* It runs on through the jump, and is read without a lock. */
u64 kdump_arch_ticks(void)
{
	return kdump_arm_counter();
}

u64 kdump_arch_ticks_khz(void)
{
	return div_u64(arch_timer_get_rate(), MSEC_PER_SEC);
}
