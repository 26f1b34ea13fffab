// SPDX-License-Identifier: GPL-2.0-only
/*
 * Crashes where LKDTM does not: in the contexts that are left, and inside the
 * crash path itself.
 *
 *	insmod kdump_crash.ko where=NAME	crash there, now or when asked
 *	insmod kdump_crash.ko probe=SYMBOL	panic when SYMBOL is reached
 *	insmod kdump_crash.ko fail=SYMBOL	SYMBOL returns -ENOMEM, once
 *
 * For tests only: this cannot be unloaded, and undoes nothing.
 */
#define pr_fmt(fmt) "kdump_crash: " fmt

#include <linux/compiler.h>
#include <linux/console.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/processor.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/timer.h>

#include "crash.h"

static char *where;
module_param(where, charp, 0);
MODULE_PARM_DESC(where, "context to crash in, see the tables in the source");

static char *probe;
module_param(probe, charp, 0);
MODULE_PARM_DESC(probe, "kernel function that shall panic when it is called");

static char *fail;
module_param(fail, charp, 0);
MODULE_PARM_DESC(fail, "kernel function that shall fail the next time");

static int *nowhere;

noinline void touch_nowhere(void)
{
	WRITE_ONCE(*READ_ONCE(nowhere), 0);
}

/* Contexts that LKDTM has no crash point for. */

static void in_timer(struct timer_list *unused)
{
	touch_nowhere();
}

static DEFINE_TIMER(crash_timer, in_timer);

/*
 * Stays until it happens: a task that has ended by then is on its CPU, but in
 * no list any more, and drgn 0.0.22 dies of not finding it.
 */
static int crash_softirq(void)
{
	unsigned long end = jiffies + 10 * HZ;

	mod_timer(&crash_timer, jiffies + 1);
	while (time_before(jiffies, end))
		cpu_relax();
	return 0;
}

static void in_irq_work(struct irq_work *unused)
{
	touch_nowhere();
}

static struct irq_work crash_irq_work = IRQ_WORK_INIT_HARD(in_irq_work);

static int crash_hardirq(void)
{
	irq_work_queue(&crash_irq_work);
	return 0;
}

static void in_idle(void *unused)
{
	touch_nowhere();
}

static call_single_data_t crash_call = CSD_INIT(in_idle, NULL);

/* With idle=poll an idle CPU finds the call without an interrupt. */
static int crash_idle(void)
{
	unsigned int cpu = cpumask_any_but(cpu_online_mask,
					   raw_smp_processor_id());

	return smp_call_function_single_async(cpu, &crash_call);
}

/* Everywhere at once: each CPU waits, interrupts off, until all are there. */

static atomic_t arrived = ATOMIC_INIT(0);

static void meet(void)
{
	atomic_inc(&arrived);
	while (atomic_read(&arrived) < num_online_cpus())
		cpu_relax();
}

static void meet_and_panic(void *unused)
{
	meet();
	panic("kdump_crash: all CPUs at once");
}

static void meet_and_oops(void *unused)
{
	meet();
	touch_nowhere();
}

static int stopped_and_panic(void *caller)
{
	if (*(unsigned int *)caller == raw_smp_processor_id())
		panic("kdump_crash: in stop_machine()");
	for (;;)
		cpu_relax();
}

static int crash_stop_machine(void)
{
	unsigned int caller = raw_smp_processor_id();

	return stop_machine(stopped_and_panic, &caller, cpu_online_mask);
}

/* Inside the crash path: what it calls fails. */

static int notice(struct notifier_block *self, unsigned long event, void *text)
{
	pr_emerg("panic notifier called\n");
	return NOTIFY_DONE;
}

static int notice_and_oops(struct notifier_block *self, unsigned long event,
			   void *text)
{
	touch_nowhere();
	return NOTIFY_DONE;
}

static int notice_and_panic(struct notifier_block *self, unsigned long event,
			    void *text)
{
	panic("kdump_crash: in a panic notifier");
}

