// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a base calls whose x86 code may stop CPUs for a crash by itself, below a
 * hypervisor that crashes with its root partition.
 */
#include <linux/crash_core.h>
#include <linux/kdump_port.h>

#include "kdump_x86.h"

/**
 * crash_save_cpu - save a CPU's registers, which then stops
 * @regs: as the note is to show them
 * @cpu: the CPU; the caller runs on it
 *
 * arch/x86/hyperv/hv_crash.c. Crash path.
 */
void crash_save_cpu(struct pt_regs *regs, int cpu)
{
	kdump_notes_save(regs, cpu);
	kdump_x86_cpu_stopped(cpu);
}
