/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to arch/riscv/kdump/, grouped by file.
 */
#ifndef _KDUMP_RISCV_H
#define _KDUMP_RISCV_H

#include <linux/types.h>

#include <asm/cpu_ops.h>

/* By firmware, if it can, so that a capture kernel may have this hart. */
#ifdef CONFIG_HOTPLUG_CPU
static inline void kdump_riscv_switch_off(void)
{
	if (cpu_ops->cpu_stop)
		cpu_ops->cpu_stop();
}

/* Whether a hart that was switched off is. */
static inline bool kdump_riscv_firmware_tells(void)
{
	return cpu_ops->cpu_is_stopped;
}
#else
static inline void kdump_riscv_switch_off(void)
{
}

static inline bool kdump_riscv_firmware_tells(void)
{
	return false;
}
#endif

/* jump_entry.S */
extern const char kdump_riscv_page_zero[];
extern const char kdump_riscv_page_zero_end[];
void kdump_riscv_leave(u64 entry, u64 argument, u64 copies, u64 hart,
		       u64 control);

#endif /* _KDUMP_RISCV_H */
