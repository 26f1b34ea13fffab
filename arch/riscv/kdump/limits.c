// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of machine this is: where a reservation may lie, what is RAM, and
 * what tools must know to read its memory.
 */
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/vmcore_info.h>

#include <asm/processor.h>

/* Where this kernel boots with few pieces of RAM reserved. */
#define KEPT_MAX	64

/* What was reserved early: memblock does not outlive the boot everywhere. */
static struct kdump_range kept[KEPT_MAX] __ro_after_init;
static unsigned int kept_count __ro_after_init;

/* Ascending. Where there are too many, the last one reaches over the others. */
static int __init kept_note(void)
{
	phys_addr_t start, end;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end) {
		if (kept_count < KEPT_MAX)
			kept[kept_count++].start = ALIGN_DOWN(start, PAGE_SIZE);
		kept[kept_count - 1].end = PAGE_ALIGN(end);
	}
	return 0;
}
early_initcall(kept_note);

/* What the direct map could show; memblock has let go of RAM beyond it. */
static u64 direct_map_end(void)
{
	return phys_ram_base + KERN_VIRT_SIZE;
}

/* Where no RAM is below 4 GiB, no device can depend on that, and all is low. */
static u64 __init low_end(void)
{
	u64 ram_end = memblock_end_of_DRAM();

	if (memblock_start_of_DRAM() < dma32_phys_limit &&
	    dma32_phys_limit < ram_end)
		return dma32_phys_limit;
	return max_t(u64, ram_end, SZ_4G);
}

/* The numbers are those of the base kernels; boot.rst wants 2 MiB. */
void __init kdump_arch_limits(struct kdump_limits *limits)
{
	*limits = (struct kdump_limits){
		.align = PMD_SIZE,
		.low_end = low_end(),
		.high_end = direct_map_end(),
		.low_size = SZ_128M,
	};
}

/* Firmware protects its memory from every kernel, so no dump can show it. */
static bool firmware_range(const struct device_node *node,
			   struct kdump_range *range)
{
	struct resource resource;

	if (!of_node_name_prefix(node, "mmode_") ||
	    of_address_to_resource((struct device_node *)node, 0, &resource))
		return false;
	range->start = ALIGN_DOWN(resource.start, PAGE_SIZE);
	range->end = PAGE_ALIGN(resource.end + 1);
	return true;
}

/* Newer firmware says its text and its data, which are neighbours. */
static void area_extend(struct kdump_range *area,
			const struct kdump_range *by)
{
	if (kdump_range_empty(area))
		*area = *by;
	else if (by->start <= area->end && by->end >= area->start)
		*area = (struct kdump_range){
			min(area->start, by->start), max(area->end, by->end),
		};
}

struct kdump_range kdump_arch_boot_area(void)
{
	struct device_node *reserved, *node;
	struct kdump_range area = { }, range;

	reserved = of_find_node_by_path("/reserved-memory");
	for_each_child_of_node(reserved, node)
		if (firmware_range(node, &range))
			area_extend(&area, &range);
	of_node_put(reserved);
	return area;
}

static void append_hex(const char *key, u64 value)
{
	vmcoreinfo_append_str("NUMBER(%s)=0x%llx\n", key, value);
}

/* makedumpfile, crash, drgn: from a virtual to a physical address. */
void kdump_arch_vmcoreinfo(void)
{
	VMCOREINFO_NUMBER(phys_ram_base);
	VMCOREINFO_NUMBER(VA_BITS);
	append_hex("PAGE_OFFSET", PAGE_OFFSET);
	append_hex("VMALLOC_END", VMALLOC_END);
	append_hex("VMEMMAP_START", VMEMMAP_START);
	append_hex("VMEMMAP_END", VMEMMAP_END);
	append_hex("MODULES_VADDR", MODULES_VADDR);
	append_hex("MODULES_END", MODULES_END);
	append_hex("KERNEL_LINK_ADDR", KERNEL_LINK_ADDR);
	append_hex("va_kernel_pa_offset", kernel_map.va_kernel_pa_offset);
	vmcoreinfo_append_str("KERNELOFFSET=%lx\n", kernel_map.virt_offset);
}

static int ram_add(struct resource *resource, void *set)
{
	const struct kdump_range range = {
		ALIGN_DOWN(resource->start, PAGE_SIZE),
		PAGE_ALIGN(resource->end + 1),
	};

	return kdump_range_set_add(set, &range);
}

/* What firmware said, less what is not to be mapped. */
int kdump_arch_ram(struct kdump_range_set *set)
{
	int error = walk_system_ram_res(0, U64_MAX, set, ram_add);

	/* No RAM at all. */
	return error == -EINVAL ? 0 : error;
}

/*
 * Firmware's memory, that of devices, EFI's tables, and much that only this kernel
 * needs: they cannot be told apart.
 */
int kdump_arch_keep(struct kdump_range_set *set)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < kept_count && !error; i++)
		error = kdump_range_set_exclude(set, &kept[i]);
	return error;
}
