/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is used of it: not every base has the header for its programs.
 */
#ifndef _KDUMP_FUZZ_LINUX_UNALIGNED_H
#define _KDUMP_FUZZ_LINUX_UNALIGNED_H

#include <linux/kernel.h>
#include <linux/string.h>

#define get_unaligned(from)					\
({								\
	struct { typeof(*(from)) value; } copy;			\
								\
	memcpy((void *)&copy, from, sizeof(copy));		\
	copy.value;						\
})

static inline u32 get_unaligned_be32(const void *from)
{
	__be32 value;

	memcpy(&value, from, sizeof(value));
	return be32_to_cpu(value);
}

static inline u16 get_unaligned_le16(const void *from)
{
	__le16 value;

	memcpy(&value, from, sizeof(value));
	return le16_to_cpu(value);
}

static inline u32 get_unaligned_le32(const void *from)
{
	__le32 value;

	memcpy(&value, from, sizeof(value));
	return le32_to_cpu(value);
}

static inline u64 get_unaligned_le64(const void *from)
{
	__le64 value;

	memcpy(&value, from, sizeof(value));
	return le64_to_cpu(value);
}

#endif /* _KDUMP_FUZZ_LINUX_UNALIGNED_H */
