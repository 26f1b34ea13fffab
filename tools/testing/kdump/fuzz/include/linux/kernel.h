/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's <linux/kernel.h> has and tools/'s has not.
 *
 * The pure files are compiled as they are, against the headers that the base
 * tree keeps for its own programs in tools/include/. This folder, which comes
 * first on the include path, adds the few pieces that are missing there, and
 * nothing else; the Makefile says which of the kernel's own headers are used.
 */
#ifndef _KDUMP_FUZZ_LINUX_KERNEL_H
#define _KDUMP_FUZZ_LINUX_KERNEL_H

#include_next <linux/kernel.h>
#include <errno.h>
#include <stdlib.h>
#include <linux/limits.h>
#include <linux/overflow.h>

/* lib/cmdline.c reads numbers, in functions that are not called here. */
#define simple_strtol strtol
#define simple_strtoull strtoull

#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif

/* A number and nothing else. A u64 is what the C library may call otherwise. */
static inline int kstrtoull(const char *text, unsigned int base, u64 *value)
{
	unsigned long long number;
	char *end;

	if (*text < '0')
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, (int)base);
	if (*end || errno)
		return -EINVAL;
	*value = number;
	return 0;
}

#endif /* _KDUMP_FUZZ_LINUX_KERNEL_H */
