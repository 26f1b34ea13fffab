/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases have what writes bytes as hexadecimal text in <linux/kernel.h>.
 */
#ifndef _KDUMP_COMPAT_LINUX_HEX_H
#define _KDUMP_COMPAT_LINUX_HEX_H

#ifdef KDUMP_LACKS_HEX_H
#include <linux/kernel.h>
#else
#include_next <linux/hex.h>
#endif

#endif /* _KDUMP_COMPAT_LINUX_HEX_H */
