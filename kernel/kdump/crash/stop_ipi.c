// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping the other CPUs where it is done by interrupt.
 *
 * crash_smp_send_stop(), the base's or a port's, tells them and waits for a second,
 * as udelay() counts it; each that comes calls crash_save_cpu(). Those that have saved
 * registers have come: not every base takes a CPU that has stopped out of the
 * online ones, and none tells which did not.
 *
 * Context: crash path, NMI included.
 */
#include <linux/cpumask.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/smp.h>

/* CPUs that were told to and did not. */
static cpumask_t stragglers;

/**
 * crash_save_cpu - save the registers of a CPU that stops
 * @regs: as they were when the interrupt came
 * @cpu: the CPU; the caller runs on it
 *
 * What stops a CPU calls it, when the interrupt has come.
 */
void crash_save_cpu(struct pt_regs *regs, int cpu)
{
	kdump_notes_save(regs, cpu);
}

/**
 * kdump_stop_by_ipi - stop all other CPUs within a bounded time
 *
 * kdump_arch_stop_cpus() of architectures that select KDUMP_STOP_IPI. What the
 * base says of those that do not come is only stored, for they may hold the
 * lock of a console.
 *
 * Return: the CPUs that did not stop.
 */
const struct cpumask *kdump_stop_by_ipi(void)
{
	printk_deferred_enter();
	crash_smp_send_stop();
	printk_deferred_exit();
	cpumask_andnot(&stragglers, cpu_online_mask, kdump_notes_cpus());
	cpumask_clear_cpu(raw_smp_processor_id(), &stragglers);
	return &stragglers;
}
