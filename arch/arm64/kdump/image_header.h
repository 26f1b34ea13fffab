/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The header of an arm64 Image, checked against its file. Pure.
 */
#ifndef _KDUMP_ARM64_IMAGE_HEADER_H
#define _KDUMP_ARM64_IMAGE_HEADER_H

#include <linux/types.h>

#include "lib/diag.h"

/**
 * struct kdump_arm64_machine - what the CPUs of a machine can run
 * @little_endian: kernels of this byte order
 * @big_endian: kernels of that one
 * @pages_4k: kernels with pages of 4 KiB
 * @pages_16k: of 16 KiB
 * @pages_64k: of 64 KiB
 * @load_align: what is loaded starts at a multiple of this; a power of two
 */
struct kdump_arm64_machine {
	bool little_endian;
	bool big_endian;
	bool pages_4k;
	bool pages_16k;
	bool pages_64k;
	u64 load_align;
};

/**
 * struct kdump_arm64_image - what a loader needs from a header
 * @text_offset: where the kernel starts, from a multiple of 2 MiB on; a multiple
 *	of load_align
 * @memory_size: bytes of memory that it needs to start, from there on; not
 *	less than the file has
 */
struct kdump_arm64_image {
	u64 text_offset;
	u64 memory_size;
};

bool kdump_arm64_image_probe(const void *file, size_t size);
int kdump_arm64_image_parse(const void *file, size_t size,
			    const struct kdump_arm64_machine *machine,
			    struct kdump_diag *diag,
			    struct kdump_arm64_image *ret);

#endif /* _KDUMP_ARM64_IMAGE_HEADER_H */
