/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is used of it: not every base has the header for its programs.
 */
#ifndef _KDUMP_FUZZ_LINUX_UNALIGNED_H
#define _KDUMP_FUZZ_LINUX_UNALIGNED_H

#include <linux/kernel.h>
#include <linux/string.h>

static inline u32 get_unaligned_be32(const void *from)
{
	__be32 value;

	memcpy(&value, from, sizeof(value));
	return be32_to_cpu(value);
}

#endif /* _KDUMP_FUZZ_LINUX_UNALIGNED_H */
