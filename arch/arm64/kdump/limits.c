// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of machine this is: where a reservation may lie, what is RAM, and
 * what tools must know to read its memory.
 */
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/vmcore_info.h>

#include <asm/cpufeature.h>
#include <asm/memory.h>
#include <asm/pgtable-hwdef.h>
#include <asm/pointer_auth.h>
#include <asm/processor.h>
#include <asm/sysreg.h>

/* What the direct map could show; memblock has let go of RAM beyond it. */
static u64 direct_map_end(void)
{
	return __pa(PAGE_END - 1) + 1;
}

/*
 * What devices of the first zone reach, which is known by now. Where that is all
 * RAM, all of it is low.
 */
static u64 low_end(void)
{
	u64 ram_end = memblock_end_of_DRAM();

	if (arm64_dma_phys_limit < ram_end)
		return arm64_dma_phys_limit;
	return max_t(u64, ram_end, SZ_4G);
}

/* The numbers are those of the base kernels; booting.rst wants 2 MiB. */
void kdump_arch_limits(struct kdump_limits *limits)
{
	*limits = (struct kdump_limits){
		.align = SZ_2M,
		.low_end = low_end(),
		.high_end = min(direct_map_end(), (u64)PHYS_MASK + 1),
		.low_size = SZ_128M,
	};
}

/* None: firmware's memory is no RAM, and CPUs start where they are told to. */
struct kdump_range kdump_arch_boot_area(void)
{
	return (struct kdump_range){ };
}

/* How many bits a kernel's address has not, as the CPU was told. */
static u64 tcr_t1sz(void)
{
	return (read_sysreg(tcr_el1) & TCR_T1SZ_MASK) >> TCR_T1SZ_OFFSET;
}

static u64 pac_mask(void)
{
	return system_supports_address_auth() ? ptrauth_kernel_pac_mask() : 0;
}

static void append_hex(const char *key, u64 value)
{
	vmcoreinfo_append_str("NUMBER(%s)=0x%llx\n", key, value);
}

/* makedumpfile, crash, drgn: from a virtual to a physical address. */
void kdump_arch_vmcoreinfo(void)
{
	VMCOREINFO_NUMBER(VA_BITS);
	append_hex("PHYS_OFFSET", PHYS_OFFSET);
	append_hex("kimage_voffset", kimage_voffset);
	vmcoreinfo_append_str("KERNELOFFSET=%lx\n", kaslr_offset());
	append_hex("TCR_EL1_T1SZ", tcr_t1sz());
	append_hex("KERNELPACMASK", pac_mask());
	append_hex("MODULES_VADDR", MODULES_VADDR);
	append_hex("MODULES_END", MODULES_END);
	append_hex("VMALLOC_END", VMALLOC_END);
	append_hex("VMEMMAP_START", VMEMMAP_START);
	append_hex("VMEMMAP_END", VMEMMAP_END);
}

/*
 * What firmware said, less what is not to be mapped: nothing is put there, and
 * no entry of a page table may lead there.
 */
int kdump_arch_ram(struct kdump_range_set *set)
{
	phys_addr_t start, end;
	int error = 0;
	u64 i;

	for_each_mem_range(i, &start, &end) {
		const struct kdump_range range = {
			ALIGN_DOWN(start, PAGE_SIZE), PAGE_ALIGN(end),
		};

		error = kdump_range_set_add(set, &range);
		if (error)
			break;
	}
	return error;
}

/*
 * EFI's memory map and tables, what interrupt controllers write to, and much
 * that only this kernel needs: they cannot be told apart.
 */
int kdump_arch_keep(struct kdump_range_set *set)
{
	phys_addr_t start, end;
	int error = 0;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end) {
		const struct kdump_range range = {
			ALIGN_DOWN(start, PAGE_SIZE), PAGE_ALIGN(end),
		};

		error = kdump_range_set_exclude(set, &range);
		if (error)
			break;
	}
	return error;
}
