/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CONFIG_KEXEC_SIG: signatures of kernels that are loaded (signature.c).
 */
#ifndef _KDUMP_SIGNATURE_H
#define _KDUMP_SIGNATURE_H

#include <linux/types.h>

#ifdef CONFIG_KEXEC_SIG
int kdump_signature_check(const void *kernel, size_t size);
#else
static inline int kdump_signature_check(const void *kernel, size_t size)
{
	return 0;
}
#endif

#endif /* _KDUMP_SIGNATURE_H */
