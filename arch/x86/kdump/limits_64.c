// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is of 64-bit machines only: how far a reservation may go, and how virtual
 * addresses become physical ones.
 */
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/swiotlb.h>
#include <linux/vmcore_info.h>

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
