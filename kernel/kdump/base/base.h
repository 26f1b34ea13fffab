/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What kdump asks of a base kernel that no header of the base offers, or that
 * bases offer in different shapes.
 */
#ifndef _KDUMP_BASE_H
#define _KDUMP_BASE_H

struct task_struct;

/* cpu_task.c; crash path */
const struct task_struct *kdump_cpu_task(unsigned int cpu);

/* page_type_*.c, vmalloc_*.c: vmcoreinfo keys that not every base has */
void kdump_base_page_types(void);
void kdump_base_vmalloc(void);

#endif /* _KDUMP_BASE_H */
