// SPDX-License-Identifier: GPL-2.0-only
/*
 * What drivers do to /proc/vmcore. To be loaded before the dump is opened.
 *
 *	insmod kdump_holes.ko start=ADDRESS end=ADDRESS
 *			what lies between is no RAM; and there is a device dump
 *	insmod kdump_holes.ko
 *			much of memory is no RAM: every second page of a few MiB,
 *			groups of pages that start nowhere in particular, and
 *			blocks larger than a large page
 */
#define pr_fmt(fmt) "kdump_holes: " fmt

#include <linux/crash_dump.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/string.h>

static unsigned long long start;
module_param(start, ullong, 0400);
MODULE_PARM_DESC(start, "physical address of the first byte that is no RAM");

static unsigned long long end;
module_param(end, ullong, 0400);
MODULE_PARM_DESC(end, "the first byte after it");

static bool is_old_ram(struct vmcore_cb *cb, unsigned long pfn)
{
	bool in_block = (pfn / PFN_DOWN(SZ_8M)) % 5 == 4;
	bool in_group = pfn % 1021 < pfn / 1021 % 7;
	bool in_fence = (pfn / PFN_DOWN(SZ_4M)) % 32 == 5 && pfn % 2;
	u64 address = PFN_PHYS(pfn);

	if (end)
		return address < start || address >= end;
	return !in_block && !in_group && !in_fence;
}

static struct vmcore_cb callback = {
	.pfn_is_ram = is_old_ram,
};

static int write_dump(struct vmcoredd_data *data, void *buffer)
{
	memset(buffer, 0x5a, data->size);
	return 0;
}

static int __init kdump_holes_init(void)
{
	struct vmcoredd_data data = {
		.dump_name = "by-hand",
		.size = 5000,
		.vmcoredd_callback = write_dump,
	};
	int error = end ? vmcore_add_device_dump(&data) : 0;

	if (error)
		pr_err("no device dump: %d\n", error);
	register_vmcore_cb(&callback);
	return 0;
}
module_init(kdump_holes_init);

static void __exit kdump_holes_exit(void)
{
	unregister_vmcore_cb(&callback);
}
module_exit(kdump_holes_exit);

MODULE_DESCRIPTION("Old memory with holes, and a device dump, for tests of /proc/vmcore");
MODULE_LICENSE("GPL");