static int add_notifier(notifier_fn_t call)
{
	static struct notifier_block notifier;

	notifier.notifier_call = call;
	return atomic_notifier_chain_register(&panic_notifier_list, &notifier);
}

/*
 * A console whose driver takes its lock without looking whether a crash goes
 * on, and a CPU that is in there nearly all the time: who prints after that one
 * was stopped waits for ever.
 */
static DEFINE_SPINLOCK(printing);

static void careless_write(struct console *self, const char *text,
			   unsigned int size)
{
	unsigned long flags;

	spin_lock_irqsave(&printing, flags);
	spin_unlock_irqrestore(&printing, flags);
}

static struct console careless_console = {
	.name = "careless",
	.write = careless_write,
	.flags = CON_ENABLED,
};

static int print_always(void *unused)
{
	local_irq_disable();
	while (!kthread_should_stop()) {
		spin_lock(&printing);
		mdelay(2);
		spin_unlock(&printing);
	}
	return 0;
}

/* The last CPU prints; the one in between gets stuck. */
static int stuck_cpu_console(void)
{
	struct task_struct *task;

	task = kthread_create_on_cpu(print_always, NULL, num_online_cpus() - 1,
				     "kdump_print/%u");
	if (IS_ERR(task))
		return PTR_ERR(task);
	register_console(&careless_console);
	wake_up_process(task);
	mdelay(100);
	return stuck_cpu();
}

static const struct place places[] = {
	{ "softirq", crash_softirq },
	{ "hardirq", crash_hardirq },
	{ "idle", crash_idle },
	{ "all-panic", .everywhere = meet_and_panic },
	{ "all-oops", .everywhere = meet_and_oops },
	{ "stop-machine", crash_stop_machine },
	{ "notifier-note", .notify = notice },
	{ "notifier-oops", .notify = notice_and_oops },
	{ "notifier-panic", .notify = notice_and_panic },
	{ "stuck-cpu", stuck_cpu },
	{ "stuck-cpu-console", stuck_cpu_console },
	{}
};

static const struct place *find_place(const struct place *place)
{
	while (place->name && strcmp(place->name, where))
		place++;
	return place->name ? place : NULL;
}

static int crash_there(void)
{
	const struct place *place = find_place(places) ?:
				    find_place(arch_places);

	if (!place) {
		pr_err("where=%s is unknown\n", where);
		return -EINVAL;
	}
	if (place->notify)
		return add_notifier(place->notify);
	if (!place->everywhere)
		return place->crash();
	on_each_cpu(place->everywhere, NULL, 1);
	return 0;
}

static int probe_reached(struct kprobe *unused, struct pt_regs *regs)
{
	panic("kdump_crash: %s() reached", probe);
}

static struct kprobe crash_probe = { .pre_handler = probe_reached };

static atomic_t failed = ATOMIC_INIT(0);

static noinline int no_memory(void)
{
	return -ENOMEM;
}

/* Called with the arguments of the other, and returns to its caller. */
static int fail_reached(struct kprobe *unused, struct pt_regs *regs)
{
	if (atomic_xchg(&failed, 1))
		return 0;
	pr_notice("%s() fails\n", fail);
	instruction_pointer_set(regs, (unsigned long)no_memory);
	return 1;
}

/* A probe that has this is not optimized to one that cannot go elsewhere. */
static void fail_passed(struct kprobe *unused, struct pt_regs *regs,
			unsigned long flags)
{
}

static struct kprobe fail_probe = {
	.pre_handler = fail_reached,
	.post_handler = fail_passed,
};

static int __init kdump_crash_init(void)
{
	int error = 0;

	if (fail) {
		fail_probe.symbol_name = fail;
		error = register_kprobe(&fail_probe);
	}
	if (!error && probe) {
		crash_probe.symbol_name = probe;
		error = register_kprobe(&crash_probe);
	}
	if (!error && where)
		error = crash_there();
	return error;
}
module_init(kdump_crash_init);

MODULE_DESCRIPTION("Crashes for the tests of kdump");
MODULE_LICENSE("GPL");
