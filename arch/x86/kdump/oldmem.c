// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as x86 maps it, in the capture kernel.
 *
 * Alone in this file because the reader needs nothing else of the
 * architecture when it is built as a module.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/kdump_arch.h>

#include <asm/cpufeature.h>
#include <asm/processor.h>

#include "oldmem_width.h"

u64 kdump_arch_memory_end(void)
{
	/* Page tables of two levels end earlier than the CPU does. */
	return BIT_ULL(min_t(unsigned int, boot_cpu_data.x86_phys_bits,
			     BITS_PER_TYPE(phys_addr_t)));
}

/* Registers are saved by the kernel that crashes, and so is the header. */
const void *kdump_arch_own_elfcorehdr(size_t *size)
{
	return NULL;
}

void *kdump_arch_oldmem_map(const struct kdump_range *range, bool encrypted)
{
	u64 size = kdump_range_size(range);

	if (encrypted)
		return (__force void *)ioremap_encrypted(range->start, size);
	return (__force void *)oldmem_map_cached(range);
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}

/*
 * Processors that recover from damaged memory have fast string operations. On
 * others copy_mc_to_kernel() is memcpy(), which may take a step for each byte.
 */
int kdump_arch_oldmem_copy(void *to, const void *from, size_t size)
{
	size_t words = size / sizeof(long);

	if (boot_cpu_has(X86_FEATURE_ERMS))
		return copy_mc_to_kernel(to, from, size) ? -EIO : 0;
	asm volatile(REP_MOVS
		     : "+D" (to), "+S" (from), "+c" (words) : : "memory");
	memcpy(to, from, size % sizeof(long));
	return 0;
}

size_t kdump_arch_oldmem_to_iter(const void *from, size_t size,
				 struct iov_iter *to)
{
	return _copy_mc_to_iter(from, size, to);
}
