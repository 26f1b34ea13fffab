// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the reader calls in a kernel and a module may not, made of what it may.
 *
 * names.h gives walk_system_ram_res() another name, and the kernel's own header
 * its type, so a kernel that changes it does not compile.
 */
#include <linux/ioport.h>
#include <linux/kdump_arch.h>

/* A module may not change page tables by itself: pages are mapped. */
struct kdump_oldmem_slot *kdump_slot_new(void)
{
	return NULL;
}

void kdump_slot_destroy(struct kdump_oldmem_slot *slot)
{
}

void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address)
{
	return NULL;
}

void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot)
{
}

int walk_system_ram_res(u64 start, u64 end, void *arg,
			int (*func)(struct resource *, void *))
{
	return walk_iomem_res_desc(IORES_DESC_NONE,
				   IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				   start, end, arg, func);
}
