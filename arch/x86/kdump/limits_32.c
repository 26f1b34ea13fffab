// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is of 32-bit machines only: how far a reservation may go, and what tells
 * how many levels the page tables have.
 */
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/pfn.h>
#include <linux/sizes.h>
#include <linux/vmcore_info.h>

#include <asm/setup.h>

/*
 * A kernel runs in the direct map, which has room for no more than 512 MiB where it
 * begins at 3 GiB and leaves some for vmalloc(). All of it is low.
 */
void kdump_arch_limits(struct kdump_limits *limits)
{
	u64 end = min_t(u64, PFN_PHYS((u64)max_low_pfn), SZ_512M);

	*limits = (struct kdump_limits){
		.align = SZ_16M,
		.lowest = SZ_16M,
		.low_end = end,
		.high_end = end,
	};
}

/* The direct map begins at PAGE_OFFSET, which tools get from symbols. */
void kdump_arch_vmcoreinfo(void)
{
	if (IS_ENABLED(CONFIG_X86_PAE))
		VMCOREINFO_CONFIG(X86_PAE);
	vmcoreinfo_append_str("KERNELOFFSET=%lx\n", kaslr_offset());
}
