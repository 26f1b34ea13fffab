// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages that the jump goes through, and the jump.
 *
 * Page 0 is the copy of enter.S with its stack, the others are page tables.
 * They map what the new kernel or its purgatory touches before it has tables
 * of its own: the region, the first megabyte and firmware's tables. Old RAM
 * beyond that is none of its business.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cc_platform.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/cpu.h>
#include <asm/mem_encrypt.h>

#include "identmap.h"
#include "kdump_x86.h"

/* After widening to 2 MiB, firmware tables are a few pieces. */
#define MAPPED_MAX 64

/**
 * struct mapped - the ranges that the jump's page tables cover
 * @set: the ranges
 * @storage: memory for @set
 */
struct mapped {
	struct kdump_range_set set;
	struct kdump_range storage[MAPPED_MAX];
};

static int collect(const struct kdump_range *region, struct mapped *mapped)
{
	const struct kdump_range first = { 0, SZ_2M };
	int error;

	kdump_range_set_init(&mapped->set, mapped->storage, MAPPED_MAX);
	error = kdump_range_set_add(&mapped->set, &first);
	if (!error)
		error = kdump_range_set_add(&mapped->set, region);
	if (!error)
		error = kdump_x86_firmware_ranges(&mapped->set);
	if (error)
		pr_err("load refused: firmware's tables cannot be mapped for the jump (%d)\n",
		       error);
	return error;
}

/**
 * kdump_x86_control_pages - pages that kdump_x86_control_build() needs
 * @region: the reserved region
 *
 * Return: the pages; with a message, %-ENOSPC if firmware's tables are in too
 * many places and %-ENOMEM.
 */
int kdump_x86_control_pages(const struct kdump_range *region)
{
	struct mapped mapped;
	int error = collect(region, &mapped);

	if (error)
		return error;
	return 1 + kdump_identmap_pages(mapped.set.range, mapped.set.count,
					boot_cpu_has(X86_FEATURE_GBPAGES));
}

/**
 * kdump_x86_control_build - write the pages
 * @control: where, and for where
 *
 * Return: 0; with a message, the errnos of kdump_x86_control_pages().
 */
int kdump_x86_control_build(const struct kdump_control *control)
{
	struct kdump_identmap map = {
		.pages = control->staging + PAGE_SIZE,
		.address = control->memory.start + PAGE_SIZE,
		.capacity = kdump_range_size(&control->memory) / PAGE_SIZE - 1,
		.five_level = pgtable_l5_enabled(),
		.gigabyte = boot_cpu_has(X86_FEATURE_GBPAGES),
		/* A guest's memory stays encrypted, a host's must not be. */
		.encryption = cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT) ?
			      sme_me_mask : 0,
	};
	u64 code = (unsigned long)kdump_x86_enter;
	struct mapped mapped;
	unsigned int i;
	int error;

	error = collect(&control->region, &mapped);
	if (error)
		return error;
	for (i = 0; i < mapped.set.count && !error; i++)
		error = kdump_identmap_add(&map, &mapped.storage[i]);
	if (!error)
		error = kdump_identmap_add_page(&map, code,
						control->memory.start);

	memcpy(control->staging, kdump_x86_enter, KEXEC_CONTROL_CODE_MAX_SIZE);
	return error;
}

/**
 * kdump_x86_jump - leave
 * @jump: where to
 *
 * Crash path: interrupts off, alone, devices quiet. Does not return.
 */
void kdump_x86_jump(const struct kdump_jump *jump)
{
	u64 encrypted = cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT);

	/* A watchpoint hit in enter.S would find no handler. */
	hw_breakpoint_disable();
	cet_disable();
	kdump_x86_enter(jump->control.start, jump->control.start + PAGE_SIZE,
			jump->entry, jump->argument, encrypted);
}
