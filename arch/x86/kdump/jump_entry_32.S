/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of a 32-bit kernel.
 *
 * This page exists twice: here, in the kernel's text, where it is called, and
 * as a copy in the reserved region. The page tables of the jump map the copy
 * both at this page's virtual address and at its own physical address. So:
 * called here, load the tables, go on in the copy without noticing, jump to
 * the copy's physical address, and switch paging off there. All of it is position
 * independent; nothing outside of the page is read once the tables are loaded,
 * but what the list of copies names.
 *
 * What the new kernel finds: Documentation/arch/x86/boot.rst, "32-bit boot
 * protocol": protected mode, paging off, interrupts off, a GDT with __BOOT_CS and
 * __BOOT_DS loaded, %esi = boot parameters; everything else is zero, which is also
 * what kexec-tools' purgatory expects.
 */
#include <linux/linkage.h>
#include <asm/kexec.h>
#include <asm/page_types.h>
#include <asm/processor-flags.h>

#define BOOT_CS		0x10
#define BOOT_DS		0x18

/* 32-bit, flat, 4 GiB: Intel SDM volume 3, 3.4.5 "Segment Descriptors" */
#define BOOT_CS_HIGH	0x00cf9a00
#define BOOT_DS_HIGH	0x00cf9200
#define BOOT_LOW	0x0000ffff
#define GDT_LIMIT	(4 * 8 - 1)

/* Arguments of kdump_x86_enter(), from %esp at its start */
#define CONTROL		4	/* physical address of the copy */
#define TABLES		8	/* physical address of the page tables' root */
#define ENTRY		12	/* physical address of the new kernel's entry */
#define ARGUMENT	16	/* the boot protocol's */
#define CR4		20	/* 0: this CPU may have none */
#define COPIES		24	/* physical address of their list; 0 after a crash */

	.text
	.balign PAGE_SIZE
SYM_CODE_START_NOALIGN(relocate_kernel)
SYM_INNER_LABEL(kdump_x86_enter, SYM_L_GLOBAL)
	cli
	movl	CONTROL(%esp), %edi
	movl	TABLES(%esp), %eax
	movl	ENTRY(%esp), %edx
	movl	ARGUMENT(%esp), %esi
	movl	CR4(%esp), %ebx
	movl	COPIES(%esp), %ebp
	movl	%eax, %cr3

	leal	PAGE_SIZE(%edi), %esp
	addl	$(.Lidentity - relocate_kernel), %edi
	pushl	%edi
	ret
	int3

.Lidentity:
	/* Paging goes first: how it walks tables must not change under it. */
	movl	%cr0, %eax
	andl	$~(X86_CR0_PG | X86_CR0_AM | X86_CR0_WP | X86_CR0_TS | X86_CR0_EM), %eax
	orl	$X86_CR0_PE, %eax
	movl	%eax, %cr0
	jmp	1f
1:
	/* With PGE, translations would outlive the next step. */
	testl	%ebx, %ebx
	jz	.Lno_cr4
	xorl	%eax, %eax
	movl	%eax, %cr4
.Lno_cr4:
	xorl	%eax, %eax
	movl	%eax, %cr3

	testl	%ebp, %ebp
	jnz	.Lcopy_page
.Lin_place:

	/* No interrupt can be taken: a table of no entries. */
	pushl	$0
	pushl	$0
	lidt	(%esp)

	/* The GDT lies on the stack too, above all that is pushed later. */
	pushl	$BOOT_DS_HIGH
	pushl	$BOOT_LOW
	pushl	$BOOT_CS_HIGH
	pushl	$BOOT_LOW
	pushl	$0
	pushl	$0
	pushl	$0
	pushl	$0
	movl	%esp, %eax
	pushl	%eax
	pushl	$(GDT_LIMIT << 16)
	lgdt	2(%esp)
	movl	$BOOT_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs

	/* Where a purgatory looks for the way back to the old kernel: none. */
	pushl	$0
	pushl	$BOOT_CS
	pushl	%edx
	.irp	register, eax, ebx, ecx, edx, edi, ebp
	xorl	%\register, %\register
	.endr
	lret
	int3

	/*
	 * struct kdump_copy_page at %ebp: next page, number of copies, and
	 * copies of {destination, source or 0, bytes}, multiples of a page. All of
	 * these have 8 bytes, of which 4 are 0. Neither this page nor any of the
	 * list is a destination.
	 */
.Lcopy_page:
	pushl	%esi
	movl	8(%ebp), %ebx
	leal	16(%ebp), %eax
.Lcopy:
	movl	(%eax), %edi
	movl	8(%eax), %esi
	movl	16(%eax), %ecx
	shrl	$2, %ecx
	testl	%esi, %esi
	jz	.Lzero
	rep movsl
	jmp	.Lcopied
.Lzero:
	pushl	%eax
	xorl	%eax, %eax
	rep stosl
	popl	%eax
.Lcopied:
	addl	$24, %eax
	decl	%ebx
	jnz	.Lcopy
	popl	%esi
	movl	(%ebp), %ebp
	testl	%ebp, %ebp
	jnz	.Lcopy_page
	jmp	.Lin_place
/* The linker script compares it with the room there is. */
.globl kexec_control_code_size
.set kexec_control_code_size, . - relocate_kernel

	/* The stack is the copy's upper part; nothing may follow here. */
	.skip	KEXEC_CONTROL_CODE_MAX_SIZE - (. - relocate_kernel), 0xcc
SYM_CODE_END(relocate_kernel)
	.balign PAGE_SIZE, 0xcc
