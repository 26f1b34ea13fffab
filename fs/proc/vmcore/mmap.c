// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap(2) of /proc/vmcore: read-only, and checked when the call returns.
 *
 * What large pages can map is mapped by them, when it is touched: the kernel
 * inserts large pages in faults only. All else is mapped at once. Either way
 * what cannot be mapped fails the call, the same pages are refused as in
 * read(2), and the same pages show zeros.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/sched/signal.h>
#include <linux/vmalloc.h>

#include "vmcore.h"

/**
 * struct mapped_piece - a piece of a mapping that is one extent of the file
 * @vma: what is being mapped to
 * @reader: the open file
 * @at: where the piece starts in @vma
 * @extent: what is there
 */
struct mapped_piece {
	struct vm_area_struct *vma;
	struct vmcore_reader *reader;
	unsigned long at;
	struct vmcore_extent extent;
};

static int vma_remap(struct vm_area_struct *vma, unsigned long at,
		     unsigned long pfn, u64 size)
{
	return remap_pfn_range(vma, at, pfn, size, vma->vm_page_prot);
}

static int map_zeros(const struct mapped_piece *piece)
{
	unsigned long at = piece->at, end = at + piece->extent.size;
	int error;

	for (; at < end; at += PAGE_SIZE) {
		error = vma_remap(piece->vma, at, my_zero_pfn(at), PAGE_SIZE);
		if (error)
			return error;
		cond_resched();
	}
	return 0;
}

static int map_buffer(const struct mapped_piece *piece)
{
	const void *bytes = piece->extent.bytes;
	u64 done;
	int error;

	for (done = 0; done < piece->extent.size; done += PAGE_SIZE) {
		error = vma_remap(piece->vma, piece->at + done,
				  vmalloc_to_pfn(bytes + done), PAGE_SIZE);
		if (error)
			return error;
	}
	return 0;
}

/*
 * An architecture may decide about the caching of a mapping when that covers the
 * whole VMA, and for a part of one take over what the range has got already,
 * where memory that is not mapped counts as uncached. A window is such a
 * mapping, cached, and has to be there only until the part is mapped.
 */
static int map_by_windows(const struct mapped_piece *piece,
			  const struct kdump_range *pages)
{
	struct vmcore_window_cache *windows = &piece->reader->windows;
	u64 address = pages->start, size;
	struct vmcore_window *window;
	int error;

	for (; address < pages->end; address += size) {
		window = vmcore_window_cache_get(windows, address);
		if (IS_ERR(window))
			return PTR_ERR(window);
		size = min(pages->end, window->range.end) - address;
		error = vma_remap(piece->vma,
				  piece->at + (address - piece->extent.address),
			      PFN_DOWN(address), size);
		vmcore_window_cache_put(windows, window);
		if (error)
			return error;
		cond_resched();
	}
	return 0;
}

/* Maps all of the piece at once. */
static int map_now(const struct mapped_piece *piece,
		   const struct kdump_range *pages)
{
	int error;

	if (piece->extent.size != piece->vma->vm_end - piece->vma->vm_start)
		return map_by_windows(piece, pages);
	error = vmcore_oldmem_check(pages);
	if (error)
		return error;
	return vma_remap(piece->vma, piece->at, PFN_DOWN(pages->start),
		     piece->extent.size);
}

/* Leaves the inner part of the piece to faults, if large pages fit in there. */
static int map_memory(const struct mapped_piece *piece)
{
	const struct kdump_range pages = {
		piece->extent.address,
		piece->extent.address + piece->extent.size,
	};
	struct kdump_range large, head, tail;
	int error;

	if (!vmcore_maps_huge() ||
	    !vmcore_layout_large_pages(piece->at, &pages, &large))
		return map_now(piece, &pages);

	head = (struct kdump_range){ pages.start, large.start };
	tail = (struct kdump_range){ large.end, pages.end };
	error = vmcore_oldmem_check(&large);
	if (error)
		return error;
	error = map_by_windows(piece, &head);
	if (error)
		return error;
	return map_by_windows(piece, &tail);
}

