/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the boot protocol hands over of EFI. Pure.
 */
#ifndef _KDUMP_X86_EFI_INFO_H
#define _KDUMP_X86_EFI_INFO_H

#include <linux/types.h>
#include <uapi/asm/bootparam.h>

/**
 * struct kdump_x86_efi_map - EFI's runtime map as the new kernel finds it
 * @address: its physical address
 * @bytes: its size; 0: there is none
 * @entry_bytes: the size of each entry
 */
struct kdump_x86_efi_map {
	u64 address;
	u32 bytes;
	u32 entry_bytes;
};

void kdump_x86_efi_info(const struct efi_info *ours,
			const struct kdump_x86_efi_map *map,
			struct efi_info *ret);

#endif /* _KDUMP_X86_EFI_INFO_H */
