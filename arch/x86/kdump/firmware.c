// SPDX-License-Identifier: GPL-2.0-only
/*
 * What firmware left in memory that a new kernel reads before it has page
 * tables of its own: ACPI tables and EFI's system and configuration tables.
 */
#include <linux/efi.h>
#include <linux/ioport.h>
#include <linux/io.h>

#include <asm/efi.h>
#include <asm/setup.h>

#include "kdump_x86.h"

static int add_resource(struct resource *resource, void *set)
{
	struct kdump_range range = { resource->start, resource->end + 1 };

	return kdump_range_set_add(set, &range);
}

static int add_described(struct kdump_range_set *set, unsigned long description)
{
	int error = walk_iomem_res_desc(description,
					IORESOURCE_MEM | IORESOURCE_BUSY, 0,
					U64_MAX, set, add_resource);

	/* Not one resource of the kind: nothing to add. */
	return error == -EINVAL ? 0 : error;
}

static int add_efi(struct kdump_range_set *set)
{
	const struct efi_info *info = &boot_params.efi_info;
	u64 table = info->efi_systab | (u64)info->efi_systab_hi << 32;
	struct kdump_range system = {
		table, table + sizeof(efi_system_table_64_t),
	};
	struct kdump_range configuration;
	efi_system_table_64_t *mapped;
	int error;

	if (!efi_enabled(EFI_BOOT) || !efi_enabled(EFI_64BIT) || !table)
		return 0;
	mapped = memremap(table, sizeof(*mapped), MEMREMAP_WB);
	if (!mapped)
		return -ENOMEM;
	configuration = (struct kdump_range){
		mapped->tables,
		mapped->tables +
			mapped->nr_tables * sizeof(efi_config_table_64_t),
	};
	memunmap(mapped);

	error = kdump_range_set_add(set, &system);
	return error ?: kdump_range_set_add(set, &configuration);
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
