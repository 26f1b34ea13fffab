/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Old memory to a reader's, by pairs of words.
 */
#include <linux/linkage.h>

#include <asm/asm-extable.h>
#include <asm/assembler.h>

#include "kdump_arm64.h"

	/* A store that fails has not moved x0, whatever it has stored. */
	.macro store_pair low, high
.Lstore\@:
	stp	\low, \high, [x0], #16
	_asm_extable_uaccess .Lstore\@, .Lend
	.endm

	.text
/*
 * kdump_arm64_copy_to_user - copy blocks to user memory
 * x0: where to, access is enabled
 * x1: where from
 * x2: bytes, a multiple of KDUMP_ARM64_COPY_BLOCK, not 0
 * Returns the bytes that were not copied.
 */
SYM_FUNC_START(kdump_arm64_copy_to_user)
	add	x3, x0, x2
.Lblock:
	ldp	x4, x5, [x1], #16
	ldp	x6, x7, [x1], #16
	ldp	x8, x9, [x1], #16
	ldp	x10, x11, [x1], #16
	store_pair x4, x5
	store_pair x6, x7
	store_pair x8, x9
	store_pair x10, x11
	cmp	x0, x3
	b.lo	.Lblock
.Lend:
	sub	x0, x3, x0
	ret
SYM_FUNC_END(kdump_arm64_copy_to_user)
