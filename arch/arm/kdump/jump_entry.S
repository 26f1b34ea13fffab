/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of this kernel.
 *
 * What is between the labels of page zero is copied to the page of the jump and
 * runs there, at its physical address: in page tables that map it to itself, then
 * with translation off. It is position independent and reads nothing of this
 * kernel.
 *
 * What the new kernel finds: Documentation/arch/arm/booting.rst: MMU and data
 * cache off, interrupts masked, r0 = 0, r1 = machine type, r2 = device tree, and
 * HYP mode if this kernel was started in it.
 */
#include <linux/linkage.h>

#include <asm/assembler.h>
#include <asm/virt.h>

	.arch	armv7-a
	.arch_extension virt

/* Of the translation table's control register, and of the system's. */
#define TTBCR_EAE	(1 << 31)
#define SCTLR_MMU	(1 << 0)
#define SCTLR_ALIGN	(1 << 1)
#define SCTLR_DCACHE	(1 << 2)
#define SCTLR_ICACHE	(1 << 12)
#define SCTLR_THUMB	(1 << 30)

#ifdef CONFIG_ARM_LPAE
	/*
	 * All addresses by these tables. What else the register says is how little
	 * of them there are, and that none are walked, as while user addresses are
	 * out of reach.
	 */
	.macro	tables_set base, zero
	mcrr	p15, 0, \base, \zero, c2
	isb
	mov	\zero, #TTBCR_EAE
	mcr	p15, 0, \zero, c2, c0, 2
	isb
	.endm
#else
	.macro	tables_set base, zero
	mcr	p15, 0, \base, c2, c0, 0
	mcr	p15, 0, \zero, c2, c0, 2
	isb
	.endm
#endif

	.text
/*
 * kdump_arm_leave - r0 to r2 are page zero's r7, r8, r6; r3 is where it is
 * on the stack: the page tables, and 1 where HYP mode is to be entered, else 0
 *
 * Once caches are off and clean, memory has what they had. v7_flush_dcache_all()
 * leaves these registers alone: r7, r8, r11, r12, sp.
 */
	/* One section of memory is mapped for it, so it must not lie in two. */
	.balign	128
ENTRY(kdump_arm_leave)
	cpsid	if
	mov	r7, r0
	mov	r8, r1
	mov	r11, r3
	ldrd	r0, r1, [sp]
	orr	r12, r0, r1
	mov	sp, r2

	mrc	p15, 0, r0, c1, c0, 0
	bic	r0, r0, #SCTLR_DCACHE
	mcr	p15, 0, r0, c1, c0, 0
	isb
	bl	v7_flush_dcache_all

	mov	r6, sp
	bic	r0, r12, #1
	mov	r1, #0
	tables_set r0, r1
	mov	r1, #0
	mcr	p15, 0, r1, c8, c7, 0		@ translations
	mcr	p15, 0, r1, c7, c5, 0		@ instructions
	mcr	p15, 0, r1, c7, c5, 6		@ branches
	dsb
	isb
	bx	r11
	.if	. - kdump_arm_leave > 128
	.error	"kdump_arm_leave may be in two sections"
	.endif
ENDPROC(kdump_arm_leave)

	/*
	 * r6   physical address of the list of copies; 0 after a crash
	 * r7   that of the new kernel's entry
	 * r8   its device tree
	 * r12  bit 0: enter it in HYP mode, where sp and lr are others
	 */
	.arm
	.balign	8
SYM_INNER_LABEL(kdump_arm_page_zero, SYM_L_GLOBAL)
	mrc	p15, 0, r0, c1, c0, 0
	bic	r0, r0, #SCTLR_MMU | SCTLR_ALIGN
	bic	r0, r0, #SCTLR_ICACHE
	bic	r0, r0, #SCTLR_THUMB
	mcr	p15, 0, r0, c1, c0, 0
	isb
	mov	r0, #0
	mcr	p15, 0, r0, c8, c7, 0
	dsb
	isb
	tst	r12, #1
	beq	.Lcopies
	/* The stub there goes where it is told to. */
	mov	r0, #HVC_SOFT_RESTART
	adr	r1, .Lcopies
	hvc	#0

.Lcopies:
	cmp	r6, #0
	beq	.Lenter

	/*
	 * struct kdump_copy_page at r6: next page, number of copies, and copies
	 * of {destination, source or 0, bytes}, multiples of a page. All are
	 * numbers of 8 bytes, of which the lower 4 count. Neither this page nor
	 * any of the list is a destination.
	 */
.Lcopy_page:
	ldr	r5, [r6, #8]
	add	r4, r6, #16
.Lcopy:
	ldr	r9, [r4]
	ldr	r10, [r4, #8]
	ldr	r11, [r4, #16]
	add	r4, r4, #24
	add	r11, r9, r11
	cmp	r10, #0
	beq	.Lzero
.Lbytes:
	ldmia	r10!, {r0 - r3}
	stmia	r9!, {r0 - r3}
	cmp	r9, r11
	bne	.Lbytes
	b	.Lnext
.Lzero:
	mov	r0, #0
	mov	r1, #0
	mov	r2, #0
	mov	r3, #0
.Lzeroes:
	stmia	r9!, {r0 - r3}
	cmp	r9, r11
	bne	.Lzeroes
.Lnext:
	subs	r5, r5, #1
	bne	.Lcopy
	ldr	r6, [r6]
	b	.Lcopies

.Lenter:
	dsb
	mov	r0, #0
	mcr	p15, 0, r0, c7, c5, 0
	mcr	p15, 0, r0, c7, c5, 6
	dsb
	isb
	ldr	r1, kdump_arm_page_zero_machine
	mov	r2, r8
	bx	r7

	/* Written by jump.c. */
	.balign	4
SYM_INNER_LABEL(kdump_arm_page_zero_machine, SYM_L_GLOBAL)
	.word	0
SYM_INNER_LABEL(kdump_arm_page_zero_end, SYM_L_GLOBAL)
