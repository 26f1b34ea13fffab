/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a bzImage is entered by, which is as wide as this kernel: boot.rst, "64-bit
 * boot protocol" and "32-bit boot protocol".
 */
#ifndef _KDUMP_X86_BZIMAGE_BITS_H
#define _KDUMP_X86_BZIMAGE_BITS_H

#include <linux/efi.h>
#include <linux/errno.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include "bzimage_header.h"

#ifdef CONFIG_X86_64
#define BZIMAGE_BITS	KDUMP_BZIMAGE_64

/* Of the entry, from the kernel's start. */
#define BZIMAGE_ENTRY	0x200

/* Where all of its pieces end; 0: anywhere. */
#define BZIMAGE_HIGHEST	0

static inline int bzimage_check_machine(const struct kdump_bzimage *image)
{
	if (pgtable_l5_enabled() && !image->five_level) {
		pr_err("load refused: this kernel cannot start with five levels of page tables; boot with no5lvl\n");
		return -ENOEXEC;
	}
	/* 32-bit firmware's tables are out of reach above 4 GiB. */
	if (efi_enabled(EFI_RUNTIME_SERVICES) && !efi_enabled(EFI_64BIT)) {
		pr_err("load refused: EFI is 32-bit\n");
		return -ENOEXEC;
	}
	return 0;
}
#else
#define BZIMAGE_BITS	KDUMP_BZIMAGE_32
#define BZIMAGE_ENTRY	0
/* It runs in its direct map, which may have room for no more than this. */
#define BZIMAGE_HIGHEST	SZ_512M

static inline int bzimage_check_machine(const struct kdump_bzimage *image)
{
	return 0;
}
#endif

#endif /* _KDUMP_X86_BZIMAGE_BITS_H */
