// SPDX-License-Identifier: GPL-2.0-only
/*
 * What x86 of Linux 6.12 can do and other bases cannot.
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
