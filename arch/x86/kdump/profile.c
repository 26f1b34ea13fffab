// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a capture kernel need not find out, because the kernel that crashed knew.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/init.h>
#include <linux/kconfig.h>
#include <linux/kdump_arch.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/memblock.h>
#include <linux/param.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include <asm/apic.h>
#include <asm/cpufeature.h>

#include "kdump_x86.h"
#include "profile_config.h"

/* A bus clock that a PC can have; below the first the kernel gives up, too. */
#define SLOWEST_KHZ	1000
#define FASTEST_KHZ	10000000

/* Ticks of the local APIC's timer in a millisecond; 0 if nothing said so. */
static unsigned int lapic_khz __initdata;

static int __init lapic_khz_setup(char *text)
{
	unsigned int khz;

	if (!text || kstrtouint(text, 10, &khz) || khz < SLOWEST_KHZ ||
	    khz > FASTEST_KHZ)
		pr_warn("kdump.lapic_khz=: ignored: expected %u to %u\n",
			SLOWEST_KHZ, FASTEST_KHZ);
	else
		lapic_khz = khz;
	return 0;
}
early_param("kdump.lapic_khz", lapic_khz_setup);

/**
 * kdump_x86_lapic_khz - how fast the timer is that a capture kernel will use
 *
 * Process context.
 *
 * Return: ticks per millisecond; 0 if it is not known, for the timer that is in
 * use here needs no calibration.
 */
unsigned int kdump_x86_lapic_khz(void)
{
	u64 khz = div_u64((u64)lapic_timer_period * HZ, 1000);

	return khz >= SLOWEST_KHZ && khz <= FASTEST_KHZ ? khz : 0;
}

/* Without it the kernel counts for 25 jiffies and does nothing else. */
static bool __init lapic_hand_over(void)
{
	if (!lapic_khz || lapic_timer_period ||
	    boot_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER))
		return false;
	lapic_timer_period = div_u64((u64)lapic_khz * 1000, HZ);
	return true;
}

/*
 * Whether the PIT's interrupt arrives need not be tried where no tick will come
 * from it: the local timer's rate is known, and it runs on in deep sleep.
 */
static bool __init timer_check_skip(void)
{
	if (!boot_cpu_has(X86_FEATURE_ARAT) ||
	    (!lapic_timer_period &&
	     !boot_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER)))
		return false;
	return kdump_x86_skip_timer_check();
}

/* Some platforms leave a part of it to the allocator. */
static bool __init low_memory_free(void)
{
	phys_addr_t at;

	for (at = 0; at < SZ_1M; at += PAGE_SIZE)
		if (memblock_is_memory(at) && !memblock_is_reserved(at))
			return true;
	return false;
}

/*
 * All of the first MiB is reserved, for firmware and for the code that starts
 * CPUs; nothing wants its struct pages, for which there are 2 MiB. Where these are
 * one table, that has to begin with the page at 0.
 */
static bool __init low_memory_drop(void)
{
	if (IS_ENABLED(CONFIG_FLATMEM) || !memblock_is_memory(PAGE_SIZE) ||
	    low_memory_free())
		return false;
	return !memblock_remove(0, SZ_1M);
}

const struct kdump_profile_entry kdump_arch_profile[] __initconst = {
	{ "image-holes", kdump_x86_use_image_holes },
	{ "low-memory", low_memory_drop },
	{ "section-table", kdump_x86_shrink_section_roots },
	{ "lapic-timer", lapic_hand_over },
	{ "timer-check", timer_check_skip },
	{ }
};
