// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names that every base kernel calls, and our functions behind them. What
 * only one base calls is in seam_<base>.c. No logic.
 */
#include <linux/btf.h>
#include <linux/crash_core.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/objtool.h>
#include <linux/panic.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

#include <asm/kexec.h>

#include "internal.h"

/* Parsed long before; this keeps init/main.c from handing it to PID 1. */
static int __init known_parameter(char *value)
{
	return 0;
}
early_param("crashkernel", known_parameter);

/* kernel/ksysfs.c */
int kexec_crash_loaded(void)
{
	return kdump_image_loaded();
}
EXPORT_SYMBOL_GPL(kexec_crash_loaded);

ssize_t crash_get_memory_size(void)
{
	int error = kdump_load_lock();
	u64 size;

	if (error)
		return error;
	size = kdump_region_size();
	kdump_load_unlock();
	return size;
}

int crash_shrink_memory(unsigned long new_size)
{
	int error = kdump_load_lock();

	if (error)
		return error;
	error = kdump_region_shrink(new_size);
	kdump_load_unlock();
	return error;
}

static bool panics_here(void)
{
	return atomic_read(&panic_cpu) == raw_smp_processor_id();
}

/*
 * oops_end() of every architecture: these are the oopses that would end in
 * panic() anyway. With crash_kexec_post_notifiers they shall go through it,
 * unless panic() is where they happen: killing the task would leave a machine
 * that has no other CPUs and can neither panic nor crash again.
 */
int kexec_should_crash(struct task_struct *task)
{
	if (panics_here())
		return true;
	return !crash_kexec_post_notifiers &&
	       (panic_on_oops || in_interrupt() || !task->pid ||
		is_global_init(task));
}

/*
 * panic(), which has made this CPU the panicking one already. The registers
 * are taken here, in a frame that stays, so that unwinding starts right.
 */
void __noclone __crash_kexec(struct pt_regs *regs)
{
	struct pt_regs here;

	crash_setup_regs(&here, regs);
	kdump_crash(&here, !regs);
}

STACK_FRAME_NON_STANDARD(__crash_kexec);

/* Everybody else: one CPU at a time, and not while another one panics. */
__bpf_kfunc void crash_kexec(struct pt_regs *regs)
{
	int nobody = PANIC_CPU_INVALID;

	if (panics_here()) {
		__crash_kexec(regs);
		kdump_give_up();
	}
	if (!atomic_try_cmpxchg(&panic_cpu, &nobody, raw_smp_processor_id()))
		return;
	__crash_kexec(regs);
	/* Not every caller panics, and nobody else is left to go on. */
	if (kdump_machine_stopped())
		panic("kdump: no dump, and the other CPUs are stopped");
	atomic_set(&panic_cpu, PANIC_CPU_INVALID);
}

/* reboot(2) with LINUX_REBOOT_CMD_KEXEC */
int kernel_kexec(void)
{
	return kdump_reboot();
}
