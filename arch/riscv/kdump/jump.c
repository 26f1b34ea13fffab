// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page that the jump goes through, and the jump.
 *
 * It is the copy of jump_entry.S and runs at its physical address, with
 * translation off: there are no page tables, and nothing depends on how many
 * levels this kernel's have.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/smp.h>

#include "formats/fdt.h"
#include "kdump_riscv.h"

int kdump_arch_control_pages(const struct kdump_range_set *map)
{
	return 1;
}

int kdump_arch_control_build(const struct kdump_control *control)
{
	memcpy(control->page[0], kdump_riscv_page_zero,
	       kdump_riscv_page_zero_end - kdump_riscv_page_zero);
	return 0;
}

/* The new kernel maps no more of a tree when it begins. */
static_assert(MAX_FDT_SIZE <= KDUMP_HANDED_OVER_MAX);

bool kdump_arch_hands_over(const struct kdump_segment *segment)
{
	return kdump_fdt_probe(segment->data, segment->size);
}

/* There is no purgatory that knows of the tree: the jump hands it over. */
int kdump_arch_adopt(struct kdump_builder *builder,
		     const struct kdump_segment *segment)
{
	struct kdump_diag diag;

	if (!segment) {
		pr_err("load refused: no segment is a device tree\n");
		return -EINVAL;
	}
	if (kdump_fdt_check(segment->data, segment->size, &diag))
		return kdump_load_refuse("device tree in a segment", &diag, -EINVAL);
	kdump_builder_set_argument(builder, segment->memory.start);
	return 0;
}

/* Harts that cannot be turned off would go on in memory that is overwritten. */
int kdump_arch_check_leave(void)
{
	if (num_possible_cpus() == 1 || cpu_has_hotplug(0))
		return 0;
	pr_err("load refused: other CPUs cannot be taken out of this kernel\n");
	return -EBUSY;
}

/* No interrupt controller goes on writing to memory that it was given. */
void kdump_arch_leave(void)
{
}

/* The number of a hart is in no register: it was told when this kernel began. */
void kdump_arch_jump(const struct kdump_jump *jump)
{
	u64 hart = cpuid_to_hartid_map(raw_smp_processor_id());

	local_flush_icache_all();
	kdump_riscv_leave(jump->entry, jump->argument, jump->copies, hart,
			  jump->control);
}
