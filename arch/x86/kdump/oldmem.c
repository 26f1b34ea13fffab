// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as x86 maps it, in the capture kernel.
 *
 * Alone in this file because the reader needs nothing else of the
 * architecture when it is built as a module.
 */
#include <linux/io.h>
#include <linux/kdump_arch.h>

#include <asm/processor.h>

u64 kdump_arch_memory_end(void)
{
	return 1ULL << boot_cpu_data.x86_phys_bits;
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
	return (__force void *)ioremap_cache(range->start, size);
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}
