// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPU and memory hotplug after a load, as CONFIG_CRASH_HOTPLUG's callers ask.
 *
 * The elfcorehdr lists every CPU that may ever come, so CPUs may come and go.
 * Memory is listed as it was at load time: crash_hotplug reads 0, and udev
 * loads the capture kernel again when memory changes.
 */
#include <linux/kexec.h>

#include "elfhdr.h"

/* /sys/devices/system/{cpu,memory}/crash_hotplug */
int crash_check_hotplug_support(void)
{
	return 0;
}

/* /sys/kernel/crash_elfcorehdr_size: room for whatever may come. */
unsigned int arch_crash_get_elfcorehdr_size(void)
{
	unsigned int ranges = IS_ENABLED(CONFIG_MEMORY_HOTPLUG) ?
			      CONFIG_CRASH_MAX_MEMORY_RANGES : 0;

	return kdump_elfhdr_bytes(num_possible_cpus() + 1, ranges);
}
