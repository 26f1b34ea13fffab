// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages that the jump of a 32-bit kernel goes through, and the jump.
 *
 * Page 0 is the copy of jump_entry_32.S with its stack, the others are page tables
 * that map no more than that page: the new kernel and its purgatory start with
 * paging off.
 */
#include <linux/build_bug.h>
#include <linux/io.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/string.h>

#include <asm/debugreg.h>
#include <asm/page.h>
#include <asm/special_insns.h>

#include "identmap_32.h"
#include "kdump_x86.h"

/* Page 0: its first half is code, its second the stack. */
static_assert(2 * KEXEC_CONTROL_CODE_MAX_SIZE <= PAGE_SIZE);

int kdump_arch_control_pages(const struct kdump_range_set *map)
{
	return 1 + KDUMP_IDENTMAP_32_PAGES;
}

int kdump_arch_control_build(const struct kdump_control *control)
{
	struct kdump_identmap_32 map = {
		.page = control->page + 1,
		.address = control->address + 1,
		.pae = IS_ENABLED(CONFIG_X86_PAE),
	};
	u32 code = control->address[0];

	kdump_identmap_32_add(&map, code, code);
	kdump_identmap_32_add(&map, (unsigned long)kdump_x86_enter, code);
	memcpy(control->page[0], kdump_x86_enter, KEXEC_CONTROL_CODE_MAX_SIZE);
	return 0;
}

/* Where there is no CR4 it reads as 0, and must not be written. */
void kdump_arch_jump(const struct kdump_jump *jump)
{
	/* A watchpoint hit in jump_entry_32.S would find no handler. */
	hw_breakpoint_disable();
	kdump_x86_enter(jump->control, jump->tables, jump->entry,
			jump->argument, __read_cr4(), jump->copies);
}