static int map_extent(const struct mapped_piece *piece)
{
	switch (piece->extent.kind) {
	case VMCORE_EXTENT_BUFFERED:
		return map_buffer(piece);
	case VMCORE_EXTENT_MEMORY:
		return map_memory(piece);
	case VMCORE_EXTENT_ZERO:
		return map_zeros(piece);
	}
	return -EINVAL;
}

/* Maps what is at file offset @offset to piece->at, and says how much that is. */
static int map_step(struct mapped_piece *piece, u64 offset)
{
	int error;

	if (!vmcore_extent_at(piece->reader, offset,
			      piece->vma->vm_end - piece->at, &piece->extent))
		return -EINVAL;
	error = map_extent(piece);
	vmcore_extent_end(&piece->extent);
	return error;
}

static vm_fault_t insert_memory(struct vm_fault *vmf,
				struct vmcore_reader *reader, u64 address)
{
	struct vmcore_window *window;
	vm_fault_t ret;

	window = vmcore_window_cache_get(&reader->windows, address);
	if (IS_ERR(window))
		return VM_FAULT_SIGBUS;
	ret = vmf_insert_pfn(vmf->vma, vmf->address, PFN_DOWN(address));
	vmcore_window_cache_put(&reader->windows, window);
	return ret;
}

static vm_fault_t insert_extent(struct vm_fault *vmf,
				struct vmcore_reader *reader,
				const struct vmcore_extent *extent)
{
	switch (extent->kind) {
	case VMCORE_EXTENT_BUFFERED:
		return vmf_insert_pfn(vmf->vma, vmf->address,
				      vmalloc_to_pfn(extent->bytes));
	case VMCORE_EXTENT_MEMORY:
		return insert_memory(vmf, reader, extent->address);
	case VMCORE_EXTENT_ZERO:
		return vmf_insert_pfn(vmf->vma, vmf->address,
				      my_zero_pfn(vmf->address));
	}
	return VM_FAULT_SIGBUS;
}

/*
 * A page of what was left to large pages, but cannot be mapped by one any more:
 * the mapping was split or moved, or a driver has announced memory meanwhile.
 */
static vm_fault_t vmcore_fault(struct vm_fault *vmf)
{
	struct vmcore_reader *reader = vmf->vma->vm_file->private_data;
	struct vmcore_extent extent;
	vm_fault_t ret;

	if (!vmcore_extent_at(reader, (u64)vmf->pgoff << PAGE_SHIFT,
			      PAGE_SIZE, &extent))
		return VM_FAULT_SIGBUS;
	ret = insert_extent(vmf, reader, &extent);
	vmcore_extent_end(&extent);
	return ret;
}

static const struct vm_operations_struct vmcore_vm_ops = {
	.fault = vmcore_fault,
	.huge_fault = vmcore_huge_fault,
};

static int mmap_check(const struct vmcore_file *file,
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
 * Process context, may sleep. The mmap lock is held for writing.
 *
 * Return: 0; %-EINVAL past the end of the file; %-EPERM for a mapping that
 * is to be writable or executable; %-EAGAIN if a page of it could not be
 * mapped, or is RAM of the running kernel.
 */
int vmcore_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct vmcore_reader *reader = file->private_data;
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
	struct mapped_piece piece = {
		.vma = vma,
		.reader = reader,
		.at = vma->vm_start,
	};
	int error;

	might_sleep();
	lockdep_assert_held_write(&vma->vm_mm->mmap_lock);
	error = mmap_check(reader->file, vma);
	if (error)
		return error;

	/* What is mapped now and what faults map later look alike. */
	vm_flags_mod(vma, VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP,
		     VM_MAYWRITE | VM_MAYEXEC);
	vma->vm_page_prot = pgprot_encrypted(vma->vm_page_prot);
	vma->vm_ops = &vmcore_vm_ops;
	while (piece.at < vma->vm_end) {
		if (fatal_signal_pending(current))
			return -EAGAIN;
		if (map_step(&piece, offset))
			return -EAGAIN;
		piece.at += piece.extent.size;
		offset += piece.extent.size;
		cond_resched();
	}
	vmcore_reader_touched(reader, offset);
	return 0;
}
