/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In user space a compiler's library divides 64-bit numbers.
 */
#ifndef _KDUMP_FUZZ_LINUX_MATH64_H
#define _KDUMP_FUZZ_LINUX_MATH64_H

#include <linux/types.h>

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

#endif /* _KDUMP_FUZZ_LINUX_MATH64_H */
