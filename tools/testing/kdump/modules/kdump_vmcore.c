// SPDX-License-Identifier: GPL-2.0-only
/*
 * What drivers do to /proc/vmcore: says that memory from start to end is no
 * RAM, and adds a device dump. To be loaded before the dump is opened.
 */
#define pr_fmt(fmt) "kdump_vmcore: " fmt

#include <linux/crash_dump.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/string.h>

static unsigned long long start;
module_param(start, ullong, 0400);
MODULE_PARM_DESC(start, "physical address of the first byte that is no RAM");

static unsigned long long end;
module_param(end, ullong, 0400);
MODULE_PARM_DESC(end, "the first byte behind it");

static bool is_old_ram(struct vmcore_cb *cb, unsigned long pfn)
{
	u64 address = PFN_PHYS(pfn);

	return address < start || address >= end;
}

static struct vmcore_cb callback = {
	.pfn_is_ram = is_old_ram,
};

static int write_dump(struct vmcoredd_data *data, void *buffer)
{
	memset(buffer, 0x5a, data->size);
	return 0;
}

static int __init kdump_vmcore_init(void)
{
	struct vmcoredd_data data = {
		.dump_name = "by-hand",
		.size = 5000,
		.vmcoredd_callback = write_dump,
	};
	int err = vmcore_add_device_dump(&data);

	if (err)
		pr_err("no device dump: %d\n", err);
	register_vmcore_cb(&callback);
	return 0;
}
module_init(kdump_vmcore_init);

static void __exit kdump_vmcore_exit(void)
{
	unregister_vmcore_cb(&callback);
}
module_exit(kdump_vmcore_exit);

MODULE_DESCRIPTION("A driver with a device dump and memory that is no RAM");
MODULE_LICENSE("GPL");
