// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel files that are signed as PE files, as those with an EFI stub are.
 */
#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/kdump_port.h>
#include <linux/verification.h>

/**
 * kdump_pe_signature_verify - check the signature of a PE file
 * @kernel: the file, not trusted
 * @size: its bytes
 *
 * Keys that firmware brought along count too. Process context, may sleep.
 *
 * Return: 0 for a good signature; what verify_pefile_signature() says:
 * %-ENODATA without one, %-ENOKEY for an unknown key, %-EKEYREJECTED,
 * %-ELIBBAD for a damaged file.
 */
int kdump_pe_signature_verify(const void *kernel, size_t size)
{
	int error;

	error = verify_pefile_signature(kernel, size,
					VERIFY_USE_SECONDARY_KEYRING,
					VERIFYING_KEXEC_PE_SIGNATURE);
	if (error != -ENOKEY || !IS_ENABLED(CONFIG_INTEGRITY_PLATFORM_KEYRING))
		return error;
	return verify_pefile_signature(kernel, size,
				       VERIFY_USE_PLATFORM_KEYRING,
				       VERIFYING_KEXEC_PE_SIGNATURE);
}
