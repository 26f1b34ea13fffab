/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of this kernel.
 *
 * What is between the labels of page zero is copied to the page of the jump and
 * runs there, at its physical address, with translation off. It is position
 * independent and reads nothing of this kernel.
 *
 * What the new kernel finds: Documentation/arch/riscv/boot.rst: satp = 0,
 * a0 = hart, a1 = device tree.
 */
#include <linux/linkage.h>

#include <asm/asm.h>
#include <asm/csr.h>

	.text
	/* No address may be made from gp, which is this kernel's. */
	.option push
	.option norelax

/*
 * kdump_riscv_leave - a0 to a3 are page zero's, a4 is where it is
 *
 * With translation off there is no instruction at this kernel's address of the
 * next one. Fetching it traps, and a trap goes to page zero; registers stay.
 */
SYM_CODE_START(kdump_riscv_leave)
	csrw	CSR_IE, zero
	csrw	CSR_IP, zero
	csrw	CSR_TVEC, a4
	csrw	CSR_SATP, zero
.Lnowhere:
	j	.Lnowhere
SYM_CODE_END(kdump_riscv_leave)

	/*
	 * a0  physical address of the new kernel's entry
	 * a1  its device tree
	 * a2  physical address of the list of copies; 0 after a crash
	 * a3  number of this hart
	 */
	.balign	4
SYM_CODE_START(kdump_riscv_page_zero)
	/* A trap from here on has nowhere to go. */
	lla	t0, .Lpark
	csrw	CSR_TVEC, t0
	beqz	a2, .Lenter

	/*
	 * struct kdump_copy_page at a2: next page, number of copies, and
	 * copies of {destination, source or 0, bytes}, multiples of a page.
	 * Neither this page nor any of the list is a destination.
	 */
.Lcopy_page:
	ld	t0, 8(a2)
	addi	t1, a2, 16
.Lcopy:
	ld	t2, 0(t1)
	ld	t3, 8(t1)
	ld	t4, 16(t1)
	addi	t1, t1, 24
	add	t4, t2, t4
	beqz	t3, .Lzero
.Lbytes:
	ld	t5, 0(t3)
	ld	t6, 8(t3)
	sd	t5, 0(t2)
	sd	t6, 8(t2)
	addi	t3, t3, 16
	addi	t2, t2, 16
	bltu	t2, t4, .Lbytes
	j	.Lnext
.Lzero:
	sd	zero, 0(t2)
	sd	zero, 8(t2)
	addi	t2, t2, 16
	bltu	t2, t4, .Lzero
.Lnext:
	addi	t0, t0, -1
	bnez	t0, .Lcopy
	ld	a2, 0(a2)
	bnez	a2, .Lcopy_page

.Lenter:
	fence.i
	mv	t0, a0
	mv	a0, a3
	mv	a2, zero
	mv	a3, zero
	jr	t0

	.balign	4
.Lpark:
	wfi
	j	.Lpark
SYM_INNER_LABEL(kdump_riscv_page_zero_end, SYM_L_GLOBAL)
SYM_CODE_END(kdump_riscv_page_zero)

	.option pop
