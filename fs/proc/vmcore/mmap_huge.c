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

/* What a large page at @start would show, if it can show it. */
static bool find_large(const struct vmcore_file *file,
		       const struct vm_area_struct *vma, unsigned long start,
		       struct vmcore_place *place)
{
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;

	if (start < vma->vm_start || vma->vm_end - start < PMD_SIZE)
		return false;
	offset += start - vma->vm_start;
	return vmcore_layout_find(&file->layout, offset, place) &&
	       place->area == VMCORE_MEMORY && place->left >= PMD_SIZE &&
	       IS_ALIGNED(place->start, PMD_SIZE);
}

/* A window sees to the caching, see mmap.c, and that no page is our own. */
static vm_fault_t insert_large(struct vm_fault *vmf, struct vmcore_pool *pool,
			       const struct vmcore_place *place)
{
	pfn_t pfn = __pfn_to_pfn_t(PFN_DOWN(place->start), PFN_DEV);
	vm_fault_t ret = VM_FAULT_FALLBACK;
	struct vmcore_window *window;

	window = vmcore_pool_get(pool, place->start);
	if (IS_ERR(window))
		return ret;
	if (vmcore_window_left(window, place->start) >= PMD_SIZE)
		ret = vmf_insert_pfn_pmd(vmf, pfn, false);
	vmcore_pool_put(pool, window);
	return ret;
}

/**
 * vmcore_large_fault - map what was touched by a large page
 * @vmf: the fault, in a mapping of /proc/vmcore
 * @order: the size of the page to be mapped, in pages as a power of two
 *
 * Return: %VM_FAULT_NOPAGE when it is mapped; %VM_FAULT_FALLBACK if it has to
 * be mapped page by page.
 */
vm_fault_t vmcore_large_fault(struct vm_fault *vmf, unsigned int order)
{
	unsigned long start = vmf->address & PMD_MASK;
	struct vmcore_reader *reader = vmf->vma->vm_file->private_data;
	vm_fault_t ret = VM_FAULT_FALLBACK;
	struct vmcore_place place;
	bool is_ram;
	int cookie;

	if (order != PMD_SHIFT - PAGE_SHIFT ||
	    !find_large(reader->file, vmf->vma, start, &place))
		return ret;
	cookie = vmcore_ram_lock();
	if (vmcore_ram_run(place.start, PMD_SIZE, &is_ram) == PMD_SIZE &&
	    is_ram)
		ret = insert_large(vmf, &reader->pool, &place);
	vmcore_ram_unlock(cookie);
	return ret;
}
