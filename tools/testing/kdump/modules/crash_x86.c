// SPDX-License-Identifier: GPL-2.0-only
/*
 * Crashes by NMI, and in what stops the other CPUs.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/smp.h>

#include <asm/apic.h>
#include <asm/nmi.h>
#include <asm/smp.h>

#include "crash.h"

static int in_nmi_handler(unsigned int kind, struct pt_regs *regs)
{
	touch_nowhere();
	return NMI_HANDLED;
}

static int crash_nmi(void)
{
	return register_nmi_handler(NMI_UNKNOWN, in_nmi_handler, 0,
				    "kdump_crash");
}

static void (*usual_stop)(void);

static void stop_and_oops(void)
{
	usual_stop();
	touch_nowhere();
}

static void oops_unstopped(void)
{
	touch_nowhere();
}

static int stop_oops(void)
{
	usual_stop = smp_ops.crash_stop_other_cpus;
	smp_ops.crash_stop_other_cpus = stop_and_oops;
	return 0;
}

static int nostop_oops(void)
{
	smp_ops.crash_stop_other_cpus = oops_unstopped;
	return 0;
}

/* A CPU that takes no further NMI: the crash path must go on without it. */
static unsigned int last_cpu;

static int stay_in_nmi(unsigned int kind, struct pt_regs *regs)
{
	if (raw_smp_processor_id() == last_cpu)
		return NMI_DONE;
	for (;;)
		cpu_relax();
}

/* All at once: with a CPU in that state not much else works. */
int stuck_cpu(void)
{
	unsigned int cpu;
	int error;

	error = register_nmi_handler(NMI_LOCAL, stay_in_nmi, 0, "kdump_crash");
	if (error)
		return error;
	preempt_disable();
	last_cpu = raw_smp_processor_id();
	cpu = cpumask_any_but(cpu_online_mask, last_cpu);
	if (cpu < nr_cpu_ids)
		apic->send_IPI(cpu, NMI_VECTOR);
	mdelay(200);
	panic("kdump_crash: a CPU is stuck");
}

const struct place arch_places[] = {
	{ "nmi", crash_nmi },
	{ "stop-oops", stop_oops },
	{ "nostop-oops", nostop_oops },
	{}
};
