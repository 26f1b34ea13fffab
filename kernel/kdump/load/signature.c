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

#include "internal.h"
#include "load/signature.h"

/* Set for good by the configuration or by a secure boot policy. */
static bool enforced = IS_ENABLED(CONFIG_KEXEC_SIG_FORCE);

/**
 * set_kexec_sig_enforced - from now on, refuse kernels without good signature
 *
 * Called by the integrity code when the platform's policy asks for it.
 */
void set_kexec_sig_enforced(void)
{
	enforced = true;
}

/**
 * kdump_signature_check - judge a kernel file
 * @kernel: the file
 * @size: its bytes
 *
 * Return: 0 if it may be loaded; why its signature is not good if that is
 * enforced; %-EPERM if the kernel is locked down and integrity measurement
 * does not appraise it either.
 */
int kdump_signature_check(const void *kernel, size_t size)
{
	int error = kdump_arch.verify_signature(kernel, size);

	if (!error)
		return 0;
	if (enforced) {
		pr_notice("load refused: the kernel's signature is not good (%d)\n",
			  error);
		return error;
	}
	if (ima_appraise_signature(READING_KEXEC_IMAGE))
		return 0;
	return security_locked_down(LOCKDOWN_KEXEC) ? -EPERM : 0;
}
