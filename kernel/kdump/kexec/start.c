// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec -e: leave this kernel, in good order, for the one that is loaded.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpu.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/kmsg_dump.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/syscore_ops.h>

#include "image/image.h"
#include "kexec/kexec.h"

/* Read by drivers that leave their devices in another state for a new kernel. */
bool kexec_in_progress;

static int kexec_verify(const struct kdump_kexec_image *image)
{
	if (!image)
		return -EINVAL;
	if (kdump_kexec_image_good(image))
		return 0;
	pr_err("not started: the loaded kernel was damaged in memory; load it again, and suspect hardware if it comes back\n");
	return -EILSEQ;
}

/* As for any restart, but the firmware is left out. Does not return. */
static void kexec_start(const struct kdump_kexec_image *image)
{
	kexec_in_progress = true;
	kernel_restart_prepare("kexec reboot");
	migrate_to_reboot_cpu();
	syscore_shutdown();
	kdump_arch_leave();
	/* Off since the migration, but the others are not stopped yet. */
	cpu_hotplug_enable();
	pr_notice("starting the kernel at 0x%llx\n", image->jump.entry);
	machine_shutdown();
	kmsg_dump(KMSG_DUMP_SHUTDOWN);
	local_irq_disable();
	kdump_arch_jump(&image->jump);
}

/**
 * kernel_kexec - start what is loaded
 *
 * reboot(2) with LINUX_REBOOT_CMD_KEXEC.
 *
 * Return: not if it works; %-EBUSY while a load runs; %-EINVAL if nothing is
 * loaded; %-EILSEQ if it was damaged since.
 */
int kernel_kexec(void)
{
	int error = kdump_load_trylock();

	if (error)
		return error;
	error = kexec_verify(kdump_kexec_loaded());
	if (!error)
		kexec_start(kdump_kexec_loaded());
	kdump_load_end();
	return error;
}
