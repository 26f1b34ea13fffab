// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver that says of much of old memory that it is no RAM: every second page
 * of a few MiB, groups of pages that start nowhere in particular, and blocks
 * larger than a large page.
 */
#include <linux/crash_dump.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/pfn.h>
#include <linux/sizes.h>

static bool is_old_ram(struct vmcore_cb *cb, unsigned long pfn)
{
	bool in_block = (pfn / PFN_DOWN(SZ_8M)) % 5 == 4;
	bool in_group = pfn % 1021 < pfn / 1021 % 7;
	bool in_fence = (pfn / PFN_DOWN(SZ_4M)) % 32 == 5 && pfn % 2;

	return !in_block && !in_group && !in_fence;
}

static struct vmcore_cb callback = {
	.pfn_is_ram = is_old_ram,
};

static int __init kdump_holes_init(void)
{
	register_vmcore_cb(&callback);
	return 0;
}
module_init(kdump_holes_init);

static void __exit kdump_holes_exit(void)
{
	unregister_vmcore_cb(&callback);
}
module_exit(kdump_holes_exit);

MODULE_DESCRIPTION("Old memory with holes, for tests of /proc/vmcore");
MODULE_LICENSE("GPL");
