// SPDX-License-Identifier: GPL-2.0-only
/*
 * The crash path: claim, save, stop, verify, jump.
 *
 * Contexts: any, on one CPU at a time - task, interrupt, softirq, NMI, with
 * interrupts off or on, and any lock of the kernel may be held for ever.
 * Forbidden: every lock that is not tried for, every allocation, every wait
 * without a bound. Two things of the base's are out of our hands, and said where
 * they are: its delays while CPUs stop, and its drivers of interrupts. Messages
 * may be printed until the other CPUs are stopped: one of them may have been in a
 * console's driver, which then waits for a lock that is never released. From then
 * on they are only stored, with kdump_store(): the dump shows them, or panic()
 * prints them.
 *
 * Up to the jump this path can return. Once the other CPUs are stopped, what
 * it returns to must be panic(), which goes on to its own end: nothing else
 * can go on in a machine whose other CPUs will not come back.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/btf.h>
#include <linux/console.h>
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/nmi.h>
#include <linux/objtool.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/processor.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

#include <asm/kexec.h>

#include "base/base.h"
#include "crash/lent_wait.h"
#include "describe/describe.h"
#include "image/image.h"
#include "lib/store.h"
#include "record/record.h"

/* The other CPUs will not come back. */
static bool machine_stopped;

/* What it was doing is all that there is to know about such a CPU. */
static void crash_report_straggler(unsigned int cpu)
{
	const struct task_struct *task = kdump_cpu_task(cpu);

	kdump_store(KERN_EMERG, "CPU %u did not stop: it was last seen running %s (pid %d)\n",
		    cpu, task->comm, task->pid);
}

static void crash_stop_cpus(void)
{
	const struct cpumask *stragglers = kdump_arch_stop_cpus();
	unsigned int cpu;

	machine_stopped = true;
	kdump_record_stopped(stragglers);
	for_each_cpu(cpu, stragglers)
		crash_report_straggler(cpu);
	if (!cpumask_empty(stragglers))
		kdump_store(KERN_EMERG, "CPUs %*pbl: no registers in the dump, and they may disturb the capture kernel\n",
			    cpumask_pr_args(stragglers));
}

/* Alone in the machine; returns if the image is no good. */
static void crash_leave(const struct kdump_image *image, struct pt_regs *regs)
{
	bool good = !kdump_image_verify(image);
	const char *vmcoreinfo;
	size_t size;

	kdump_record_verified(good);
	/* Devices are still as they were: the last moment to stay. */
	if (!good) {
		kdump_store(KERN_EMERG, "no dump: the capture image was damaged after it was loaded\n");
		return;
	}
	vmcoreinfo = kdump_image_vmcoreinfo(image, &size);
	kdump_vmcoreinfo_seal(vmcoreinfo, size);
	machine_crash_shutdown(regs);
	if (image->lent)
		kdump_lent_wait();
	kdump_record_stage(KDUMP_STAGE_JUMP);
	kdump_image_jump(image);
}

/* Those that panic() has stopped may be offline by now, but left registers. */
static unsigned int crash_count_others(unsigned int self)
{
	unsigned int cpu, count = 0;

	for_each_possible_cpu(cpu)
		if (cpu != self && (cpu_online(cpu) ||
				    cpumask_test_cpu(cpu, kdump_notes_cpus())))
			count++;
	return count;
}

#define CRASH_TEXT \
	"crash on CPU %u: stopping the others, then starting the capture kernel\n"

/* Before it calls its notifiers, panic() has stopped the other CPUs. */
static void crash_announce(unsigned int cpu)
{
	if (crash_kexec_post_notifiers)
		kdump_store(KERN_EMERG, CRASH_TEXT, cpu);
	else
		pr_emerg(CRASH_TEXT, cpu);
}

/* Returns only if there is no dump; the log then says why. */
static void crash_dump(struct pt_regs *regs, bool panic)
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
	kdump_record_crash(cpu, crash_count_others(cpu), panic);
	crash_announce(cpu);
	kdump_notes_save(regs, cpu);
	kdump_record_stage(KDUMP_STAGE_REGISTERS);
	crash_stop_cpus();
	crash_leave(image, regs);
}

static bool crash_panics_here(void)
{
	return atomic_read(&panic_cpu) == raw_smp_processor_id();
}

/*
 * On the CPU that panics, after an oops in panic() or below. The first time
 * panic() is tried once more, from its start; if its notifiers are what fails,
 * they fail again, and then the machine restarts without them. Where it is to
 * stay, it does so as at the end of panic(), with sysrq alive.
 */
static void __noreturn crash_give_up(void)
{
	static bool tried;

	if (!tried) {
		tried = true;
		panic("kdump: crashed again while handling a crash, no dump");
	}
	kdump_store(KERN_EMERG, "panic() does not get through either: the end\n");
	if (panic_timeout)
		emergency_restart();
	console_flush_on_panic(CONSOLE_FLUSH_PENDING);
	local_irq_enable();
	for (;;) {
		touch_softlockup_watchdog();
		cpu_relax();
	}
}

/**
 * kexec_should_crash - does this oops go to crash_kexec()?
 * @task: the task that oopsed
 *
 * Called by oops_end() of every architecture: these are the oopses that would
 * end in panic() anyway. With crash_kexec_post_notifiers they shall go through
 * it, unless panic() is where they happen: killing the task would leave a
 * machine that has no other CPUs and can neither panic nor crash again.
 *
 * Return: not 0 if so.
 */
int kexec_should_crash(struct task_struct *task)
{
	if (crash_panics_here())
		return true;
	return !crash_kexec_post_notifiers &&
	       (panic_on_oops || in_interrupt() || !task->pid ||
		is_global_init(task));
}

/**
 * __crash_kexec - dump, on the CPU that panics
 * @regs: where the oops was; NULL to take the caller's registers
 *
 * Called by panic(), which has made this CPU the panicking one already. The
 * registers are taken here, in a frame that stays, so that unwinding starts
 * right. Returns if there is no dump.
 */
void __noclone __crash_kexec(struct pt_regs *regs)
{
	struct pt_regs here;

	crash_setup_regs(&here, regs);
	crash_dump(&here, !regs);
}

STACK_FRAME_NON_STANDARD(__crash_kexec);

/**
 * crash_kexec - dump after an oops
 * @regs: where it was
 *
 * One CPU at a time, and not while another one panics. Returns if there is no
 * dump and the other CPUs still run.
 */
__bpf_kfunc void crash_kexec(struct pt_regs *regs)
{
	int none = PANIC_CPU_INVALID;

	if (crash_panics_here()) {
		__crash_kexec(regs);
		crash_give_up();
	}
	if (!atomic_try_cmpxchg(&panic_cpu, &none, raw_smp_processor_id()))
		return;
	__crash_kexec(regs);
	/* Not every caller panics, and no other CPU is left to go on. */
	if (machine_stopped)
		panic("kdump: no dump, and the other CPUs are stopped");
	atomic_set(&panic_cpu, PANIC_CPU_INVALID);
}
