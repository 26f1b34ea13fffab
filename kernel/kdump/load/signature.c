// SPDX-License-Identifier: GPL-2.0-only
/*
 * CONFIG_KEXEC_SIG: may a kernel with this signature, or none, be loaded?
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/ima.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/security.h>

#include "load/load.h"

/* Set until the next boot by the configuration or by a secure boot policy. */
static bool signature_enforced = IS_ENABLED(CONFIG_KEXEC_SIG_FORCE);

/**
 * set_kexec_sig_enforced - from now on, refuse kernels without good signature
 *
 * Called by the integrity code when the platform's policy asks for it.
 */
void set_kexec_sig_enforced(void)
{
	signature_enforced = true;
}

static int signature_verify(const struct kdump_format *format,
			    const void *kernel, size_t size)
{
	if (!format->verify_signature)
		return -EKEYREJECTED;
	return format->verify_signature(kernel, size);
}

/**
 * kdump_signature_check - judge a kernel file
 * @format: what kind of file it is
 * @kernel: the file
 * @size: its bytes
 *
 * Return: 0 if it may be loaded; why its signature is not good if that is
 * enforced; %-EPERM if the kernel is locked down and integrity measurement
 * does not appraise it either.
 */
int kdump_signature_check(const struct kdump_format *format,
			  const void *kernel, size_t size)
{
	int error = signature_verify(format, kernel, size);

	if (!error)
		return 0;
	if (signature_enforced) {
		pr_notice("load refused: the kernel's signature is not good (%d)\n",
			  error);
		return error;
	}
	if (ima_appraise_signature(READING_KEXEC_IMAGE))
		return 0;
	return security_locked_down(LOCKDOWN_KEXEC) ? -EPERM : 0;
}
