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

/* What is in one table. set_pte() would wait for each entry to be seen. */
static int table_protect(unsigned long start, unsigned long end, bool read_only)
{
	const pgprot_t writable = __pgprot(PTE_WRITE), not = __pgprot(PTE_RDONLY);
	const pgprot_t set = read_only ? not : writable;
	const pgprot_t clear = read_only ? writable : not;
	pmd_t *table = pmd_off_k(start);
	pte_t *entry, *last;

	if (!pmd_table(READ_ONCE(*table)))
		return -EINVAL;
	entry = pte_offset_kernel(table, start);
	last = entry + ((end - start) >> PAGE_SHIFT);
	for (; entry < last; entry++)
		WRITE_ONCE(*entry, set_pte_bit(clear_pte_bit(READ_ONCE(*entry),
							     clear), set));
	return 0;
}

static int tables_protect(unsigned long start, unsigned long end, bool read_only)
{
	unsigned long next;
	int error = 0;

	for (; start < end && !error; start = next) {
		next = pmd_addr_end(start, end);
		error = table_protect(start, next, read_only);
	}
	return error;
}

int kdump_arch_protect(const struct kdump_range *region, bool read_only)
{
	unsigned long start = (unsigned long)phys_to_virt(region->start);
	unsigned long end = start + kdump_range_size(region);
	int error;

	kdump_assert_load_locked();
	if (!can_set_direct_map()) {
		pr_warn_once("the reserved memory stays writable: this kernel's memory is not mapped by pages (rodata=full maps it so)\n");
		return 0;
	}
	error = tables_protect(start, end, read_only);
	/* All entries are seen before the first translation is forgotten. */
	flush_tlb_kernel_range(start, end);
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
