// SPDX-License-Identifier: GPL-2.0-only
/*
 * Physical addresses of the crashed kernel to bytes.
 *
 * Mapping memory costs far more than copying a page of it, so old memory is
 * mapped in windows of many pages, which pool.c keeps while reads fall into
 * them. What is RAM of the running kernel is never old memory, whatever a header
 * says: it is looked up before each mapping, and refused.
 *
 * Context: process context, may sleep.
 */
#include <linux/align.h>
#include <linux/cc_platform.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>

#include "vmcore.h"

/**
 * vmcore_oldmem_end - where addresses end that memory can have
 *
 * Return: the first address that this machine cannot form, a power of two.
 */
u64 vmcore_oldmem_end(void)
{
	unsigned int bits = 63;
	u64 last_page;

	for (; bits > PAGE_SHIFT; bits--) {
		last_page = BIT_ULL(bits) - PAGE_SIZE;
		if (valid_mmap_phys_addr_range(PFN_DOWN(last_page), PAGE_SIZE))
			break;
	}
	return BIT_ULL(bits);
}

/**
 * vmcore_oldmem_encrypted - whether memory encryption covered old memory
 *
 * Return: true if RAM, and with it the notes, must be mapped encrypted.
 */
bool vmcore_oldmem_encrypted(void)
{
	return cc_platform_has(CC_ATTR_MEM_ENCRYPT);
}

/* Pages that are RAM in part do not count, the kernel cannot use them. */
static int remember_first(struct resource *ram, void *found)
{
	u64 start = PAGE_ALIGN(ram->start);

	if (start >= PAGE_ALIGN_DOWN(ram->end + 1))
		return 0;
	*(u64 *)found = start;
	return 1;
}

/*
 * The first page of RAM that the running kernel has in @pages, or the end of
 * @pages. By resources: walk_system_ram_range() goes no further than to a first
 * one that has no whole page.
 */
static u64 first_own_page(const struct kdump_range *pages)
{
	u64 found = pages->end;

	walk_system_ram_res(pages->start, pages->end - 1, &found,
			    remember_first);
	return found;
}

/**
 * vmcore_oldmem_check - whether a range can be old memory
 * @pages: whole pages
 *
 * Return: 0; %-EFAULT if a page of it is RAM of the running kernel.
 */
int vmcore_oldmem_check(const struct kdump_range *pages)
{
	return first_own_page(pages) == pages->end ? 0 : -EFAULT;
}

/**
 * vmcore_oldmem_from - see how far old memory goes
 * @page: physical address of a page
 *
 * Return: what is from there to the first page of RAM of the running kernel;
 * empty if that is the page itself.
 */
struct kdump_range vmcore_oldmem_from(u64 page)
{
	struct kdump_range range = { page, vmcore_oldmem_end() };

	range.end = first_own_page(&range);
	return range;
}

/* Cuts @pages down to what around @address is no RAM of the running kernel. */
static int cut_own_pages(u64 address, struct kdump_range *pages)
{
	struct kdump_range below = { pages->start, PAGE_ALIGN_DOWN(address) };
	struct kdump_range above = { below.end, pages->end };

	if (!kdump_range_empty(&below) && vmcore_oldmem_check(&below))
		pages->start = above.start;
	pages->end = first_own_page(&above);
	return pages->end > address ? 0 : -EFAULT;
}

static struct kdump_range pages_around(u64 start, u64 end)
{
	return (struct kdump_range){
		ALIGN_DOWN(start, PAGE_SIZE), ALIGN(end, PAGE_SIZE),
	};
}

/*
 * A window may fail where its pages would not, for want of contiguous address
 * space or because drivers have mapped parts of it with different caching.
 */
static int map_window(struct vmcore_window *window, u64 address, u64 size,
		      const struct kdump_range *within, bool encrypted)
{
	struct kdump_range range = vmcore_layout_window(address, size, within);
	void *mapping;
	int error;

	error = cut_own_pages(address, &range);
	if (error)
		return error;
	mapping = kdump_arch.oldmem_map(&range, encrypted);
	if (!mapping) {
		range = pages_around(address, address + 1);
		mapping = kdump_arch.oldmem_map(&range, encrypted);
	}
	if (!mapping)
		return -ENOMEM;
	window->range = range;
	window->mapping = mapping;
	return 0;
}

/**
 * vmcore_window_open - map a piece of old memory
 * @address: physical address that it has to show
 * @size: how much to show, if there is so much; see vmcore_layout_window()
 * @within: whole pages that hold @address; the window does not leave them
 * @encrypted: map with memory encryption
 *
 * Return: the window, to be closed by the caller; as error pointer %-EFAULT if
 * @address is in RAM of the running kernel, %-ENOMEM if it could not be mapped.
 */
struct vmcore_window *vmcore_window_open(u64 address, u64 size,
					 const struct kdump_range *within,
					 bool encrypted)
{
	struct vmcore_window *window = kzalloc(sizeof(*window), GFP_KERNEL);
	int error;

	if (!window)
		return ERR_PTR(-ENOMEM);
	error = map_window(window, address, size, within, encrypted);
	if (error) {
		kfree(window);
		return ERR_PTR(error);
	}
	return window;
}

/**
 * vmcore_window_close - unmap what a window shows
 * @window: the window; not in use by anybody, gone on return
 */
void vmcore_window_close(struct vmcore_window *window)
{
	kdump_arch.oldmem_unmap(window->mapping);
	kfree(window);
}

/* Copies from @address to the end of a window or @end: bytes, or an errno. */
static ssize_t read_window(void *to, u64 address, u64 end,
			   const struct kdump_range *pages, bool encrypted)
{
	struct vmcore_window *window;
	ssize_t size;

	window = vmcore_window_open(address, VMCORE_WINDOW_SIZE, pages,
				    encrypted);
	if (IS_ERR(window))
		return PTR_ERR(window);
	size = min(end, window->range.end) - address;
	if (copy_mc_to_kernel(to, vmcore_window_bytes(window, address), size))
		size = -EIO;
	vmcore_window_close(window);
	return size;
}

/**
 * vmcore_oldmem_read - copy old memory into the kernel
 * @to: where to
 * @address: physical address, not trusted
 * @size: how many bytes
 * @encrypted: map with memory encryption
 *
 * Return: 0; %-EFAULT if a part of it is RAM of the running kernel or no
 * memory at all; %-ENOMEM if it could not be mapped; %-EIO if the memory is
 * damaged. @to is then undefined.
 */
int vmcore_oldmem_read(void *to, u64 address, size_t size, bool encrypted)
{
	struct kdump_range pages;
	ssize_t piece;
	u64 end;

	if (check_add_overflow(address, size, &end) ||
	    end > vmcore_oldmem_end())
		return -EFAULT;

	pages = pages_around(address, end);
	while (address < end) {
		piece = read_window(to, address, end, &pages, encrypted);
		if (piece < 0)
			return piece;
		to += piece;
		address += piece;
	}
	return 0;
}
