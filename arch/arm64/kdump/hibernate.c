// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hibernation asks about reserved memory, by the names it has for that.
 *
 * An armed image comes back with the rest of memory. It is read-only while it
 * is saved, which is all that saving needs, and it is written back through page
 * tables that are not this kernel's: nothing has to be opened for that.
 *
 * Context: other CPUs are off, interrupts too.
 */
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/mm.h>

static bool range_holds(struct kdump_range range, u64 address)
{
	return address >= range.start && address < range.end;
}

/**
 * crash_is_nosave - need a page not be saved?
 * @pfn: of a page in the direct map
 *
 * Return: true for reserved memory that holds nothing of an image.
 */
bool crash_is_nosave(unsigned long pfn)
{
	u64 address = PFN_PHYS(pfn);

	if (range_holds(kdump_region_low(), address))
		return true;
	return range_holds(kdump_region(), address) &&
	       !kdump_image_holds(address);
}

void crash_prepare_suspend(void)
{
}

void crash_post_resume(void)
{
}

/**
 * crash_free_reserved_phys_range - give reserved memory to the page allocator
 * @begin: physical address of its first page
 * @end: and of the first one after it
 */
void crash_free_reserved_phys_range(unsigned long begin, unsigned long end)
{
	unsigned long pfn;

	for (pfn = PHYS_PFN(begin); pfn < PHYS_PFN(end); pfn++)
		free_reserved_page(pfn_to_page(pfn));
}
