// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of machine this is: what is RAM, and what of it every kernel uses.
 */
#include <linux/align.h>
#include <linux/kdump_arch.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include <asm/e820/api.h>

/* Real mode: the BIOS's data, the trampoline of CPUs that are started. */
struct kdump_range kdump_arch_boot_area(void)
{
	return (struct kdump_range){ 0, SZ_1M };
}

/*
 * What firmware calls RAM, and the loader's setup_data in it. This kernel's own
 * idea may be narrower: mem=, memmap= and the like are not for the next one.
 */
int kdump_arch_ram(struct kdump_range_set *set)
{
	const struct e820_table *table = e820_table_kexec;
	unsigned int i;
	int error = 0;

	for (i = 0; i < table->nr_entries && !error; i++) {
		const struct e820_entry *entry = &table->entries[i];
		const struct kdump_range range = {
			ALIGN_DOWN(entry->addr, PAGE_SIZE),
			PAGE_ALIGN(entry->addr + entry->size),
		};

		if (entry->type == E820_TYPE_RAM ||
		    entry->type == E820_TYPE_RESERVED_KERN)
			error = kdump_range_set_add(set, &range);
	}
	return error;
}

/* Firmware says which memory is its own: it is no RAM here. */
int kdump_arch_keep(struct kdump_range_set *set)
{
	return 0;
}
