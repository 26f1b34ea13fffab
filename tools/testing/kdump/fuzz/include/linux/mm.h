/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _KDUMP_FUZZ_LINUX_MM_H
#define _KDUMP_FUZZ_LINUX_MM_H

#include <linux/align.h>
#include <linux/limits.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#define PAGE_ALIGN(address)	ALIGN(address, PAGE_SIZE)
#define PAGE_ALIGNED(address)	IS_ALIGNED((unsigned long)(address), PAGE_SIZE)

#endif /* _KDUMP_FUZZ_LINUX_MM_H */
