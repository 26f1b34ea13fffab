/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The header of a riscv Image, checked against its file. Pure.
 */
#ifndef _KDUMP_RISCV_IMAGE_HEADER_H
#define _KDUMP_RISCV_IMAGE_HEADER_H

#include <linux/types.h>

#include "lib/diag.h"

/**
 * struct kdump_riscv_image - what a loader needs from a header
 * @memory_size: bytes of memory that the kernel needs to start, from its first
 *	one on; not less than the file has
 */
struct kdump_riscv_image {
	u64 memory_size;
};

bool kdump_riscv_image_probe(const void *file, size_t size);
int kdump_riscv_image_parse(const void *file, size_t size,
			    struct kdump_diag *diag,
			    struct kdump_riscv_image *ret);

#endif /* _KDUMP_RISCV_IMAGE_HEADER_H */
