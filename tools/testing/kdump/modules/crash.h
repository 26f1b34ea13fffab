/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to kdump_crash.ko: where it crashes on each machine.
 */
#ifndef _CRASH_H
#define _CRASH_H

#include <linux/notifier.h>
#include <linux/smp.h>

/**
 * struct place - where to crash
 * @name: for where=; NULL at the end of a table
 * @crash: crashes there, or sees to it; returns 0 or an error code
 * @everywhere: called on each CPU, instead
 * @notify: called by panic(), instead
 */
struct place {
	const char *name;
	int (*crash)(void);
	smp_call_func_t everywhere;
	notifier_fn_t notify;
};

/* crash_x86.c, crash_ipi.c: those that each machine needs code of its own for. */
extern const struct place arch_places[];

/* The same: panics while another CPU takes no interrupt of any kind. */
int stuck_cpu(void);

/* crash_ARCH.c, for crash_ipi.c: of no kind, on this CPU, from now on. */
void take_no_interrupt(void);

/* The kind of oops that a wild pointer makes. */
void touch_nowhere(void);

#endif /* _CRASH_H */
