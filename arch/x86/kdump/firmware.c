// SPDX-License-Identifier: GPL-2.0-only
/*
 * What firmware left in memory that a new kernel reads before it has page
 * tables of its own: ACPI tables and EFI's system and configuration tables.
 */
#include <linux/efi.h>
#include <linux/ioport.h>
#include <linux/io.h>
#include <linux/sizes.h>

#include <asm/efi.h>
#include <asm/setup.h>

#include "kdump_x86.h"

/* The tables of the jump map 2 MiB at a time: so widened, pieces merge. */
static int add_widened(struct kdump_range_set *set, u64 start, u64 end)
{
	const struct kdump_range range = {
		ALIGN_DOWN(start, SZ_2M), ALIGN(end, SZ_2M),
	};

	return kdump_range_set_add(set, &range);
}

static int add_resource(struct resource *resource, void *set)
{
	return add_widened(set, resource->start, resource->end + 1);
}

static int add_described(struct kdump_range_set *set, unsigned long description)
{
	int error = walk_iomem_res_desc(description,
					IORESOURCE_MEM | IORESOURCE_BUSY, 0,
					U64_MAX, set, add_resource);

	/* Not one resource of the kind: nothing to add. */
	return error == -EINVAL ? 0 : error;
}

/*
 * The system table says how many configuration tables there are. Where they
 * are it says no more: since SetVirtualAddressMap() that is a virtual address.
 */
static int add_efi(struct kdump_range_set *set)
{
	const struct efi_info *info = &boot_params.efi_info;
	u64 system = info->efi_systab | (u64)info->efi_systab_hi << 32;
	efi_system_table_64_t *mapped;
	u64 tables;
	int error;

	if (!efi_enabled(EFI_BOOT) || !efi_enabled(EFI_64BIT) || !system)
		return 0;
	mapped = memremap(system, sizeof(*mapped), MEMREMAP_WB);
	if (!mapped)
		return -ENOMEM;
	tables = mapped->nr_tables;
	memunmap(mapped);

	error = add_widened(set, system, system + sizeof(*mapped));
	if (error)
		return error;
	return add_widened(set, efi_config_table, efi_config_table +
			   tables * sizeof(efi_config_table_64_t));
}

/**
 * kdump_x86_firmware_ranges - collect firmware's tables
 * @set: where they are added
 *
 * Return: 0; %-ENOSPC if @set is full; %-ENOMEM.
 */
int kdump_x86_firmware_ranges(struct kdump_range_set *set)
{
	int error;

	error = add_described(set, IORES_DESC_ACPI_TABLES);
	if (!error)
		error = add_described(set, IORES_DESC_ACPI_NV_STORAGE);
	return error ?: add_efi(set);
}
