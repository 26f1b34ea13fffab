/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of kdump_refusals share.
 */
#ifndef _KDUMP_REFUSALS_H
#define _KDUMP_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>

#define PAGE_BYTES 4096UL
#define FLAGS (KEXEC_ON_CRASH | KEXEC_ARCH_X86_64)

/* refusals.c */
extern const char *kernel_path, *initrd_path, *good_cmdline;
void fail(const char *what);
void check(const char *name, bool good, const char *otherwise);
/* result is what a system call returned, errno not yet touched. */
void refused(const char *name, long result, int expected);
bool is_loaded(void);

/* refuse_segments.c, refuse_files.c, refuse_access.c: rows of checks */
void refuse_segments(void);
void refuse_files(void);
void refuse_access(void);

/* refuse_files.c */
long load_file(int kernel, int initrd, const char *cmdline, size_t size,
	       unsigned long flags);
int open_file(const char *path);
long load_good_files(int kernel, int initrd);
long load_good(void);
long unload(void);

/* load_repeatedly.c */
void load_repeatedly(unsigned int times);
void load_at_once(void);
void load_without_memory(void);

#endif /* _KDUMP_REFUSALS_H */
