/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The first instructions after the crash jump, when kexec_load(2) was used.
 *
 * The old kernel enters here in 64-bit mode with interrupts off, the crash
 * region mapped one to one, and promises nothing else. The x86 boot protocol
 * wants more: flat segments 0x10 and 0x18 in a descriptor table of its own,
 * and boot_params in %rsi. The loader copies these bytes to a place it chose
 * and fills entry_fields there; all else is relative to %rip.
 */
	.section .rodata
	.balign	16
	.globl	entry_start, entry_gdt, entry_fields, entry_end

entry_start:
	cld
	lgdt	gdt_pointer(%rip)
	leaq	stack_top(%rip), %rsp

	/* A new %cs is only had by a far return. */
	pushq	$0x10
	leaq	1f(%rip), %rax
	pushq	%rax
	lretq
1:
	movl	$0x18, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs

	movq	boot_params(%rip), %rsi
	movq	kernel(%rip), %rax
	xorl	%ebx, %ebx
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	/* The 64-bit entry point of every bzImage is its byte 0x200. */
	addq	$0x200, %rax
	jmp	*%rax

	.balign	16
entry_gdt:
	.quad	0
	.quad	0
	.quad	0x00af9a000000ffff	/* 0x10: code, 64 bit */
	.quad	0x00cf92000000ffff	/* 0x18: data, flat */
gdt_end:

	/* Six bytes before a quadword, so that the base is aligned. */
	.balign	8
	.skip	6
gdt_pointer:
	.word	gdt_end - entry_gdt - 1
entry_fields:
	.quad	0			/* base of entry_gdt */
boot_params:
	.quad	0
kernel:
	.quad	0

	.balign	16
	.skip	64
stack_top:
entry_end:

	.section .note.GNU-stack, "", @progbits
