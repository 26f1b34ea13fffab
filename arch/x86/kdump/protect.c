// SPDX-License-Identifier: GPL-2.0-only
/*
 * The region's pages in the direct map: read-only while an image is armed, and
 * readable for the jump where this kernel encrypts its memory.
 *
 * Context: process context, the load lock is held; for publish() the crash path
 * too.
 */
#include <linux/cc_platform.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>

#include <asm/set_memory.h>

static unsigned long direct_map_address(const struct kdump_range *range)
{
	return (unsigned long)phys_to_virt(range->start);
}

static int range_pages(const struct kdump_range *range)
{
	return kdump_range_size(range) >> PAGE_SHIFT;
}

/* With SME on a host, what the jump reads must be there unencrypted. */
int kdump_arch_expose(const struct kdump_range *range)
{
	kdump_assert_load_locked();
	if (!cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		return 0;
	return set_memory_decrypted(direct_map_address(range), range_pages(range));
}

int kdump_arch_protect(const struct kdump_range *region, bool read_only)
{
	int error;

	kdump_assert_load_locked();
	if (read_only)
		return set_memory_ro(direct_map_address(region), range_pages(region));
	error = set_memory_rw(direct_map_address(region), range_pages(region)) ?:
		kdump_arch_expose(region);
	if (error)
		set_memory_ro(direct_map_address(region), range_pages(region));
	return error;
}

/* CPUs snoop each other's caches, and a new kernel starts with them on. */
void kdump_arch_publish(const struct kdump_range *written)
{
}

/* The next user of this memory expects it encrypted like all other. */
int kdump_arch_release(const struct kdump_range *range)
{
	kdump_assert_load_locked();
	if (!cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		return 0;
	return set_memory_encrypted(direct_map_address(range), range_pages(range));
}
