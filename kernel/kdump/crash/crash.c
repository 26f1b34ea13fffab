// SPDX-License-Identifier: GPL-2.0-only
/*
 * The crash path: claim, save, stop, verify, jump.
 *
 * Contexts: any, on one CPU at a time - task, interrupt, softirq, NMI, with
 * interrupts off or on, with any lock of the kernel held by whoever crashed.
 * Forbidden: every lock that is not tried for, every allocation, every wait
 * without a bound. Printing is allowed: printk is safe in NMI context.
 *
 * Up to the jump this path can return. Once the other CPUs are stopped, what
 * it returns to must be panic(), which goes on to its own end: nothing else
 * can go on in a machine whose other CPUs will not come back.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kdump_record.h>
#include <linux/kexec.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/processor.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "internal.h"

static bool machine_stopped;

/**
 * kdump_machine_stopped - are the other CPUs gone for good?
 *
 * Return: true if kdump_crash() stopped them and still did not leave.
 */
bool kdump_machine_stopped(void)
{
	return machine_stopped;
}

/**
 * kdump_give_up - end a machine whose crash path crashed, without a dump
 *
 * On the CPU that panics, after an oops in panic() or below. The first time
 * panic() is tried once more, from its start; if its notifiers are what fails,
 * they fail again, and then the machine restarts without them.
 */
void __noreturn kdump_give_up(void)
{
	static bool tried;

	if (!tried) {
		tried = true;
		panic("kdump: crashed again while handling a crash, no dump");
	}
	pr_emerg("panic() does not get through either: the end\n");
	if (panic_timeout)
		emergency_restart();
	for (;;)
		cpu_relax();
}

/* What it was doing is all that there is to know about such a CPU. */
static void report_straggler(unsigned int cpu)
{
	const struct task_struct *task = kdump_cpu_task(cpu);

	pr_emerg("CPU %u did not stop: it was last seen running %s (pid %d)\n",
		 cpu, task->comm, task->pid);
}

static void stop_cpus(void)
{
	const struct cpumask *stragglers = kdump_arch.stop_cpus();
	unsigned int cpu;

	machine_stopped = true;
	kdump_record_stopped(stragglers);
	for_each_cpu(cpu, stragglers)
		report_straggler(cpu);
	if (!cpumask_empty(stragglers))
		pr_emerg("CPUs %*pbl: no registers in the dump, and they may disturb the capture kernel\n",
			 cpumask_pr_args(stragglers));
}

/* Alone in the machine; returns if the image is no good. */
static void leave(const struct kdump_image *image, struct pt_regs *regs)
{
	bool good = !kdump_image_verify(image);
	const char *vmcoreinfo;
	size_t size;

	kdump_record_verified(good);
	/* Devices are still as they were: the last moment to stay. */
	if (!good) {
		pr_emerg("no dump: the capture image was damaged after it was loaded\n");
		return;
	}
	vmcoreinfo = kdump_image_vmcoreinfo(image, &size);
	kdump_vmcoreinfo_seal(vmcoreinfo, size);
	machine_crash_shutdown(regs);
	kdump_record_stage(KDUMP_STAGE_JUMP);
	kdump_image_jump(image);
}

/**
 * kdump_crash - dump this machine, if it can be done
 * @regs: where the crash happened
 * @panic: through panic(), else through an oops
 *
 * Returns only if there is no dump; the log then says why.
 */
void kdump_crash(struct pt_regs *regs, bool panic)
{
	const struct kdump_image *image;
	unsigned long flags;
	unsigned int cpu;

	/* An interrupt that crashes too must not find the image claimed. */
	local_irq_save(flags);
	image = kdump_image_claim();
	if (!image) {
		local_irq_restore(flags);
		return;
	}
	/* An oops that did not come from panic() has left it as it was. */
	panic_on_warn = 0;
	cpu = raw_smp_processor_id();
	kdump_record_crash(cpu, panic);
	pr_emerg("crash on CPU %u: stopping the others, then starting the capture kernel\n",
		 cpu);
	kdump_notes_save(regs, cpu);
	kdump_record_stage(KDUMP_STAGE_REGISTERS);
	stop_cpus();
	leave(image, regs);
}
