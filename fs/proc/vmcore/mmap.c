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
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/sched/signal.h>
#include <linux/vmalloc.h>

#include "vmcore.h"

/**
 * struct piece - a piece of a mapping that is one thing in the file
 * @vma: the mapping
 * @reader: the open file
 * @at: where the piece starts in @vma
 * @size: bytes of it
 * @place: what is there, @size bytes or more of it
 */
struct piece {
	struct vm_area_struct *vma;
	struct vmcore_reader *reader;
	unsigned long at;
	u64 size;
	struct vmcore_place place;
};

static int remap(struct vm_area_struct *vma, unsigned long at,
		 unsigned long pfn, u64 size)
{
	return remap_pfn_range(vma, at, pfn, size, vma->vm_page_prot);
}

static int map_zeros(const struct piece *piece)
{
	unsigned long at = piece->at, end = at + piece->size;
	int error = 0;

	for (; at < end && !error; at += PAGE_SIZE) {
		error = remap(piece->vma, at, my_zero_pfn(at), PAGE_SIZE);
		cond_resched();
	}
	return error;
}

static const void *kept_page(const struct vmcore_reader *reader,
			     const struct vmcore_place *place)
{
	size_t left;

	return vmcore_kept_bytes(reader->file, place, &left);
}

static int map_kept(const struct piece *piece)
{
	struct vmcore_place place = piece->place;
	unsigned long at = piece->at, end = at + piece->size;
	int error = 0;

	for (; at < end && !error; at += PAGE_SIZE) {
		error = remap(piece->vma, at,
			      vmalloc_to_pfn(kept_page(piece->reader, &place)),
			      PAGE_SIZE);
		place.start += PAGE_SIZE;
	}
	return error;
}

/*
 * x86 decides about the caching of a mapping when it covers the whole VMA;
 * for a part of one it takes over what the range has got already, and memory
 * nobody has mapped counts as uncached. A window is such a mapping, cached,
 * and has to be there only until the part is mapped.
 */
static int map_by_windows(const struct piece *piece,
			  const struct kdump_range *pages)
{
	u64 address = pages->start, size;
	struct vmcore_window *window;
	int error = 0;

	while (address < pages->end && !error) {
		window = vmcore_pool_get(&piece->reader->pool, address);
		if (IS_ERR(window))
			return PTR_ERR(window);
		size = min(pages->end, window->range.end) - address;
		error = remap(piece->vma,
			      piece->at + (address - piece->place.start),
			      PFN_DOWN(address), size);
		vmcore_pool_put(&piece->reader->pool, window);
		address += size;
		cond_resched();
	}
	return error;
}

/* Maps all of the piece at once. */
static int map_now(const struct piece *piece, const struct kdump_range *pages)
{
	int error;

	if (piece->size != piece->vma->vm_end - piece->vma->vm_start)
		return map_by_windows(piece, pages);
	error = vmcore_oldmem_check(pages);
	if (error)
		return error;
	return remap(piece->vma, piece->at, PFN_DOWN(pages->start),
		     piece->size);
}

/* Leaves the inner part of the piece to faults, if large pages fit in there. */
static int map_ram(const struct piece *piece)
{
	const struct kdump_range pages = {
		piece->place.start, piece->place.start + piece->size,
	};
	struct kdump_range large, head, tail;
	int error;

	if (!vmcore_maps_large() ||
	    !vmcore_layout_large_pages(piece->at, &pages, &large))
		return map_now(piece, &pages);

	head = (struct kdump_range){ pages.start, large.start };
	tail = (struct kdump_range){ large.end, pages.end };
	error = vmcore_oldmem_check(&large);
	if (!error)
		error = map_by_windows(piece, &head);
	if (!error)
		error = map_by_windows(piece, &tail);
	return error;
}

/* Goes on to the end of a run, so that drivers are asked once for a page. */
static int map_memory(struct piece *piece)
{
	int cookie = vmcore_ram_lock();
	bool is_ram;
	int error;

	piece->size = vmcore_ram_run(piece->place.start, piece->size, &is_ram);
	error = is_ram ? map_ram(piece) : map_zeros(piece);
	vmcore_ram_unlock(cookie);
	return error;
}

/* Maps what is at file offset @offset to piece->at, and says how much that is. */
static int map_step(struct piece *piece, u64 offset)
{
	if (!vmcore_layout_find(&piece->reader->file->layout, offset,
				&piece->place))
		return -EINVAL;
	piece->size = min(piece->place.left,
			  (u64)(piece->vma->vm_end - piece->at));
	switch (piece->place.area) {
	case VMCORE_HEADER:
	case VMCORE_NOTES:
		return map_kept(piece);
	case VMCORE_MEMORY:
		return map_memory(piece);
	case VMCORE_GAP:
		return map_zeros(piece);
	}
	return -EINVAL;
}

static vm_fault_t fault_in_memory(struct vm_fault *vmf,
				  struct vmcore_reader *reader,
				  const struct vmcore_place *place)
{
	unsigned long pfn = PFN_DOWN(place->start);
	struct vmcore_window *window;
	vm_fault_t ret;

	window = vmcore_pool_get(&reader->pool, place->start);
	if (IS_ERR(window))
		return VM_FAULT_SIGBUS;
	ret = vmf_insert_pfn(vmf->vma, vmf->address, pfn);
	vmcore_pool_put(&reader->pool, window);
	return ret;
}

static vm_fault_t fault_in_zeros(struct vm_fault *vmf)
{
	return vmf_insert_pfn(vmf->vma, vmf->address,
			      my_zero_pfn(vmf->address));
}

static vm_fault_t fault_in_run(struct vm_fault *vmf,
			       struct vmcore_reader *reader,
			       const struct vmcore_place *place)
{
	int cookie = vmcore_ram_lock();
	vm_fault_t ret;
	bool is_ram;

	vmcore_ram_run(place->start, PAGE_SIZE, &is_ram);
	ret = is_ram ? fault_in_memory(vmf, reader, place) :
		       fault_in_zeros(vmf);
	vmcore_ram_unlock(cookie);
	return ret;
}

/*
 * A page of what was left to large pages, but cannot be mapped by one any more:
 * the mapping was split, moved, or a driver has announced memory meanwhile.
 */
static vm_fault_t vmcore_fault(struct vm_fault *vmf)
{
	struct vmcore_reader *reader = vmf->vma->vm_file->private_data;
	struct vmcore_place place;

	if (!vmcore_layout_find(&reader->file->layout,
				(u64)vmf->pgoff << PAGE_SHIFT, &place))
		return VM_FAULT_SIGBUS;
	switch (place.area) {
	case VMCORE_HEADER:
	case VMCORE_NOTES:
		return vmf_insert_pfn(vmf->vma, vmf->address,
				      vmalloc_to_pfn(kept_page(reader, &place)));
	case VMCORE_MEMORY:
		return fault_in_run(vmf, reader, &place);
	case VMCORE_GAP:
		return fault_in_zeros(vmf);
	}
	return VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct vmcore_vm_ops = {
	.fault = vmcore_fault,
	.huge_fault = vmcore_large_fault,
};

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
	struct piece piece = {
		.vma = vma,
		.reader = reader,
		.at = vma->vm_start,
	};
	int error;

	error = check_request(reader->file, vma);
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
		piece.at += piece.size;
		offset += piece.size;
		cond_resched();
	}
	vmcore_reader_touched(reader, offset);
	return 0;
}
