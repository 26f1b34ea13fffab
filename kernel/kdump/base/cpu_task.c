// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a CPU runs, without the lock that the scheduler's own functions take.
 * No logic.
 */
/* That header takes them for granted. */
#include <linux/mmu_context.h>
#include <linux/sched/cputime.h>

#include "../../sched/sched.h"

#include "base/base.h"

/**
 * kdump_cpu_task - the task that a CPU was last seen running
 * @cpu: a possible CPU
 *
 * Crash path. The task may have gone on since; tasks are not freed any more.
 *
 * Return: the task.
 */
const struct task_struct *kdump_cpu_task(unsigned int cpu)
{
	return rcu_dereference_raw(cpu_rq(cpu)->curr);
}
