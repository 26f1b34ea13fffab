// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the boot protocol hands over of EFI. Pure.
 */
#include <linux/kernel.h>

#include "efi_info.h"

/**
 * kdump_x86_efi_info - make the new kernel's struct efi_info
 * @ours: this kernel's, as its own boot loader made it
 * @map: the map that the new kernel gets
 * @ret: filled in
 *
 * Where our boot loader put the map of all memory means nothing to the new
 * kernel: that memory has had other users since.
 */
void kdump_x86_efi_info(const struct efi_info *ours,
			const struct kdump_x86_efi_map *map,
			struct efi_info *ret)
{
	*ret = (struct efi_info){
		.efi_loader_signature = ours->efi_loader_signature,
		.efi_systab = ours->efi_systab,
		.efi_systab_hi = ours->efi_systab_hi,
	};
	if (!map->bytes)
		return;
	ret->efi_memdesc_version = ours->efi_memdesc_version;
	ret->efi_memdesc_size = map->entry_bytes;
	ret->efi_memmap = lower_32_bits(map->address);
	ret->efi_memmap_hi = upper_32_bits(map->address);
	ret->efi_memmap_size = map->bytes;
}
