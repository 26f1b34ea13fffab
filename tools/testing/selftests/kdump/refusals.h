/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of kdump_refusals share. kselftest.h counts in the file that
 * includes it: that is kdump_refusals.c alone.
 */
#ifndef _KDUMP_REFUSALS_H
#define _KDUMP_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kexec_calls.h"

/* Some flags and sizes do not exist in 32 bits. */
#define IS_64_BIT (sizeof(long) == 8)

#if defined(__x86_64__)
#define NATIVE_ARCH KEXEC_ARCH_X86_64
#elif defined(__i386__)
#define NATIVE_ARCH KEXEC_ARCH_386
#elif defined(__aarch64__)
#define NATIVE_ARCH KEXEC_ARCH_AARCH64
#elif defined(__arm__)
#define NATIVE_ARCH KEXEC_ARCH_ARM
#elif defined(__riscv)
#define NATIVE_ARCH KEXEC_ARCH_RISCV
#else
#define NATIVE_ARCH KEXEC_ARCH_DEFAULT
#endif

/* refuse_x86.c, refuse_trees.c */
#ifdef __x86_64__
#define ARCH_CHECKS 19
void refuse_arch(void);
#elif defined(__riscv)
#define ARCH_CHECKS 16
void refuse_arch(void);
#else
#define ARCH_CHECKS 0
static inline void refuse_arch(void)
{
}
#endif

#define FLAGS (KEXEC_ON_CRASH | NATIVE_ARCH)

static inline unsigned long page_bytes(void)
{
	return (unsigned long)sysconf(_SC_PAGESIZE);
}

/* kdump_refusals.c */
extern const char *kernel_path, *initrd_path, *good_cmdline;
void fail(const char *what);
void check(const char *name, bool good, const char *otherwise, ...)
	__attribute__((format(printf, 3, 4)));
void skip(const char *name, const char *why);
/*
 * result is what a system call returned, errno not yet touched. The kernel's log
 * must say why, unless it may be refused_silently(), with this errno or 0.
 */
void refused(const char *name, long result, int expected);
/* And it must say so in these words. */
void refused_saying(const char *name, long result, int expected,
		    const char *words);
void refused_silently(const char *name, int error, int expected);
/* A child process, or the end. */
pid_t start_child(void);
/* The last line of a file that has these words; false if none has. */
bool find_line(const char *path, const char *words, char *line, size_t size);
/* Returns 0 or an errno; a file that cannot be opened is the end. */
int write_file(const char *path, const char *text);
bool is_loaded(void);
long region_size(void);

/* refuse_segments.c, refuse_files.c, refuse_access.c: rows of checks */
void refuse_loads(void);
void refuse_files(void);
void refuse_access(void);

/* refuse_segments.c */
unsigned long find_region(unsigned long *end);
void make_tree(void *page);

/* refuse_files.c */
long load_file(int kernel, int initrd, const char *cmdline, size_t size,
	       unsigned long flags);
int open_file(const char *path);
int file_of(const void *content, size_t filled, off_t size);
void refuse_kernel(const char *name, int fd, int expected);
int open_initrd(void);
long load_good_files(int kernel, int initrd);
long load_good(void);
long unload(void);

/* load_repeatedly.c */
void load_in_cycles(void);
void load_without_memory(void);
/* MemFree of /proc/meminfo */
long free_kib(void);

/* load_crowded.c */
void load_crowded(void);

#endif /* _KDUMP_REFUSALS_H */
