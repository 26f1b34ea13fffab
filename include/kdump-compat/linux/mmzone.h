/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases name the first order that a free block cannot have.
 */
#ifndef _KDUMP_COMPAT_LINUX_MMZONE_H
#define _KDUMP_COMPAT_LINUX_MMZONE_H

#include_next <linux/mmzone.h>

#ifndef MAX_PAGE_ORDER
#define MAX_PAGE_ORDER (MAX_ORDER - 1)
#endif

#endif /* _KDUMP_COMPAT_LINUX_MMZONE_H */
