// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine: after a crash the other harts, then what could disturb
 * the capture kernel; and for kexec -e.
 *
 * Context: crash path, but for machine_shutdown(). How the harts are stopped is
 * smp.c's: by interrupt, within a second that is counted in udelay(1), which ends
 * only while the timer moves. Each leaves its registers and is turned off by
 * firmware; a crash waits for nothing more.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/iopoll.h>
#include <linux/irqflags.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/math64.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include <asm/delay.h>
#include <asm/processor.h>
#include <asm/sbi.h>
#include <asm/smp.h>
#include <asm/timex.h>

#include "kdump_riscv.h"

/* How often firmware is asked, and how long. */
#define POLL_US		100
#define POLL_LIMIT_US	USEC_PER_SEC

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

/* Negative if firmware does not know such a hart. */
static long hart_state(unsigned long hart)
{
	struct sbiret said = sbi_ecall(SBI_EXT_HSM, SBI_EXT_HSM_HART_STATUS,
				       hart, 0, 0, 0, 0, 0);

	return said.error ?: said.value;
}

/*
 * A hart tells this kernel that it is off before it asks firmware to turn it off,
 * and what it runs until then will be overwritten.
 */
static void hart_wait_stopped(unsigned int cpu)
{
	unsigned long hart = cpuid_to_hartid_map(cpu);
	long state;

	if (read_poll_timeout(hart_state, state,
			      state == SBI_HSM_STATE_STOPPED || state < 0,
			      POLL_US, POLL_LIMIT_US, false, hart))
		pr_err("CPU %u (hart %lu) is not off after a second, its state is %ld: the new kernel may crash\n",
		       cpu, hart, state);
	else if (state < 0)
		pr_err("CPU %u (hart %lu): firmware does not say whether it is off (%ld)\n",
		       cpu, hart, state);
}

/**
 * machine_shutdown - stop the other harts, to start a kernel without a crash
 *
 * Process context.
 */
void machine_shutdown(void)
{
	unsigned int self = smp_processor_id(), cpu;

	smp_shutdown_nonboot_cpus(self);
	if (!kdump_riscv_firmware_tells())
		return;
	for_each_present_cpu(cpu)
		if (cpu != self)
			hart_wait_stopped(cpu);
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
