// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page that the jump goes through, and the jump.
 *
 * It is the copy of jump_entry.S and runs at its physical address, first in page
 * tables that map it to itself, then with translation off. These tables, in
 * whose stead any others of this kernel may have been damaged by now, are written
 * at the last moment. They map two sections, this kernel's code that leaves and the
 * page, and with LPAE they are all that is walked: what keeps user addresses out
 * of the kernel's reach is switched off with them.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <asm/cacheflush.h>
#include <asm/mach-types.h>
#include <asm/memory.h>
#include <asm/outercache.h>
#include <asm/smp_plat.h>
#include <asm/virt.h>

#include "kdump_arm.h"

#define SECTION_FLAGS	(PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_AF | \
			 PMD_SECT_WB)

/* An entry for each section of 4 GiB: with LPAE four tables, else the root. */
static pmdval_t sections[SZ_4G >> SECTION_SHIFT] __aligned(SZ_16K);

/* Four entries of LPAE's root, which has to be there in one piece. */
static u64 root[4] __aligned(32);

int kdump_arch_control_pages(const struct kdump_range_set *map)
{
	return 1;
}

/* Code that leaves and the page are mapped at once, in tables_make(). */
static bool control_hides_code(u32 control)
{
	u32 code = (unsigned long)kdump_arm_leave;
	u32 at = __pa_symbol(kdump_arm_leave);

	return !((control ^ code) & SECTION_MASK) &&
	       ((control ^ at) & SECTION_MASK);
}

int kdump_arch_control_build(const struct kdump_control *control)
{
	char *page = control->page[0];

	if (control_hides_code(control->address[0])) {
		pr_err("load refused: the page of the jump would be at 0x%llx, where this kernel has its code: reserve other memory\n",
		       control->address[0]);
		return -EADDRNOTAVAIL;
	}
	memcpy(page, kdump_arm_page_zero,
	       kdump_arm_page_zero_end - kdump_arm_page_zero);
	*(u32 *)(page + (kdump_arm_page_zero_machine - kdump_arm_page_zero)) =
		machine_arch_type;
	/* It runs without caches. */
	__cpuc_flush_dcache_area(page, PAGE_SIZE);
	return 0;
}

/* CPUs that cannot be turned off would go on in memory that is overwritten. */
int kdump_arch_check_leave(void)
{
	if (num_possible_cpus() == 1 || !platform_can_secondary_boot() ||
	    platform_can_cpu_hotplug())
		return 0;
	pr_err("load refused: other CPUs cannot be taken out of this kernel\n");
	return -EBUSY;
}

/* No interrupt controller goes on writing to memory that it was given. */
void kdump_arch_leave(void)
{
}

static void section_map(u32 virtual, u32 physical)
{
	unsigned int gigabyte = virtual >> 30;

	root[gigabyte] = (__pa_symbol(sections) + gigabyte * PAGE_SIZE) |
			 PMD_TYPE_TABLE;
	sections[virtual >> SECTION_SHIFT] = (physical & SECTION_MASK) |
					     SECTION_FLAGS;
}

static u32 tables_make(u32 control)
{
	u32 code = (unsigned long)kdump_arm_leave;

	section_map(code, __pa_symbol(kdump_arm_leave));
	section_map(control, control);
	return IS_ENABLED(CONFIG_ARM_LPAE) ? __pa_symbol(root) :
					     __pa_symbol(sections);
}

/*
 * All CPUs but this one have left their caches by now. A straggler has not; then the
 * outer cache stays on, for it may be in the middle of a line of that.
 */
void kdump_arch_jump(const struct kdump_jump *jump)
{
	u32 tables = tables_make(jump->control);

	local_fiq_disable();
	flush_cache_all();
	if (num_online_cpus() == 1)
		outer_disable();
	else
		outer_flush_all();
	kdump_arm_leave(jump->entry, jump->argument, jump->copies,
			jump->control, tables, is_hyp_mode_available());
}
