/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of this kernel.
 *
 * What is between the labels of the section is copied to page 0 of the jump and
 * runs there, at its physical address: in page tables that map it to itself,
 * then without the MMU. It is position independent and reads nothing of this
 * kernel. 2 KiB of it are code, the rest vectors for EL2.
 *
 * What the new kernel finds: Documentation/arch/arm64/booting.rst: MMU and data
 * cache off, all exceptions masked, x0 = device tree, x1 to x3 = 0, the exception
 * level at which this kernel was started.
 */
#include <linux/linkage.h>

#include <asm/assembler.h>
#include <asm/pgtable-hwdef.h>
#include <asm/sysreg.h>
#include <asm/virt.h>

#include "kdump_arm64.h"

	.text
/*
 * kdump_arm64_take_el2 - put vectors of our own in the place of whatever is at EL2
 * x0: their physical address
 * Returns 0 if they are there. Two calls: a hypervisor of ours knows only how to
 * go back to the stub, and only the stub takes new vectors. Both may use x0-x18.
 */
SYM_FUNC_START(kdump_arm64_take_el2)
	stp	x29, x30, [sp, #-32]!
	mov	x29, sp
	str	x19, [sp, #16]
	mov	x19, x0
	mov	x0, #HVC_RESET_VECTORS
	hvc	#0
	cbnz	x0, .Lrefused
	mov	x1, x19
	mov	x0, #HVC_SET_VECTORS
	hvc	#0
.Lrefused:
	ldr	x19, [sp, #16]
	ldp	x29, x30, [sp], #32
	ret
SYM_FUNC_END(kdump_arm64_take_el2)

/* With the page tables loaded: x0 to x3 are the copy's, x4 is where it is. */
SYM_FUNC_START(kdump_arm64_leave)
	br	x4
SYM_FUNC_END(kdump_arm64_leave)

/* vmlinux.lds knows section and label, of which there is one in a kernel. */
	.section ".kexec_relocate.text", "ax"
SYM_CODE_START(arm64_relocate_new_kernel)
	/*
	 * x0  physical address of the new kernel's entry
	 * x1  the boot protocol's argument
	 * x2  physical address of the list of copies; 0 after a crash
	 * x3  not 0: leave through our vectors at EL2
	 */
	cbnz	x2, .Lcopies
.Lin_place:
	ic	iallu
	dsb	nsh
	isb

	mov_q	x4, INIT_SCTLR_EL1_MMU_OFF
	pre_disable_mmu_workaround
	msr	sctlr_el1, x4
	isb
	cbz	x3, .Lenter
	hvc	#0

.Lenter:
	mov	x4, x0
	mov	x0, x1
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	br	x4

	/*
	 * struct kdump_copy_page at x2: next page, number of copies, and
	 * copies of {destination, source or 0, bytes}, multiples of a page.
	 * Neither this page nor any of the list is a destination. The old
	 * kernel's page tables may be one: no walk may go there any more.
	 */
.Lcopies:
	mrs	x4, tcr_el1
	orr	x4, x4, #TCR_EPD1_MASK
	msr	tcr_el1, x4
	isb
	tlbi	vmalle1
	dsb	nsh
	isb
	raw_dcache_line_size x4, x5
.Lcopy_page:
	ldr	x5, [x2, #8]
	add	x6, x2, #16
.Lcopy:
	ldp	x7, x8, [x6], #16
	ldr	x9, [x6], #8
	add	x9, x7, x9
	mov	x10, x7
	cbz	x8, .Lzero
.Lbytes:
	ldp	x11, x12, [x8], #16
	ldp	x13, x14, [x8], #16
	stp	x11, x12, [x10], #16
	stp	x13, x14, [x10], #16
	cmp	x10, x9
	b.lo	.Lbytes
	b	.Lclean
.Lzero:
	stp	xzr, xzr, [x10], #16
	stp	xzr, xzr, [x10], #16
	cmp	x10, x9
	b.lo	.Lzero
	/* The new kernel reads memory and not caches. */
.Lclean:
	dc	civac, x7
	add	x7, x7, x4
	cmp	x7, x9
	b.lo	.Lclean
	subs	x5, x5, #1
	b.ne	.Lcopy
	ldr	x2, [x2]
	cbnz	x2, .Lcopy_page
	dsb	sy
	b	.Lin_place

	/* Written by jump.c: KDUMP_ARM64_BITS. */
	.org	arm64_relocate_new_kernel + KDUMP_ARM64_BITS
	.quad	0

	/* Sixteen of 128 bytes each; only a call from EL1 comes here. */
	.org	arm64_relocate_new_kernel + KDUMP_ARM64_VECTORS
	.rept	8
	b	.
	.skip	124
	.endr
	b	.Lenter
	.skip	124
	.rept	7
	b	.
	.skip	124
	.endr
SYM_CODE_END(arm64_relocate_new_kernel)
