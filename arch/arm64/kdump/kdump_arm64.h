/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to arch/arm64/kdump/, grouped by file.
 */
#ifndef _KDUMP_ARM64_H
#define _KDUMP_ARM64_H

/*
 * Page 0 of the jump: the code of jump_entry.S, in its last word how many bits
 * of an address the page tables translate, and vectors for EL2.
 */
#define KDUMP_ARM64_BITS	0x7f8
#define KDUMP_ARM64_VECTORS	0x800

/* What oldmem_copy.S copies in one turn. */
#define KDUMP_ARM64_COPY_BLOCK	64

#ifndef __ASSEMBLY__
#include <linux/build_bug.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/cpu_ops.h>
#include <asm/pgtable-hwdef.h>

/* 16 vectors of 128 bytes, where a CPU takes them, in pages of any size. */
static_assert(KDUMP_ARM64_BITS + sizeof(u64) == KDUMP_ARM64_VECTORS);
static_assert(KDUMP_ARM64_VECTORS % SZ_2K == 0);
static_assert(KDUMP_ARM64_VECTORS + 16 * 128 <= SZ_4K);

/* How an entry of this kernel's page tables holds an address. */
#ifdef CONFIG_ARM64_PA_BITS_52
#define KDUMP_ARM64_HIGH_SHIFT		PTE_ADDR_HIGH_SHIFT
#define KDUMP_ARM64_ENTRY_ADDRESS	PHYS_TO_PTE_ADDR_MASK
#else
#define KDUMP_ARM64_HIGH_SHIFT		0
#define KDUMP_ARM64_ENTRY_ADDRESS	PTE_ADDR_LOW
#endif

/* By firmware, if it can, so that a capture kernel may have this CPU. */
#ifdef CONFIG_HOTPLUG_CPU
static inline void kdump_arm64_switch_off(unsigned int cpu)
{
	const struct cpu_operations *ops = get_cpu_ops(cpu);

	if (ops && ops->cpu_die)
		ops->cpu_die(cpu);
}
#else
static inline void kdump_arm64_switch_off(unsigned int cpu)
{
}
#endif

/* oldmem_copy.S */
size_t kdump_arm64_copy_to_user(void __user *to, const void *from, size_t size);

/* jump_entry.S */
u64 kdump_arm64_take_el2(u64 vectors);
void kdump_arm64_leave(u64 entry, u64 argument, u64 copies, u64 el2,
		       u64 control);
#endif

#endif /* _KDUMP_ARM64_H */
