// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the machine after a crash: the other CPUs, then what could
 * disturb the capture kernel.
 *
 * Context: crash path. The other CPUs have one second to stop. The base's
 * nmi_shootdown_cpus() counts it in mdelay(1), which ends only while the TSC
 * moves, or whatever the base delays by: where that stands still, so does this
 * CPU. What is waited here after it ends without a clock, see lib/wait.h; nothing
 * else waits.
 */
#include <linux/cpumask.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include <asm/apic.h>
#include <asm/cpu.h>
#include <asm/cpufeature.h>
#include <asm/crash.h>
#include <asm/hpet.h>
#include <asm/intel_pt.h>
#include <asm/io_apic.h>
#include <asm/reboot.h>
#include <asm/sev.h>
#include <asm/tsc.h>

#include "kdump_x86.h"
#include "stop_config.h"
#include "lib/wait.h"

/* CPUs that came by and saved their registers. */
static cpumask_t stopped_cpus;

/* CPUs that were told to and did not. */
static cpumask_t stragglers;

/* By the TSC: when they were told. */
static u64 told_at;

/* Does each CPU that stops set its bit? Not with every hypervisor. */
static bool each_cpu_tells;

/**
 * kdump_x86_cpu_stopped - remember that a CPU saved its registers and stopped
 * @cpu: the CPU; the caller runs on it
 *
 * Crash path.
 */
void kdump_x86_cpu_stopped(int cpu)
{
	cpumask_set_cpu(cpu, &stopped_cpus);
}

/* On each of the other CPUs, in NMI context, before it halts. */
static void stop_this_cpu_for_dump(int cpu, struct pt_regs *regs)
{
	kdump_notes_save(regs, cpu);
	cpu_emergency_stop_pt();
	kdump_sev_callback();
	disable_local_APIC();
	kdump_x86_cpu_stopped(cpu);
}

/**
 * kdump_nmi_shootdown_cpus - stop all other CPUs by NMI
 *
 * smp_ops.crash_stop_other_cpus of bare metal and most hypervisors.
 */
void kdump_nmi_shootdown_cpus(void)
{
	kdump_x86_nmi_shootdown(stop_this_cpu_for_dump);
	disable_local_APIC();
}

static void find_stragglers(void)
{
	cpumask_andnot(&stragglers, cpu_online_mask, &stopped_cpus);
	cpumask_clear_cpu(raw_smp_processor_id(), &stragglers);
}

/**
 * crash_smp_send_stop - stop the other CPUs, once
 *
 * Called by panic() when notifiers run before the dump, and by the crash
 * path; the first call does it.
 */
void crash_smp_send_stop(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	told_at = kdump_arch_ticks();
	each_cpu_tells = kdump_x86_crash_stop_other_cpus();
}

/*
 * nmi_shootdown_cpus() counts a second in mdelay(1), which is as good as the
 * CPU's loops_per_jiffy: measured while a host was busy, that may be a
 * thousandth of what is right. So what is left of the second by the TSC is
 * given to them here, which includes the time that notifiers took.
 */
static void wait_for_stragglers(void)
{
	struct kdump_wait wait = {
		.start = told_at,
		.limit = (u64)tsc_khz * MSEC_PER_SEC,
		.turns_max = KDUMP_WAIT_TURNS_A_SECOND,
		.still_max = KDUMP_WAIT_STILL_MAX,
	};

	find_stragglers();
	while (!cpumask_empty(&stragglers) &&
	       !kdump_wait_over(&wait, kdump_arch_ticks()))
		find_stragglers();
}

const struct cpumask *kdump_arch_stop_cpus(void)
{
	crash_smp_send_stop();
	if (each_cpu_tells)
		wait_for_stragglers();
	return &stragglers;
}

/* No device may interrupt the capture kernel before it asks for it. */
static void quiet_interrupts(void)
{
	kdump_x86_ioapic_quiet();
	lapic_shutdown();
	restore_boot_irq_mode();
	kdump_x86_hpet_quiet();
}

/**
 * native_machine_crash_shutdown - leave hardware as the capture kernel needs it
 * @regs: where the crash happened
 *
 * machine_ops.crash_shutdown; hypervisor support wraps its own around it.
 */
void native_machine_crash_shutdown(struct pt_regs *regs)
{
	local_irq_disable();
	crash_smp_send_stop();
	/* With VMX on, INIT does not reach this CPU and SIPI not the others. */
	cpu_emergency_disable_virtualization();
	cpu_emergency_stop_pt();
	quiet_interrupts();
	kdump_x86_quiet_encryption();
}

/* It runs on through the jump, and is read without a lock. */
u64 kdump_arch_ticks(void)
{
	return boot_cpu_has(X86_FEATURE_TSC) ? rdtsc_ordered() : 0;
}

u64 kdump_arch_ticks_khz(void)
{
	return tsc_khz;
}
