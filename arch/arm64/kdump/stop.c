// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine after a crash: the other CPUs, then what could disturb
 * the capture kernel.
 *
 * Context: crash path. How the CPUs are stopped is smp.c's: by interrupt, and
 * those that do not come within a second by one that cannot be masked, if the
 * machine has such. Each leaves its registers and is turned off by firmware. The
 * seconds are counted in udelay(1), which ends only while the system counter
 * moves; nothing is waited for here.
 */
#include <linux/arm_sdei.h>
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/math64.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include <clocksource/arm_arch_timer.h>

#include <asm/arch_timer.h>
#include <asm/daifflags.h>
#include <asm/kexec.h>
#include <asm/smp.h>

#include "kdump_arm64.h"

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
	unsigned int cpu = smp_processor_id();
	struct pt_regs here;

	crash_setup_regs(&here, NULL);
	local_daif_mask();
	crash_save_cpu(&here, cpu);
	set_cpu_online(cpu, false);
	sdei_mask_local_cpu();
	kdump_arm64_switch_off(cpu);
	/* Not every base says that it does not return. */
	for (;;)
		cpu_park_loop();
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

/* It runs on through the jump, and is read without a lock. */
u64 kdump_arch_ticks(void)
{
	return __arch_counter_get_cntvct();
}

u64 kdump_arch_ticks_khz(void)
{
	return div_u64(arch_timer_get_rate(), MSEC_PER_SEC);
}
