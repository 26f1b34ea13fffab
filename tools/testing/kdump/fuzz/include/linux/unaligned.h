/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is used of it: not every base has the header for its programs.
 */
#ifndef _KDUMP_FUZZ_LINUX_UNALIGNED_H
#define _KDUMP_FUZZ_LINUX_UNALIGNED_H

#include <linux/kernel.h>
#include <linux/unaligned/packed_struct.h>

#define get_unaligned(from)						\
({									\
	struct unaligned {						\
		typeof(*(from)) value;					\
	} __packed;							\
									\
	((const struct unaligned *)(from))->value;			\
})

static inline u32 get_unaligned_be32(const void *from)
{
	return be32_to_cpu(__get_unaligned_cpu32(from));
}

static inline u16 get_unaligned_le16(const void *from)
{
	return le16_to_cpu(__get_unaligned_cpu16(from));
}

static inline u32 get_unaligned_le32(const void *from)
{
	return le32_to_cpu(__get_unaligned_cpu32(from));
}

static inline u64 get_unaligned_le64(const void *from)
{
	return le64_to_cpu(__get_unaligned_cpu64(from));
}

#endif /* _KDUMP_FUZZ_LINUX_UNALIGNED_H */
