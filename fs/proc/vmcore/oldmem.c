// SPDX-License-Identifier: GPL-2.0-only
/*
 * Physical addresses of the crashed kernel to bytes.
 *
 * What is RAM of the running kernel is never old memory, whatever a header
 * says: it is looked up before each mapping, and refused.
 *
 * Context: process context, may sleep.
 */
#include <linux/align.h>
#include <linux/cc_platform.h>
#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pfn.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>

#include "vmcore.h"

/**
 * vmcore_oldmem_encrypted - whether memory encryption covered old memory
 *
 * Return: true if the crashed kernel's RAM must be mapped encrypted.
 */
bool vmcore_oldmem_encrypted(void)
{
	return cc_platform_has(CC_ATTR_MEM_ENCRYPT);
}

/* Pages that are RAM in part do not count, the kernel cannot use them. */
static int own_page_found(struct resource *ram, void *found)
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
static u64 own_page_first(const struct kdump_range *pages)
{
	u64 found = pages->end;

	walk_system_ram_res(pages->start, pages->end - 1, &found,
			    own_page_found);
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
	return own_page_first(pages) == pages->end ? 0 : -EFAULT;
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
	struct kdump_range range = { page, kdump_arch_memory_end() };

	range.end = own_page_first(&range);
	return range;
}

/* Cuts @pages down to what around @address is no RAM of the running kernel. */
static int oldmem_cut(u64 address, struct kdump_range *pages)
{
	struct kdump_range below = { pages->start, PAGE_ALIGN_DOWN(address) };
	struct kdump_range above = { below.end, pages->end };

	if (!kdump_range_empty(&below) && vmcore_oldmem_check(&below))
		pages->start = above.start;
	pages->end = own_page_first(&above);
	return pages->end > address ? 0 : -EFAULT;
}

static struct kdump_range pages_around(u64 start, u64 end)
{
	return (struct kdump_range){
		ALIGN_DOWN(start, PAGE_SIZE), ALIGN(end, PAGE_SIZE),
	};
}

/*
 * A large mapping may fail where one of a page would not: address space is
 * fragmented, or drivers have mapped a part of it with different caching.
 */
static void *oldmem_map(u64 address, struct kdump_range *pages, bool encrypted)
{
	void *mapping;
	int error;

	might_sleep();
	error = oldmem_cut(address, pages);
	if (error)
		return ERR_PTR(error);
	mapping = kdump_arch_oldmem_map(pages, encrypted);
	if (!mapping) {
		*pages = pages_around(address, address + 1);
		mapping = kdump_arch_oldmem_map(pages, encrypted);
	}
	return mapping ?: ERR_PTR(-ENOMEM);
}

/**
 * vmcore_oldmem_map - map memory of the crashed kernel
 * @address: physical address that has to be mapped
 * @pages: whole pages that hold @address; on success cut down to what was
 *	mapped
 *
 * Return: where pages->start is mapped, to be unmapped by
 * kdump_arch_oldmem_unmap(); as error pointer %-EFAULT if @address is in RAM
 * of the running kernel, %-ENOMEM if it could not be mapped.
 */
void *vmcore_oldmem_map(u64 address, struct kdump_range *pages)
{
	return oldmem_map(address, pages, vmcore_oldmem_encrypted());
}

/* Copies from @address to the end of a mapping or @end: bytes, or an errno. */
static ssize_t oldmem_copy(void *to, u64 address, u64 end, bool encrypted)
{
	struct kdump_range pages = pages_around(address, end);
	void *mapping;
	ssize_t size;

	mapping = oldmem_map(address, &pages, encrypted);
	if (IS_ERR(mapping))
		return PTR_ERR(mapping);
	size = min(end, pages.end) - address;
	if (kdump_arch_oldmem_copy(to, mapping + (address - pages.start), size))
		size = -EIO;
	kdump_arch_oldmem_unmap(mapping);
	return size;
}

static int oldmem_read(void *to, u64 address, size_t size, bool encrypted)
{
	ssize_t piece;
	u64 end;

	if (check_add_overflow(address, size, &end) ||
	    end > kdump_arch_memory_end())
		return -EFAULT;

	while (address < end) {
		piece = oldmem_copy(to, address,
				    min(end, address + VMCORE_WINDOW_SIZE),
				    encrypted);
		if (piece < 0)
			return piece;
		to += piece;
		address += piece;
	}
	return 0;
}

/**
 * vmcore_oldmem_read - copy memory of the crashed kernel
 * @to: where to
 * @address: physical address, not trusted
 * @size: how many bytes
 *
 * Survives memory that the hardware cannot read any more.
 *
 * Return: 0; %-EFAULT if a part of it is RAM of the running kernel or no
 * memory at all; %-ENOMEM if it could not be mapped; %-EIO if the memory is
 * damaged. @to is then undefined.
 */
int vmcore_oldmem_read(void *to, u64 address, size_t size)
{
	return oldmem_read(to, address, size, vmcore_oldmem_encrypted());
}

/**
 * vmcore_oldmem_read_elfcorehdr - copy the start of the ELF core header
 * @to: where to
 * @size: how many bytes
 *
 * The header lies where the loader put it, not in memory that the crashed
 * kernel used: a host may have given that kernel's RAM a key, and this not.
 * Or this kernel has made it.
 *
 * Return: as vmcore_oldmem_read().
 */
int vmcore_oldmem_read_elfcorehdr(void *to, size_t size)
{
	size_t own_size;
	const void *own = kdump_arch_own_elfcorehdr(&own_size);

	if (own) {
		if (size > own_size)
			return -EFAULT;
		memcpy(to, own, size);
		return 0;
	}
	return oldmem_read(to, elfcorehdr_addr, size,
			   cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT));
}
