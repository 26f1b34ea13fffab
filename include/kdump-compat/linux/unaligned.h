/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases have unaligned accessors in <asm/unaligned.h> only.
 */
#ifndef _KDUMP_COMPAT_LINUX_UNALIGNED_H
#define _KDUMP_COMPAT_LINUX_UNALIGNED_H

#ifdef KDUMP_LACKS_UNALIGNED_H
#include <asm/unaligned.h>
#else
#include_next <linux/unaligned.h>
#endif

#endif /* _KDUMP_COMPAT_LINUX_UNALIGNED_H */
