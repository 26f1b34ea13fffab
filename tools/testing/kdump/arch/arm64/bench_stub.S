/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A capture kernel that is at its end after one stamp of the clock: what is
 * written over the first code of a real one, so that it is loaded, verified and
 * entered like that. It says on QEMU's serial port
 *
 *	guest: bench entry STAMP 1
 *	guest: report complete
 *
 * and has firmware switch the machine off. Position independent; the MMU is
 * off, and there is no stack.
 */
#define SERIAL		0x09000000
#define SERIAL_FLAGS	0x18
#define SERIAL_IS_FULL	5
#define PSCI_SYSTEM_OFF	0x84000008
#define NANOSECONDS	1000000000

	.globl	_start
_start:
	/* An instruction takes a nanosecond. */
	isb
	mrs	x0, cntvct_el0
	mrs	x1, cntfrq_el0
	ldr	x2, =NANOSECONDS
	mul	x0, x0, x2
	udiv	x0, x0, x1

	/* Decimal digits, last first, into the hole before the words. */
	adr	x3, digits_end
	mov	x4, #10
1:	udiv	x5, x0, x4
	msub	x6, x5, x4, x0
	add	w6, w6, #'0'
	strb	w6, [x3, #-1]!
	mov	x0, x5
	cbnz	x0, 1b

	adr	x3, before
	mov	x7, #SERIAL
2:	ldr	w6, [x7, #SERIAL_FLAGS]
	tbnz	w6, #SERIAL_IS_FULL, 2b
	ldrb	w6, [x3], #1
	cbz	w6, 3f
	strb	w6, [x7]
	b	2b

3:	ldr	x0, =PSCI_SYSTEM_OFF
	hvc	#0
4:	wfi
	b	4b

	.ltorg
before:
	.ascii	"\r\nguest: bench entry "
	.fill	20, 1, '0'
digits_end:
	.asciz	" 1\r\nguest: report complete\r\n"
