/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two system calls, and who may make them. Process context.
 */
#ifndef _KDUMP_LOAD_H
#define _KDUMP_LOAD_H

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/sched/signal.h>
#include <linux/sysctl.h>
#include <linux/types.h>

struct kexec_segment;

/* sysctl.c */
bool kdump_load_permitted(bool crash);
int kdump_load_begin(void);
void kdump_load_finish(void);
int kdump_limit_access(int *limit, int write, void *buffer, size_t *length,
		       loff_t *position);

/* Who is being killed gets no memory, and that is no want of memory. */
static inline int kdump_load_error(int error)
{
	if (error == -ENOMEM && fatal_signal_pending(current))
		return -EINTR;
	return error;
}

/* seam/: bases differ in what a handler may do with its table */
proc_handler kdump_handle_limit;

/* kexec_load.c */
int kdump_load_check(unsigned long nr_segments, unsigned long flags);
int kdump_load_refuse_arch(unsigned long flags);
int kdump_load_refuse_list(int error);
int kdump_load_segments(unsigned long entry, unsigned long nr_segments,
			const struct kexec_segment *segments,
			unsigned long flags);

/* signature.c */
#ifdef CONFIG_KEXEC_SIG
int kdump_signature_check(const struct kdump_format *format,
			  const void *kernel, size_t size);
#else
static inline int kdump_signature_check(const struct kdump_format *format,
					const void *kernel, size_t size)
{
	return 0;
}
#endif

#endif /* _KDUMP_LOAD_H */
