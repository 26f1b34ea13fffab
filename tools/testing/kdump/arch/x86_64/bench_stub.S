/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A capture kernel that is at its end after one stamp of the clock: what is
 * written over the 64-bit entry of a real one, so that it is loaded, verified
 * and entered like that. It says on the first serial port
 *
 *	guest: bench entry STAMP 1
 *	guest: report complete
 *
 * and switches QEMU's machine off. Position independent; interrupts are off,
 * and there is no stack, as the boot protocol promises none.
 */
#define SERIAL_DATA	0x3f8
#define SERIAL_STATUS	0x3fd
#define STATUS_EMPTY	0x20
/* The ACPI power management control of QEMU's PIIX4, and "off". */
#define PM_CONTROL	0x604
#define PM_OFF		0x2000

	.code64
	.globl	_start
_start:
	rdtsc
	shlq	$32, %rdx
	orq	%rdx, %rax

	/* Decimal digits, last first, into the hole before the words. */
	leaq	digits_end(%rip), %rdi
	movl	$10, %ecx
1:	xorl	%edx, %edx
	divq	%rcx
	addb	$'0', %dl
	decq	%rdi
	movb	%dl, (%rdi)
	testq	%rax, %rax
	jnz	1b

	leaq	before(%rip), %rsi
2:	movw	$SERIAL_STATUS, %dx
	inb	%dx, %al
	testb	$STATUS_EMPTY, %al
	jz	2b
	movb	(%rsi), %al
	incq	%rsi
	movw	$SERIAL_DATA, %dx
	outb	%al, %dx
	cmpb	$0, (%rsi)
	jne	2b

	movw	$PM_CONTROL, %dx
	movw	$PM_OFF, %ax
	outw	%ax, %dx
3:	cli
	hlt
	jmp	3b

before:
	.ascii	"\r\nguest: bench entry "
	.fill	20, 1, '0'
digits_end:
	.asciz	" 1\r\nguest: report complete\r\n"
