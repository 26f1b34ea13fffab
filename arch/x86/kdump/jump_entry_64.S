/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of this kernel.
 *
 * This page exists twice: here, in the kernel's text, where it is called, and
 * as a copy in the reserved region. The page tables of the jump map the copy
 * both at this page's virtual address and at its own physical address. So:
 * called here, load the tables, go on in the copy without noticing, jump to
 * the copy's physical address, and leave from there. All of it is position
 * independent; nothing outside of the page is read once the tables are loaded.
 *
 * What the new kernel finds: Documentation/arch/x86/boot.rst, "64-bit boot
 * protocol": 64-bit mode, paging with identity mapping, interrupts off, a GDT
 * with __BOOT_CS and __BOOT_DS loaded, %rsi = boot parameters; everything
 * else is zero, which is also what kexec-tools' purgatory expects.
 */
#include <linux/linkage.h>
#include <linux/stringify.h>
#include <asm/alternative.h>
#include <asm/kexec.h>
#include <asm/nospec-branch.h>
#include <asm/page_types.h>
#include <asm/processor-flags.h>
#include <asm/unwind_hints.h>

#define BOOT_CS		0x10
#define BOOT_DS		0x18
#define GDT_LIMIT	(4 * 8 - 1)

/* Intel SDM volume 3, 2.5 "Control Registers"; not all bases know it. */
#define CR4_LASS_BIT	27

/* 64-bit code; flat data: Intel SDM volume 3, 3.4.5 "Segment Descriptors" */
#define BOOT_CS_DESCRIPTOR	0x00af9a000000ffff
#define BOOT_DS_DESCRIPTOR	0x00cf92000000ffff

	.text
	.balign PAGE_SIZE
/* callthunks.c knows the code that leaves the kernel by this name. */
SYM_CODE_START_NOALIGN(relocate_kernel)
SYM_INNER_LABEL(kdump_x86_enter, SYM_L_GLOBAL)
	UNWIND_HINT_END_OF_STACK
	ANNOTATE_NOENDBR
	/*
	 * %rdi  physical address of the copy
	 * %rsi  physical address of the page tables' root
	 * %rdx  physical address of the new kernel's entry
	 * %rcx  the boot protocol's argument
	 * %r8   not 0: write back the caches, for memory has had other keys
	 * %r9   physical address of the list of copies; 0 after a crash
	 */
	cli
	movq	%cr4, %r10
	/* Where it is on, this kernel may not touch low addresses. */
	btrq	$CR4_LASS_BIT, %r10
	movq	%r10, %cr4
	movq	%rsi, %cr3

	leaq	PAGE_SIZE(%rdi), %rsp
	addq	$(.Lidentity - relocate_kernel), %rdi
	pushq	%rdi
	ANNOTATE_UNRET_SAFE
	ret
	int3

.Lidentity:
	UNWIND_HINT_END_OF_STACK
	ANNOTATE_NOENDBR
	/*
	 * Shadow stacks and branch tracking depend on CR0.WP, so they go
	 * first. Of CR4 only what the paging in use needs may stay; dropping
	 * PGE and PCIDE flushes what the TLB knew of the old kernel.
	 */
	movq	%cr4, %rax
	andq	$~X86_CR4_CET, %rax
	movq	%rax, %cr4

	movq	%cr0, %rax
	andq	$~(X86_CR0_AM | X86_CR0_WP | X86_CR0_TS | X86_CR0_EM), %rax
	movq	%rax, %cr0

	andl	$(X86_CR4_PAE | X86_CR4_LA57), %r10d
	/* A TDX guest faults if machine checks are turned off. */
	ALTERNATIVE "", __stringify(orl $X86_CR4_MCE, %r10d), X86_FEATURE_TDX_GUEST
	movq	%r10, %cr4
	movq	%rsi, %cr3

	testq	%r8, %r8
	jz	.Lcaches_clean
	wbinvd
.Lcaches_clean:

	testq	%r9, %r9
	jnz	.Lcopy_page
.Lin_place:

	/* No interrupt can be taken: a table of no entries. */
	pushq	$0
	pushq	$0
	lidt	(%rsp)

	/* The GDT lies on the stack too, above all that is pushed later. */
	movq	$BOOT_DS_DESCRIPTOR, %rax
	pushq	%rax
	movq	$BOOT_CS_DESCRIPTOR, %rax
	pushq	%rax
	pushq	$0
	pushq	$0
	movq	%rsp, %rax
	pushq	%rax
	movq	$(GDT_LIMIT << 48), %rax
	pushq	%rax
	lgdt	6(%rsp)
	movl	$BOOT_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs

	/* Where a purgatory looks for the way back to the old kernel: none. */
	pushq	$0
	pushq	$BOOT_CS
	pushq	%rdx
	movq	%rcx, %rsi
	.irp	register, ax, bx, cx, dx, di, bp
	xorl	%e\register, %e\register
	.endr
	.irp	register, 8, 9, 10, 11, 12, 13, 14, 15
	xorl	%r\register\()d, %r\register\()d
	.endr
	lretq
	int3

	/*
	 * struct kdump_copy_page at %r9: next page, number of copies, and
	 * copies of {destination, source or 0, bytes}, multiples of a page.
	 * Neither this page nor any of the list is a destination.
	 */
.Lcopy_page:
	movq	%rcx, %rax
	movq	8(%r9), %r11
	leaq	16(%r9), %r10
.Lcopy:
	movq	(%r10), %rdi
	movq	8(%r10), %rsi
	movq	16(%r10), %rcx
	shrq	$3, %rcx
	testq	%rsi, %rsi
	jz	.Lzero
	rep movsq
	jmp	.Lcopied
.Lzero:
	movq	%rax, %r8
	xorl	%eax, %eax
	rep stosq
	movq	%r8, %rax
.Lcopied:
	addq	$24, %r10
	decq	%r11
	jnz	.Lcopy
	movq	%rax, %rcx
	movq	(%r9), %r9
	testq	%r9, %r9
	jnz	.Lcopy_page
	jmp	.Lin_place
/* Some bases compare it with the room there is when they link. */
.globl kexec_control_code_size
.set kexec_control_code_size, . - relocate_kernel

	/* The stack is the copy's upper part; nothing may follow here. */
	.skip	KEXEC_CONTROL_CODE_MAX_SIZE - (. - relocate_kernel), 0xcc
SYM_CODE_END(relocate_kernel)
	.balign PAGE_SIZE, 0xcc
