// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages that the jump goes through, and the jump.
 *
 * Page 0 is the copy of jump_entry_64.S with its stack, the others are page tables.
 * They map what is copied and what the new kernel or its purgatory touches
 * before it has tables of its own: after a crash the region, else all RAM; and
 * the first megabyte and firmware's tables. After a crash, old RAM is none of
 * the new kernel's business.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/build_bug.h>
#include <linux/cc_platform.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/cpu.h>
#include <asm/mem_encrypt.h>

#include "identmap_64.h"
#include "kdump_x86.h"

/* Far more pieces than firmware's tables are in; 16 KiB while a load runs. */
#define FIRMWARE_MAX 1024

/* Page 0: its first half is code, its second the stack. */
static_assert(2 * KEXEC_CONTROL_CODE_MAX_SIZE <= PAGE_SIZE);

static int mapped_collect(const struct kdump_range_set *map,
			  struct kdump_range_set *mapped)
{
	const struct kdump_range first = { 0, SZ_2M };
	unsigned int i;
	int error;

	error = kdump_range_set_add(mapped, &first);
	for (i = 0; i < map->count && !error; i++)
		error = kdump_range_set_add(mapped, &map->range[i]);
	if (!error)
		error = kdump_x86_firmware_ranges(mapped);
	if (error)
		pr_err("load refused: firmware's tables cannot be mapped for the jump (%d)\n",
		       error);
	return error;
}

/* The ranges that the tables cover; the set is to be freed by mapped_free(). */
static int mapped_new(const struct kdump_range_set *map,
		      struct kdump_range_set *mapped)
{
	unsigned int capacity = map->count + FIRMWARE_MAX;
	struct kdump_range *storage;
	int error;

	storage = kvmalloc_array(capacity, sizeof(*storage), KDUMP_LOAD_GFP);
	if (!storage)
		return -ENOMEM;
	kdump_range_set_init(mapped, storage, capacity);
	error = mapped_collect(map, mapped);
	if (error)
		kvfree(storage);
	return error;
}

static void mapped_free(struct kdump_range_set *mapped)
{
	kvfree(mapped->range);
}

int kdump_arch_control_pages(const struct kdump_range_set *map)
{
	struct kdump_range_set mapped;
	int pages, error;

	error = mapped_new(map, &mapped);
	if (error)
		return error;
	pages = 1 + kdump_identmap_pages(mapped.range, mapped.count,
					 boot_cpu_has(X86_FEATURE_GBPAGES));
	mapped_free(&mapped);
	return pages;
}

static int fill_tables(struct kdump_identmap *map,
		       const struct kdump_range_set *mapped, u64 code)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < mapped->count && !error; i++)
		error = kdump_identmap_add(map, &mapped->range[i]);
	if (error)
		return error;
	return kdump_identmap_add_page(map, (unsigned long)kdump_x86_enter,
				       code);
}

int kdump_arch_control_build(const struct kdump_control *control)
{
	struct kdump_identmap map = {
		.page = control->page + 1,
		.address = control->address + 1,
		.capacity = control->count - 1,
		.five_level = pgtable_l5_enabled(),
		.gigabyte = boot_cpu_has(X86_FEATURE_GBPAGES),
		/* A guest's memory stays encrypted, a host's must not be. */
		.encryption = cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT) ?
			      sme_me_mask : 0,
	};
	struct kdump_range_set mapped;
	int error;

	error = mapped_new(control->map, &mapped);
	if (error)
		return error;
	error = fill_tables(&map, &mapped, control->address[0]);
	mapped_free(&mapped);
	memcpy(control->page[0], kdump_x86_enter, KEXEC_CONTROL_CODE_MAX_SIZE);
	return error;
}

void kdump_arch_jump(const struct kdump_jump *jump)
{
	/* A watchpoint hit in jump_entry_64.S would find no handler. */
	hw_breakpoint_disable();
	cet_disable();
	kdump_x86_enter(jump->control, jump->tables, jump->entry,
			jump->argument, kdump_x86_caches_are_mixed(),
			jump->copies);
}
