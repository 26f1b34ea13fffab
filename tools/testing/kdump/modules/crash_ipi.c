// SPDX-License-Identifier: GPL-2.0-only
/*
 * Crashes in what stops the other CPUs, which kprobes reach.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/smp.h>

#include "crash.h"

static const char stop_function[] = "crash_smp_send_stop";

static int oops_when_stopped(struct kretprobe_instance *unused,
			     struct pt_regs *regs)
{
	touch_nowhere();
	return 0;
}

static struct kretprobe stopped = { .handler = oops_when_stopped };

static int stop_oops(void)
{
	stopped.kp.symbol_name = stop_function;
	return register_kretprobe(&stopped);
}

static int oops_unstopped(struct kprobe *unused, struct pt_regs *regs)
{
	touch_nowhere();
	return 0;
}

static struct kprobe stopping = { .pre_handler = oops_unstopped };

static int nostop_oops(void)
{
	stopping.symbol_name = stop_function;
	return register_kprobe(&stopping);
}

static void stay(void *unused)
{
	take_no_interrupt();
	for (;;)
		cpu_relax();
}

static call_single_data_t stay_call = CSD_INIT(stay, NULL);

/* All at once: with a CPU in that state not much else works. */
int stuck_cpu(void)
{
	unsigned int cpu;

	preempt_disable();
	cpu = cpumask_any_but(cpu_online_mask, raw_smp_processor_id());
	if (cpu < nr_cpu_ids)
		smp_call_function_single_async(cpu, &stay_call);
	mdelay(200);
	panic("kdump_crash: a CPU is stuck");
}

const struct place arch_places[] = {
	{ "stop-oops", stop_oops },
	{ "nostop-oops", nostop_oops },
	{}
};
