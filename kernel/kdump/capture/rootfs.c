// SPDX-License-Identifier: GPL-2.0-only
/*
 * The root file system of a capture kernel, which its initramfs becomes: nothing
 * else there needs memory as much, so it may have more than half of it.
 *
 * Context: at boot, process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <uapi/linux/mount.h>

#include "capture/capture.h"

static bool rootfs_told __initdata;

/* Its limit may be among them. */
static int __init rootfs_options_given(char *text)
{
	rootfs_told = true;
	return 0;
}
early_param("initramfs_options", rootfs_options_given);

/*
 * Called before the initramfs is unpacked, and when its memory is known to be
 * free. ramfs, which is taken where root= is given, or by rootfstype=, has no
 * limit and does not mind.
 */
static int __init rootfs_enlarge(void)
{
	char *options;
	int error;

	if (rootfs_told || !kdump_profile_has("rootfs"))
		return 0;
	/* A whole page, whose last byte is written to. */
	options = (char *)get_zeroed_page(GFP_KERNEL);
	if (!options)
		return -ENOMEM;
	strscpy(options, "size=90%", PAGE_SIZE);
	error = init_mount("none", "/", NULL, MS_REMOUNT, options);
	free_page((unsigned long)options);
	if (error)
		pr_warn("the root file system keeps its limit (%d)\n", error);
	return 0;
}
fs_initcall_sync(rootfs_enlarge);
late_initcall(rootfs_enlarge);
