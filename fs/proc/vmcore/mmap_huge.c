// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2) of /proc/vmcore by large pages.
 *
 * Built where the kernel marks large pages without a struct page as special:
 * without that mark, others would look for one.
 *
 * Context: page fault, the mmap lock or the VMA's is held for reading.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/pfn_t.h>
#include <linux/pgtable.h>

#include "vmcore.h"

/* The file offset of a large page at @start, if the mapping holds all of it. */
static bool huge_offset(const struct vm_area_struct *vma, unsigned long start,
			u64 *ret)
{
	if (start < vma->vm_start || vma->vm_end - start < PMD_SIZE)
		return false;
	*ret = ((u64)vma->vm_pgoff << PAGE_SHIFT) + (start - vma->vm_start);
	return true;
}

/*
 * The window is there for the caching, see mmap.c, and because no page of it is
 * RAM of the running kernel.
 */
static vm_fault_t insert_huge(struct vm_fault *vmf,
			      struct vmcore_window_cache *windows, u64 address)
{
	pfn_t pfn = __pfn_to_pfn_t(PFN_DOWN(address), PFN_DEV);
	vm_fault_t ret = VM_FAULT_FALLBACK;
	struct vmcore_window *window;

	window = vmcore_window_cache_get(windows, address);
	if (IS_ERR(window))
		return ret;
	if (vmcore_window_left(window, address) >= PMD_SIZE)
		ret = vmf_insert_pfn_pmd(vmf, pfn, false);
	vmcore_window_cache_put(windows, window);
	return ret;
}

/**
 * vmcore_huge_fault - map what was touched by a large page
 * @vmf: the fault, in a mapping of /proc/vmcore
 * @order: the size of the page to be mapped, in pages as a power of two
 *
 * Return: %VM_FAULT_NOPAGE when it is mapped; %VM_FAULT_FALLBACK if it has to
 * be mapped page by page.
 */
vm_fault_t vmcore_huge_fault(struct vm_fault *vmf, unsigned int order)
{
	struct vmcore_reader *reader = vmf->vma->vm_file->private_data;
	vm_fault_t ret = VM_FAULT_FALLBACK;
	struct vmcore_extent extent;
	u64 offset;

	if (order != PMD_SHIFT - PAGE_SHIFT ||
	    !huge_offset(vmf->vma, vmf->address & PMD_MASK, &offset) ||
	    !vmcore_extent_at(reader, offset, PMD_SIZE, &extent))
		return ret;
	if (extent.kind == VMCORE_EXTENT_MEMORY && extent.size == PMD_SIZE &&
	    IS_ALIGNED(extent.address, PMD_SIZE))
		ret = insert_huge(vmf, &reader->windows, extent.address);
	vmcore_extent_end(&extent);
	return ret;
}
