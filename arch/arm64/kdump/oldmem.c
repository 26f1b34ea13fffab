// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as arm64 maps it, in the capture kernel.
 */
#include <linux/align.h>
#include <linux/crash_dump.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/pgtable.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <asm/cpufeature.h>
#include <asm/sysreg.h>

#include "kdump_arm64.h"

/* What this CPU can address, or this kernel can write into a page table. */
u64 kdump_arch_memory_end(void)
{
	u64 mmfr0 = read_sanitised_ftr_reg(SYS_ID_AA64MMFR0_EL1);
	unsigned int range = cpuid_feature_extract_unsigned_field(mmfr0,
						ID_AA64MMFR0_EL1_PARANGE_SHIFT);

	return 1ULL << min_t(u32, id_aa64mmfr0_parange_to_phys_shift(range),
			     PHYS_MASK_SHIFT);
}

/*
 * The crashed kernel has written the header, but the device tree names it in
 * memory that is this kernel's: reserved at boot, and in the direct map.
 */
const void *kdump_arch_own_elfcorehdr(size_t *size)
{
	u64 last = elfcorehdr_addr + elfcorehdr_size - 1;

	if (!elfcorehdr_size || last < elfcorehdr_addr ||
	    !memblock_is_region_memory(elfcorehdr_addr, elfcorehdr_size) ||
	    !memblock_is_map_memory(elfcorehdr_addr) ||
	    !memblock_is_map_memory(last))
		return NULL;
	*size = elfcorehdr_size;
	return phys_to_virt(elfcorehdr_addr);
}

void *kdump_arch_oldmem_map(const struct kdump_range *range, bool encrypted)
{
	return (__force void *)ioremap_cache(range->start,
					     kdump_range_size(range));
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}

int kdump_arch_oldmem_copy(void *to, const void *from, size_t size)
{
	return copy_mc_to_kernel(to, from, size) ? -EIO : 0;
}

/*
 * copy_to_user() stores a word at a time, for only such stores can be made with
 * the user's rights. The address is checked, so it is as good to have access to
 * user memory for as long as pairs of words are stored.
 */
static size_t copy_to_user_blocks(void __user *to, const void *from,
				  size_t size)
{
	size_t left;

	might_fault();
	if (!access_ok(to, size))
		return 0;
	uaccess_enable_privileged();
	left = kdump_arm64_copy_to_user(__uaccess_mask_ptr(to), from, size);
	uaccess_disable_privileged();
	return size - left;
}

/* Where a block does not fit any more, some bytes of it may. */
size_t kdump_arch_oldmem_to_iter(const void *from, size_t size,
				 struct iov_iter *to)
{
	size_t done = 0, blocks = ALIGN_DOWN(size, KDUMP_ARM64_COPY_BLOCK);

	if (blocks && iter_is_ubuf(to)) {
		done = copy_to_user_blocks(to->ubuf + to->iov_offset, from,
					   blocks);
		iov_iter_advance(to, done);
	}
	return done + _copy_to_iter(from + done, size - done, to);
}
