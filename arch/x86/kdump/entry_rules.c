// SPDX-License-Identifier: GPL-2.0-only
/*
 * May a bzImage's kernel be entered without its decompressor? Pure.
 *
 * What the decompressor does besides (arch/x86/boot/compressed), and what
 * becomes of it here:
 *
 * - It switches to as many levels of page tables as CPU, kernel and no5lvl
 *   call for. The kernel itself goes on with what it finds. Four levels suit
 *   every kernel, and cover all memory of a crashed kernel that had four; five
 *   suit one that was built for them and is not told otherwise.
 * - It chooses random addresses. A capture kernel lies where it was loaded, and
 *   runs at the virtual address it was linked to. For other kernels that would
 *   be a loss, so they stay packed unless nokaslr gives it up.
 * - It sets up SEV and TDX, finds the page that says what CPUs of such guests
 *   have, and accepts memory. What is to be encrypted stays packed.
 * - It looks for ACPI's root pointer and leaves it in the boot parameters, where
 *   that of this kernel already is; a kernel that finds none looks itself.
 * - It clears fields that a loader may have left full of rubbish: there are none.
 */
#include <linux/align.h>
#include <linux/sizes.h>
#include <linux/stddef.h>

#include "bzimage_header.h"
#include "entry_rules.h"

/* startup_64 wants to be there; so does what maps it. */
#define START_ALIGN	SZ_2M

/* No kernel maps more of itself. */
#define KERNEL_BYTES_MAX SZ_1G

static const char *why_by_machine(const struct kdump_bzimage *image,
				  const struct kdump_x86_start *start)
{
	if (start->encrypted)
		return "its decompressor sets up the encryption of memory";
	if (start->mem_encrypt)
		return "mem_encrypt=on is for its decompressor to see";
	if (start->five_level &&
	    !(image->header.xloadflags & XLF_5LEVEL_ENABLED))
		return "it was built for four levels of page tables, and there are five";
	if (start->five_level && start->no5lvl)
		return "no5lvl is for its decompressor to see";
	return NULL;
}

/**
 * kdump_x86_why_packed - is there a reason to let it unpack itself?
 * @image: the kernel's file
 * @start: how it will be started
 *
 * Return: the reason, a few words to print; NULL if there is none.
 */
const char *kdump_x86_why_packed(const struct kdump_bzimage *image,
				 const struct kdump_x86_start *start)
{
	const char *why = why_by_machine(image, start);

	if (why)
		return why;
	if (!start->by_crash && !start->nokaslr)
		return "its decompressor chooses random addresses for it, but for nokaslr";
	if (!image->header.payload_length)
		return "its file does not say where the compressed part is";
	if (!IS_ALIGNED(image->alignment, START_ALIGN))
		return "it was not built to start at 2 MiB";
	if (image->memory_size > KERNEL_BYTES_MAX)
		return "it says that it needs more memory than any kernel does";
	return NULL;
}
