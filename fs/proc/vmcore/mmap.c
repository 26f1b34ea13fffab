// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2) of /proc/vmcore: read-only, and complete when the call returns.
 *
 * Every page is mapped at once, so that a mapping which exists never faults;
 * what cannot be mapped fails the call. The same pages are refused as in
 * read(2), and the same pages show zeros.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/sched/signal.h>
#include <linux/vmalloc.h>

#include "vmcore.h"

static int remap(struct vm_area_struct *vma, unsigned long at, u64 address,
		 u64 size)
{
	return remap_pfn_range(vma, at, PFN_DOWN(address), size,
			       pgprot_encrypted(vma->vm_page_prot));
}

static int map_zeros(struct vm_area_struct *vma, unsigned long at, u64 size)
{
	unsigned long end = at + size;
	int err = 0;

	for (; at < end && !err; at += PAGE_SIZE) {
		err = remap(vma, at, PFN_PHYS(my_zero_pfn(at)), PAGE_SIZE);
		cond_resched();
	}
	return err;
}

/*
 * x86 decides about the caching of a mapping when it covers the whole VMA;
 * for a part of one it takes over what the range has got already, and memory
 * nobody has mapped counts as uncached. A window is such a mapping, cached,
 * and has to be there only until the part is mapped.
 */
static int map_by_windows(struct vm_area_struct *vma, unsigned long at,
			  const struct kdump_range *pages)
{
	struct vmcore_reader *reader = vma->vm_file->private_data;
	u64 address = pages->start, size;
	struct vmcore_window *window;
	int err = 0;

	while (address < pages->end && !err) {
		window = vmcore_pool_get(&reader->pool, address);
		if (IS_ERR(window))
			return PTR_ERR(window);
		size = min(pages->end, window->range.end) - address;
		err = remap(vma, at, address, size);
		vmcore_pool_put(&reader->pool, window);
		at += size;
		address += size;
		cond_resched();
	}
	return err;
}

static int map_ram(struct vm_area_struct *vma, unsigned long at,
		   const struct kdump_range *pages)
{
	u64 size = kdump_range_size(pages);
	int err;

	if (size != vma->vm_end - vma->vm_start)
		return map_by_windows(vma, at, pages);
	err = vmcore_oldmem_check(pages);
	if (err)
		return err;
	return remap(vma, at, pages->start, size);
}

/* Goes on to the end of a run, so that drivers are asked once for a page. */
static ssize_t map_memory(struct vm_area_struct *vma, unsigned long at,
			  const struct vmcore_place *place, u64 size)
{
	struct kdump_range pages = { .start = place->start };
	int cookie = vmcore_ram_lock();
	bool is_ram;
	int err;

	size = vmcore_ram_run(place->start, size, &is_ram);
	pages.end = pages.start + size;
	if (is_ram)
		err = map_ram(vma, at, &pages);
	else
		err = map_zeros(vma, at, size);
	vmcore_ram_unlock(cookie);
	return err ?: size;
}

static ssize_t map_kept(const struct vmcore_file *file,
			struct vm_area_struct *vma, unsigned long at,
			const struct vmcore_place *place, u64 size)
{
	size_t left;
	const void *from = vmcore_kept_bytes(file, place, &left);

	size = min(size, left);
	return remap_vmalloc_range_partial(vma, at, (void *)from, 0, size) ?:
	       size;
}

/* Maps what is at file offset @offset to @at: bytes mapped, or an errno. */
static ssize_t map_step(const struct vmcore_file *file,
			struct vm_area_struct *vma, unsigned long at,
			u64 offset)
{
	struct vmcore_place place;
	u64 size;

	if (!vmcore_layout_find(&file->layout, offset, &place))
		return -EINVAL;
	size = min(place.left, (u64)(vma->vm_end - at));
	switch (place.area) {
	case VMCORE_HEADER:
	case VMCORE_NOTES:
		return map_kept(file, vma, at, &place, size);
	case VMCORE_MEMORY:
		return map_memory(vma, at, &place, size);
	case VMCORE_GAP:
		return map_zeros(vma, at, size) ?: size;
	}
	return -EINVAL;
}

static int check_request(const struct vmcore_file *file,
			 struct vm_area_struct *vma)
{
	u64 pages = PFN_DOWN(vmcore_layout_size(&file->layout));

	if (vma_pages(vma) > pages || vma->vm_pgoff > pages - vma_pages(vma))
		return -EINVAL;
	if (vma->vm_flags & (VM_WRITE | VM_EXEC))
		return -EPERM;
	return 0;
}

/**
 * vmcore_mmap - map a piece of the dump
 * @file: the open file
 * @vma: where to, and from which offset
 *
 * Process context, the mmap lock is held for writing.
 *
 * Return: 0; %-EINVAL behind the end of the file; %-EPERM for a mapping that
 * is to be writable or executable; %-EAGAIN if a page of it could not be
 * mapped, or is RAM of the running kernel.
 */
int vmcore_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct vmcore_reader *reader = file->private_data;
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
	unsigned long at = vma->vm_start;
	ssize_t size;
	int err;

	err = check_request(reader->file, vma);
	if (err)
		return err;

	/* Mixed, as notes are pages of this kernel and old memory has none. */
	vm_flags_mod(vma, VM_MIXEDMAP, VM_MAYWRITE | VM_MAYEXEC);
	while (at < vma->vm_end) {
		if (fatal_signal_pending(current))
			return -EAGAIN;
		size = map_step(reader->file, vma, at, offset);
		if (size <= 0)
			return -EAGAIN;
		at += size;
		offset += size;
		cond_resched();
	}
	vmcore_reader_touched(reader, offset);
	return 0;
}
