// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages that the jump goes through, and the jump.
 *
 * Page 0 is the copy of jump_entry.S, the others are page tables for the lower
 * half of the address space. They map what is copied, or the region, to itself:
 * page 0 is in there. This kernel's own mapping stays where it is, in the upper
 * half, until the copy has no more use for it. The new kernel starts with the
 * MMU off and needs none of it.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <asm/cacheflush.h>
#include <asm/daifflags.h>
#include <asm/mmu_context.h>
#include <asm/sections.h>
#include <asm/smp.h>
#include <asm/virt.h>

#include "identmap.h"
#include "kdump_arm64.h"

static u64 map_end(const struct kdump_range_set *map)
{
	return map->count ? map->range[map->count - 1].end : 0;
}

/*
 * As this kernel writes its own entries. All of it is executable, for the copy
 * that runs may be in any of it.
 */
static struct kdump_arm64_format tables_format(const struct kdump_range_set *map)
{
	return (struct kdump_arm64_format){
		.granule = PAGE_SHIFT,
		.bits = map_end(map) > BIT_ULL(48) ? 52 : 48,
		.leaf = pgprot_val(PAGE_KERNEL_EXEC),
		.high_shift = KDUMP_ARM64_HIGH_SHIFT,
		.address = KDUMP_ARM64_ENTRY_ADDRESS,
	};
}

int kdump_arch_control_pages(const struct kdump_range_set *map)
{
	const struct kdump_arm64_format format = tables_format(map);

	return 1 + kdump_arm64_identmap_pages(&format, map->range, map->count);
}

static void page_zero_write(void *page, unsigned int bits)
{
	memcpy(page, __relocate_new_kernel_start,
	       __relocate_new_kernel_end - __relocate_new_kernel_start);
	*(u64 *)(page + KDUMP_ARM64_BITS) = bits;
	/* It runs without the MMU at its end. */
	dcache_clean_inval_poc((unsigned long)page,
			       (unsigned long)page + PAGE_SIZE);
	icache_inval_all_pou();
}

int kdump_arch_control_build(const struct kdump_control *control)
{
	struct kdump_arm64_identmap map = {
		.format = tables_format(control->map),
		.page = control->page + 1,
		.at = control->address + 1,
		.capacity = control->count - 1,
		.used = 1,
	};
	unsigned int i;
	int error = 0;

	for (i = 0; i < control->map->count && !error; i++)
		error = kdump_arm64_identmap_add(&map, &control->map->range[i]);
	page_zero_write(control->page[0], map.format.bits);
	return error;
}

/* The segments bring a purgatory, which knows where its arguments are. */
bool kdump_arch_hands_over(const struct kdump_segment *segment)
{
	return false;
}

int kdump_arch_adopt(struct kdump_builder *builder,
		     const struct kdump_segment *segment)
{
	return 0;
}

/* CPUs that cannot be turned off would go on in memory that is overwritten. */
int kdump_arch_check_leave(void)
{
	if (!cpus_are_stuck_in_kernel())
		return 0;
	pr_err("load refused: other CPUs cannot be taken out of this kernel\n");
	return -EBUSY;
}

/*
 * Where this kernel was started at EL2 and runs at EL1, so shall the next one,
 * and EL2 is entered through vectors that are not this kernel's. A hypervisor
 * that does not let go of EL2 has the next kernel start at EL1.
 */
static bool el2_is_ours(u64 control)
{
	return is_hyp_nvhe() &&
	       !kdump_arm64_take_el2(control + KDUMP_ARM64_VECTORS);
}

void kdump_arch_jump(const struct kdump_jump *jump)
{
	const u64 *bits = phys_to_virt(jump->control + KDUMP_ARM64_BITS);
	bool el2;

	local_daif_mask();
	el2 = el2_is_ours(jump->control);
	cpu_install_ttbr0(phys_to_ttbr(jump->tables), TCR_T0SZ(*bits));
	kdump_arm64_leave(jump->entry, jump->argument, jump->copies, el2,
			  jump->control);
}
