/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to arch/arm/kdump/, grouped by file.
 */
#ifndef _KDUMP_ARM_H
#define _KDUMP_ARM_H

#include <linux/psci.h>
#include <linux/types.h>

#include <uapi/linux/psci.h>

#include <asm/arch_timer.h>
#include <asm/cputype.h>
#include <asm/virt.h>

/* By firmware, if it can, so that a capture kernel may have this CPU. */
#ifdef CONFIG_ARM_PSCI_FW
static inline void kdump_arm_switch_off(unsigned int cpu)
{
	if (psci_ops.cpu_off && !psci_tos_resident_on(cpu))
		psci_ops.cpu_off(PSCI_POWER_STATE_TYPE_POWER_DOWN <<
				 PSCI_0_2_POWER_STATE_TYPE_SHIFT);
}
#else
static inline void kdump_arm_switch_off(unsigned int cpu)
{
}
#endif

/*
 * The generic timer, which not every ARMv7 has; how fast it is the kernel finds out
 * later than it is read first.
 */
#ifdef CONFIG_ARM_ARCH_TIMER
static inline u64 kdump_arm_counter(void)
{
	if (!cpuid_feature_extract(CPUID_EXT_PFR1, 16))
		return 0;
	return __arch_counter_get_cntvct();
}
#else
static inline u64 kdump_arm_counter(void)
{
	return 0;
}
#endif

/* jump_entry.S */
extern const char kdump_arm_page_zero[];
extern const char kdump_arm_page_zero_machine[];
extern const char kdump_arm_page_zero_end[];
void kdump_arm_leave(u32 entry, u32 argument, u32 copies, u32 control,
		     u32 tables, bool hyp);

#endif /* _KDUMP_ARM_H */
