/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is used of it: not every base has the header for its programs.
 */
#ifndef _KDUMP_FUZZ_LINUX_UNALIGNED_H
#define _KDUMP_FUZZ_LINUX_UNALIGNED_H

#include <linux/kernel.h>
#include <linux/string.h>

#define DEFINE_GET_UNALIGNED(bits, order)				\
static inline u##bits get_unaligned_##order##bits(const void *from)	\
{									\
	__##order##bits value;						\
									\
	memcpy(&value, from, sizeof(value));				\
	return order##bits##_to_cpu(value);				\
}

DEFINE_GET_UNALIGNED(32, be)
DEFINE_GET_UNALIGNED(16, le)
DEFINE_GET_UNALIGNED(32, le)
DEFINE_GET_UNALIGNED(64, le)

#endif /* _KDUMP_FUZZ_LINUX_UNALIGNED_H */
