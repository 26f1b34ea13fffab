// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kind of machine this is: where a reservation may lie, what is RAM, and
 * what tools must know to read its memory.
 */
#include <linux/align.h>
#include <linux/init.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/of_fdt.h>
#include <linux/pgtable.h>
#include <linux/sizes.h>
#include <linux/vmcore_info.h>

#include <asm/memory.h>

/* A new kernel starts with translation off, and has no more addresses then. */
#define PHYSICAL_END	((u64)SZ_4G)

/*
 * A zImage unpacks itself to where its memory begins. The device tree tells it
 * where that is, which may be any multiple of 2 MiB; without one it takes the
 * multiple of 128 MiB below itself.
 */
static u64 __init align_wanted(void)
{
	return initial_boot_params ? SZ_2M : SZ_128M;
}

/* A kernel runs in lowmem, all of which devices reach. */
void __init kdump_arch_limits(struct kdump_limits *limits)
{
	u64 end = min_t(u64, __pa(high_memory - 1) + 1, PHYSICAL_END);

	*limits = (struct kdump_limits){
		.align = align_wanted(),
		.low_end = end,
		.high_end = end,
	};
}

/* None: firmware's memory is no RAM, and CPUs start where they are told to. */
struct kdump_range kdump_arch_boot_area(void)
{
	return (struct kdump_range){ };
}

/* Tools find the rest by symbols, and by the dump's own addresses. */
void kdump_arch_vmcoreinfo(void)
{
	if (IS_ENABLED(CONFIG_ARM_LPAE))
		VMCOREINFO_CONFIG(ARM_LPAE);
	vmcoreinfo_append_str("NUMBER(PHYS_OFFSET)=0x%llx\n", (u64)PHYS_OFFSET);
}

/* What firmware said, less what is not to be mapped and what is out of reach. */
int kdump_arch_ram(struct kdump_range_set *set)
{
	phys_addr_t start, end;
	int error = 0;
	u64 i;

	for_each_mem_range(i, &start, &end) {
		const struct kdump_range range = {
			ALIGN_DOWN(start, PAGE_SIZE),
			min(PAGE_ALIGN((u64)end), PHYSICAL_END),
		};

		if (range.start < range.end)
			error = kdump_range_set_add(set, &range);
		if (error)
			break;
	}
	return error;
}

/* Tables of firmware, and much that only this kernel needs: no telling them apart. */
int kdump_arch_keep(struct kdump_range_set *set)
{
	const struct kdump_range beyond = { PHYSICAL_END, U64_MAX };
	int error = kdump_range_set_exclude(set, &beyond);
	phys_addr_t start, end;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end) {
		const struct kdump_range range = {
			ALIGN_DOWN(start, PAGE_SIZE), PAGE_ALIGN((u64)end),
		};

		if (error)
			break;
		error = kdump_range_set_exclude(set, &range);
	}
	return error;
}
