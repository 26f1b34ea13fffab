/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CONFIG_KEXEC_BZIMAGE_VERIFY_SIG: a bzImage is signed as a PE file.
 */
#ifndef _KDUMP_X86_SIGNATURE_CONFIG_H
#define _KDUMP_X86_SIGNATURE_CONFIG_H

#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/verification.h>

#ifdef CONFIG_KEXEC_BZIMAGE_VERIFY_SIG
static inline int kdump_x86_verify_signature(const void *kernel, size_t size)
{
	int error = verify_pefile_signature(kernel, size,
					    VERIFY_USE_SECONDARY_KEYRING,
					    VERIFYING_KEXEC_PE_SIGNATURE);

	/* Keys that firmware brought along count too. */
	if (error == -ENOKEY && IS_ENABLED(CONFIG_INTEGRITY_PLATFORM_KEYRING))
		error = verify_pefile_signature(kernel, size,
						VERIFY_USE_PLATFORM_KEYRING,
						VERIFYING_KEXEC_PE_SIGNATURE);
	return error;
}
#else
static inline int kdump_x86_verify_signature(const void *kernel, size_t size)
{
	return -EKEYREJECTED;
}
#endif

#endif /* _KDUMP_X86_SIGNATURE_CONFIG_H */
