/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 has unaligned accessors in <asm/unaligned.h> only.
 */
#ifndef _KDUMP_6_1_LINUX_UNALIGNED_H
#define _KDUMP_6_1_LINUX_UNALIGNED_H

#include <asm/unaligned.h>

#endif /* _KDUMP_6_1_LINUX_UNALIGNED_H */
