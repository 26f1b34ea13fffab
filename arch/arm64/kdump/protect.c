// SPDX-License-Identifier: GPL-2.0-only
/*
 * The region's pages in the direct map: read-only while an image is armed. And
 * its bytes in memory, not in caches, for a kernel that starts without them.
 *
 * set_memory_ro() changes what vmalloc() has mapped and nothing else, so the
 * entries of the direct map are changed here. They can be where it is mapped by
 * pages: an entry of a block that is in use must not be split.
 *
 * Context: process context, the load lock is held; for publish() the crash path
 * too.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/set_memory.h>

#include <asm/cacheflush.h>
#include <asm/tlbflush.h>

static int entry_protect(pte_t *entry, unsigned long address, void *read_only)
{
	pte_t pte = ptep_get(entry);

	if (*(bool *)read_only) {
		set_pte(entry, pte_wrprotect(pte));
		return 0;
	}
	pte = set_pte_bit(pte, __pgprot(PTE_WRITE));
	set_pte(entry, clear_pte_bit(pte, __pgprot(PTE_RDONLY)));
	return 0;
}

int kdump_arch_protect(const struct kdump_range *region, bool read_only)
{
	unsigned long start = (unsigned long)phys_to_virt(region->start);
	unsigned long size = kdump_range_size(region);
	int error;

	kdump_assert_load_locked();
	if (!can_set_direct_map()) {
		pr_warn_once("the reserved memory stays writable: this kernel's memory is not mapped by pages (rodata=full maps it so)\n");
		return 0;
	}
	error = apply_to_page_range(&init_mm, start, size, entry_protect,
				    &read_only);
	flush_tlb_kernel_range(start, start + size);
	return error;
}

/* The CPU that jumps forgets old instructions itself; others, here. */
void kdump_arch_publish(const struct kdump_range *written)
{
	unsigned long start = (unsigned long)phys_to_virt(written->start);

	dcache_clean_inval_poc(start, start + kdump_range_size(written));
	icache_inval_all_pou();
}

/* This kernel encrypts nothing: what it sees, the jump sees. */
int kdump_arch_expose(const struct kdump_range *range)
{
	return 0;
}

int kdump_arch_release(const struct kdump_range *range)
{
	return 0;
}
