// SPDX-License-Identifier: GPL-2.0-only
/*
 * The holes in the image of a capture kernel.
 *
 * Code for user space's page tables, the rest of the code, constants, data, and
 * what a confidential guest shares start at 2 MiB each, so 7 MiB are empty.
 * Between code it is breakpoints that fill them; the hole after the constants the
 * base gives back at the end of the boot.
 */
#include <linux/align.h>
#include <linux/init.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include <asm/cpufeature.h>
#include <asm/mem_encrypt.h>
#include <asm/sections.h>

#include "kdump_x86.h"

/* By the linker script's hook: where variables end that are zero at first. */
extern char __kdump_bss_end[];

/* int3, which the linker script fills code with. */
#define PADDING		0xcc

/* Less is not worth page tables of its own. */
#define HOLE_BYTES_MIN	SZ_64K

static bool __init page_is_padding(unsigned long address)
{
	return !memchr_inv((void *)address, PADDING, PAGE_SIZE);
}

static bool __init hole_use(unsigned long start, unsigned long end)
{
	if (end < start + HOLE_BYTES_MIN)
		return false;
	kdump_capture_use_hole(start, end);
	return true;
}

/*
 * With page table isolation user space's tables map the large page that the entry
 * code is in, hole and all: what lies there could be read by speculation.
 */
static bool __init holes_use_text(void)
{
	unsigned long at = PAGE_ALIGN((unsigned long)_stext);
	unsigned long end = (unsigned long)_etext & PAGE_MASK;
	unsigned long start = at;
	bool used = false;

	if (boot_cpu_has(X86_FEATURE_PTI))
		return false;
	for (; at < end; at += PAGE_SIZE) {
		if (page_is_padding(at))
			continue;
		used |= hole_use(start, at);
		start = at + PAGE_SIZE;
	}
	return hole_use(start, end) || used;
}

/**
 * kdump_x86_use_image_holes - use the holes of this kernel's image as memory
 *
 * At boot, while memblock is the allocator. Not with CONFIG_CPA_DEBUG, which
 * makes the whole image writable and read-only again to see if that works, nor
 * with rodata=off, by which code would be left as it is mapped, holes and all.
 *
 * Return: whether there are any.
 */
bool __init kdump_x86_use_image_holes(void)
{
	bool used;

	if (IS_ENABLED(CONFIG_CPA_DEBUG) || !rodata_enabled)
		return false;
	used = holes_use_text();
	used |= hole_use(PAGE_ALIGN((unsigned long)__end_rodata),
			 (unsigned long)_sdata & PAGE_MASK);
	return hole_use(PAGE_ALIGN((unsigned long)__kdump_bss_end),
			(unsigned long)__start_bss_decrypted & PAGE_MASK) ||
	       used;
}
