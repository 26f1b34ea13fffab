// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases whose confidential guests give shared pages back in two steps.
 */
#include <linux/types.h>

#include <asm/x86_init.h>

#include "kdump_x86.h"

/* Confidential guests give shared pages back before memory changes owner. */
void kdump_x86_quiet_encryption(void)
{
	x86_platform.guest.enc_kexec_begin();
	x86_platform.guest.enc_kexec_finish();
}
