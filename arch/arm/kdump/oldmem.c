// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as arm maps it, in the capture kernel.
 */
#include <linux/bits.h>
#include <linux/crash_dump.h>
#include <linux/io.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/memblock.h>
#include <linux/string.h>
#include <linux/uio.h>

/* What an entry of a page table can say. */
#define PHYSICAL_BITS	(IS_ENABLED(CONFIG_ARM_LPAE) ? 40 : 32)

u64 kdump_arch_memory_end(void)
{
	return BIT_ULL(PHYSICAL_BITS);
}

/*
 * The crashed kernel has written the header, but the device tree names it in
 * memory that is this kernel's: reserved at boot, and in lowmem.
 */
const void *kdump_arch_own_elfcorehdr(size_t *size)
{
	u64 last = elfcorehdr_addr + elfcorehdr_size - 1;

	if (!elfcorehdr_size || last < elfcorehdr_addr ||
	    last > __pa(high_memory - 1) ||
	    !memblock_is_region_memory(elfcorehdr_addr, elfcorehdr_size))
		return NULL;
	*size = elfcorehdr_size;
	return phys_to_virt(elfcorehdr_addr);
}

/* "Device" is what the base calls it, but it is memory like any other. */
void *kdump_arch_oldmem_map(const struct kdump_range *range, bool encrypted)
{
	return (__force void *)ioremap_cache(range->start,
					     kdump_range_size(range));
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}

/* There is no way to survive memory that cannot be read. */
int kdump_arch_oldmem_copy(void *to, const void *from, size_t size)
{
	memcpy(to, from, size);
	return 0;
}

size_t kdump_arch_oldmem_to_iter(const void *from, size_t size,
				 struct iov_iter *to)
{
	return _copy_to_iter(from, size, to);
}
