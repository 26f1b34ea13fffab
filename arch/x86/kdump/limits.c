// SPDX-License-Identifier: GPL-2.0-only
/*
 * x86_64's side of the contract in <linux/kdump_arch.h>.
 */
#include <linux/cc_platform.h>
#include <linux/kexec.h>
#include <linux/mmzone.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/swiotlb.h>
#include <linux/vmcore_info.h>

#include <asm/crash.h>
#include <asm/e820/api.h>
#include <asm/mem_encrypt.h>
#include <asm/set_memory.h>
#include <asm/setup.h>
#include <asm/tsc.h>

#include "kdump_x86.h"
#include "signature_config.h"

/*
 * The numbers are those of the base kernels, so that a machine's reservation
 * stays where it is. Bounce buffers must be low, and leave room for others.
 */
static void x86_limits(struct kdump_limits *limits)
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

/* makedumpfile, crash, drgn: from a virtual to a physical address. */
static void x86_vmcoreinfo(void)
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
static int x86_ram(struct kdump_range_set *set)
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

/* With SME on a host, what the jump reads must be there unencrypted. */
static int x86_protect(const struct kdump_range *region, bool read_only)
{
	unsigned long address = (unsigned long)phys_to_virt(region->start);
	int pages = kdump_range_size(region) >> PAGE_SHIFT;
	int error;

	if (read_only)
		return set_memory_ro(address, pages);
	error = set_memory_rw(address, pages);
	if (!error && cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		error = set_memory_decrypted(address, pages);
	if (error)
		set_memory_ro(address, pages);
	return error;
}

static int x86_expose(const struct kdump_range *range)
{
	unsigned long address = (unsigned long)phys_to_virt(range->start);

	if (!cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		return 0;
	return set_memory_decrypted(address,
				    kdump_range_size(range) >> PAGE_SHIFT);
}

/* Whoever gets this memory next expects it encrypted like all other. */
static int x86_release(const struct kdump_range *range)
{
	unsigned long address = (unsigned long)phys_to_virt(range->start);

	if (!cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		return 0;
	return set_memory_encrypted(address,
				    kdump_range_size(range) >> PAGE_SHIFT);
}

static u64 x86_ticks(void)
{
	return rdtsc_ordered();
}

static u64 x86_ticks_khz(void)
{
	return tsc_khz;
}

const struct kdump_arch_ops kdump_arch = {
	.limits = x86_limits,
	.vmcoreinfo = x86_vmcoreinfo,
	.ram = x86_ram,
	.control_pages = kdump_x86_control_pages,
	.control_build = kdump_x86_control_build,
	.protect = x86_protect,
	.expose = x86_expose,
	.release = x86_release,
	.check_kernel = kdump_x86_check_kernel,
	.load_kernel = kdump_x86_load_kernel,
	.verify_signature = kdump_x86_verify_signature,
	.stop_cpus = kdump_x86_stop_cpus,
	.ticks = x86_ticks,
	.ticks_khz = x86_ticks_khz,
	.jump = kdump_x86_jump,
	.oldmem_map = kdump_x86_oldmem_map,
	.oldmem_unmap = kdump_x86_oldmem_unmap,
	.oldmem_slots = &kdump_x86_oldmem_slots,
};
