// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of machine this is: where a reservation may lie, what is RAM, and
 * what tools must know to read its memory.
 */
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/mmzone.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/swiotlb.h>
#include <linux/vmcore_info.h>

#include <asm/e820/api.h>
#include <asm/mem_encrypt.h>
#include <asm/setup.h>

/*
 * The numbers are those of the base kernels, so that a machine's reservation
 * stays where it is. Bounce buffers must be low, and leave room for others.
 */
void kdump_arch_limits(struct kdump_limits *limits)
{
	*limits = (struct kdump_limits){
		.align = SZ_16M,
		.lowest = SZ_16M,
		.low_end = SZ_4G,
		.high_end = SZ_64T,
		.low_size = max_t(u64, swiotlb_size_or_default() + SZ_8M,
				  SZ_256M),
	};
}

/* Real mode: the BIOS's data, the trampoline of CPUs that are started. */
struct kdump_range kdump_arch_boot_area(void)
{
	return (struct kdump_range){ 0, SZ_1M };
}

/* makedumpfile, crash, drgn: from a virtual to a physical address. */
void kdump_arch_vmcoreinfo(void)
{
	u64 sme_mask = sme_me_mask;

	VMCOREINFO_NUMBER(KERNEL_IMAGE_SIZE);
	VMCOREINFO_NUMBER(sme_mask);
	VMCOREINFO_NUMBER(phys_base);
	VMCOREINFO_SYMBOL(init_top_pgt);
	vmcoreinfo_append_str("KERNELOFFSET=%lx\n", kaslr_offset());
	vmcoreinfo_append_str("NUMBER(pgtable_l5_enabled)=%d\n",
			      pgtable_l5_enabled());
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
