// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the crashed kernel as riscv maps it, in the capture kernel.
 */
#include <linux/bits.h>
#include <linux/crash_dump.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kdump_arch.h>
#include <linux/pgtable.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/* What an entry of a page table can say; no register tells what a hart has. */
#define PHYSICAL_BITS	56

u64 kdump_arch_memory_end(void)
{
	return BIT_ULL(PHYSICAL_BITS);
}

/*
 * The crashed kernel has written the header, but the device tree names it in
 * memory that is this kernel's: reserved at boot, and in the direct map.
 */
const void *kdump_arch_own_elfcorehdr(size_t *size)
{
	if (!elfcorehdr_size ||
	    region_intersects(elfcorehdr_addr, elfcorehdr_size,
			      IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_INTERSECTS)
		return NULL;
	*size = elfcorehdr_size;
	return phys_to_virt(elfcorehdr_addr);
}

/* Writable: the record of the crash goes on in the capture kernel. */
void *kdump_arch_oldmem_map(const struct kdump_range *range, bool encrypted)
{
	return (__force void *)ioremap_prot(range->start,
					    kdump_range_size(range),
					    pgprot_val(PAGE_KERNEL));
}

void kdump_arch_oldmem_unmap(void *mapping)
{
	iounmap((__force void __iomem *)mapping);
}

/* Firmware may keep memory from being read: that is a fault and no more. */
int kdump_arch_oldmem_copy(void *to, const void *from, size_t size)
{
	return copy_from_kernel_nofault(to, from, size) ? -EIO : 0;
}

size_t kdump_arch_oldmem_to_iter(const void *from, size_t size,
				 struct iov_iter *to)
{
	return _copy_to_iter(from, size, to);
}
