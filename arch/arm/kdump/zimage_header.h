/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The header of a zImage, checked against its file. Pure.
 */
#ifndef _KDUMP_ARM_ZIMAGE_HEADER_H
#define _KDUMP_ARM_ZIMAGE_HEADER_H

#include <linux/kdump.h>
#include <linux/types.h>

#include "lib/diag.h"

/**
 * struct kdump_arm_zimage - what a loader needs from a header
 * @size: bytes of the file that are the zImage; what follows is not, as a device
 *	tree that would be taken instead of the one that is handed over
 * @memory_size: bytes of memory that it takes while it unpacks the kernel
 * @text_offset: where it puts that, from the beginning of its memory on
 * @kernel_size: bytes of memory that the kernel takes there
 */
struct kdump_arm_zimage {
	u32 size;
	u32 memory_size;
	u32 text_offset;
	u32 kernel_size;
};

int kdump_arm_zimage_parse(const void *file, size_t size,
			   struct kdump_diag *diag,
			   struct kdump_arm_zimage *ret);
struct kdump_range
kdump_arm_zimage_unpacked(const struct kdump_arm_zimage *image, u64 memory);

#endif /* _KDUMP_ARM_ZIMAGE_HEADER_H */
