/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases have ARRAY_SIZE() in <linux/kernel.h> only.
 */
#ifndef _KDUMP_COMPAT_LINUX_ARRAY_SIZE_H
#define _KDUMP_COMPAT_LINUX_ARRAY_SIZE_H

#ifdef KDUMP_LACKS_ARRAY_SIZE_H
#include <linux/kernel.h>
#else
#include_next <linux/array_size.h>
#endif

#endif /* _KDUMP_COMPAT_LINUX_ARRAY_SIZE_H */
