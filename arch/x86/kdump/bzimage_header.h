/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The setup header of a bzImage, checked against its file. Pure.
 */
#ifndef _KDUMP_X86_BZIMAGE_HEADER_H
#define _KDUMP_X86_BZIMAGE_HEADER_H

#include <linux/types.h>
#include <uapi/asm/bootparam.h>

#include "lib/diag.h"

/**
 * struct kdump_bzimage - what a loader needs from a setup header
 * @header: the header, the part that the file has; the rest is zero
 * @kernel_offset: where the protected-mode kernel starts in the file, bytes
 * @memory_size: bytes of memory it needs to start, a multiple of a page
 * @alignment: its start must be a multiple of this; a power of two
 * @lowest: physical address below which it would move itself
 * @cmdline_size: longest command line it takes, bytes without the NUL
 * @five_level: it can be entered with five levels of page tables in use
 */
struct kdump_bzimage {
	struct setup_header header;
	size_t kernel_offset;
	u64 memory_size;
	u64 alignment;
	u64 lowest;
	size_t cmdline_size;
	bool five_level;
};

/* How a kernel is entered: 64-bit or 32-bit boot protocol. */
enum kdump_bzimage_bits {
	KDUMP_BZIMAGE_64,
	KDUMP_BZIMAGE_32,
};

int kdump_bzimage_parse(const void *file, size_t size,
			enum kdump_bzimage_bits bits, struct kdump_diag *diag,
			struct kdump_bzimage *ret);

#endif /* _KDUMP_X86_BZIMAGE_HEADER_H */
