/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Found only where the kernel does not have <linux/unaligned.h>, as the
 * kernel's folders are searched first.
 */
#include <asm/unaligned.h>
