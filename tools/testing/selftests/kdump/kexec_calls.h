/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two system calls, which the C library does not wrap.
 */
#ifndef _KDUMP_KEXEC_CALLS_H
#define _KDUMP_KEXEC_CALLS_H

#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>

/*
 * Not every architecture has a number for it: ENOSYS, then. That of 32-bit x86 is
 * what kdump has put into its table.
 */
#ifndef SYS_kexec_file_load
#if defined(__i386__)
#define SYS_kexec_file_load 251
#else
#define SYS_kexec_file_load -1
#endif
#endif

/* Since Linux 6.8; the headers of the build machine may be older. */
#ifndef KEXEC_FILE_DEBUG
#define KEXEC_FILE_DEBUG 0x00000008
#endif

/* @size counts the NUL that ends @command_line. */
static inline long kexec_file_load(int kernel, int initrd,
				   const char *command_line, size_t size,
				   unsigned long flags)
{
	return syscall(SYS_kexec_file_load, kernel, initrd, size, command_line,
		       flags);
}

static inline long kexec_load(unsigned long entry, unsigned long count,
			      const void *segments, unsigned long flags)
{
	return syscall(SYS_kexec_load, entry, count, segments, flags);
}

#endif /* _KDUMP_KEXEC_CALLS_H */
