// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each CPU's registers at the time of the crash, as an NT_PRSTATUS note.
 *
 * Where they are is told twice before anything crashes: in the elfcorehdr and
 * in /sys/devices/system/cpu/cpuN/crash_notes. A CPU that never wrote its
 * note leaves zeros, which readers take for an empty list.
 *
 * Context of the writer: crash path, NMI included; each CPU writes its own.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/elfcore.h>
#include <linux/init.h>
#include <linux/kdump.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>

/* Read by crash and drgn by this name; also by the CPU's sysfs files. */
note_buf_t __percpu *crash_notes;

/* CPUs that have saved their registers. */
static cpumask_t saved_cpus;

static void cpu_note_write(struct pt_regs *regs, unsigned int cpu)
{
	struct kdump_note_buffer out = { .capacity = sizeof(note_buf_t) };
	struct elf_prstatus *status;

	if (!crash_notes)
		return;
	out.data = per_cpu_ptr(crash_notes, cpu);
	status = kdump_note_reserve(&out, CRASH_CORE_NOTE_NAME, NT_PRSTATUS,
				    sizeof(*status));
	if (!status)
		return;
	status->common.pr_pid = current->pid;
	elf_core_copy_regs(&status->pr_reg, regs);
	kdump_note_terminate(&out);
}

/**
 * kdump_notes_save - save a CPU's registers
 * @regs: as the note is to show them
 * @cpu: the CPU; the caller runs on it
 */
void kdump_notes_save(struct pt_regs *regs, unsigned int cpu)
{
	if (cpu >= nr_cpu_ids)
		return;
	cpu_note_write(regs, cpu);
	/* Who sees the mark sees the registers. */
	smp_mb__before_atomic();
	cpumask_set_cpu(cpu, &saved_cpus);
}

/**
 * kdump_notes_cpus - the CPUs that have saved their registers
 *
 * One of them that stopped need not be online any more.
 *
 * Return: a mask that grows.
 */
const struct cpumask *kdump_notes_cpus(void)
{
	return &saved_cpus;
}

/* A note must not cross a page: only its physical start is published. */
static_assert(sizeof(note_buf_t) <= PAGE_SIZE);

static int __init cpu_notes_init(void)
{
	crash_notes = __alloc_percpu(sizeof(note_buf_t),
				     roundup_pow_of_two(sizeof(note_buf_t)));
	if (!crash_notes) {
		pr_warn("no memory for register notes: dumps will have no registers\n");
		return -ENOMEM;
	}
	return 0;
}
subsys_initcall(cpu_notes_init);
