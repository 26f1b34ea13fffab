// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUs and memory that come and go after a load: the elfcorehdr of the loaded
 * image is rewritten in place, and user space need not load again.
 *
 * Events and loads exclude each other by the load lock, but an event never
 * waits for it: its caller holds locks of CPU or memory hotplug, which a load
 * may need (for a module, or by a page of user memory that is slow to come),
 * and kexec -e always needs. It leaves a mark, and the holder of the lock
 * looks for one after letting go. What is written describes the machine as it
 * is then, so one update does for many events, and the last one is right.
 *
 * Context: process context; an event's caller holds locks of hotplug.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/atomic.h>
#include <linux/cpuhotplug.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/memory.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

#include "describe/describe.h"
#include "image/image.h"

/* /sys/devices/system/{cpu,memory}/crash_hotplug */
int crash_check_hotplug_support(void)
{
	return kdump_image_updatable();
}

/* /sys/kernel/crash_elfcorehdr_size: what tools are to keep free for it */
unsigned int arch_crash_get_elfcorehdr_size(void)
{
	return kdump_elfcorehdr_space();
}

static int hotplug_rewrite(void)
{
	const struct kdump_image *image = kdump_image_installed();
	void *header;
	size_t size;
	int error;

	if (!kdump_image_updatable())
		return 0;
	header = kdump_elfcorehdr_new(image->lent, &size);
	if (IS_ERR(header))
		return PTR_ERR(header);
	error = kdump_image_update_elfcorehdr(image, header, size);
	vfree(header);
	return error;
}

/* Something has changed since the loaded elfcorehdr was written. */
static atomic_t hotplug_changed;

static void hotplug_update(void)
{
	int error;

	kdump_assert_load_locked();
	if (!atomic_xchg(&hotplug_changed, 0))
		return;
	error = hotplug_rewrite();
	if (error)
		pr_err("CPUs or memory changed, but the loaded image still describes the machine as it was (%d): load it again (kexec -p)\n",
		       error);
}

/*
 * An event sets the mark and then tries the lock; a holder of the lock lets go
 * and then looks for the mark. So one of them sees what the other did.
 */
static void hotplug_catch_up(void)
{
	/* Mark, or letting go, before the look at the other: pairs with itself. */
	smp_mb();
	while (atomic_read(&hotplug_changed) && !kdump_load_trylock()) {
		hotplug_update();
		kdump_load_unlock();
		/* As above. */
		smp_mb();
	}
}

/**
 * kdump_load_end - let other loaders in
 *
 * Undoes kdump_load_trylock(). CPUs and memory that came or went meanwhile are
 * brought into the image. Process context, the load lock is held.
 */
void kdump_load_end(void)
{
	kdump_load_unlock();
	hotplug_catch_up();
}

static void hotplug_note_change(void)
{
	atomic_set(&hotplug_changed, 1);
	hotplug_catch_up();
}

static int hotplug_cpu_online(unsigned int cpu)
{
	hotplug_note_change();
	return 0;
}

static int hotplug_memory_changed(struct notifier_block *block, unsigned long event,
				  void *data)
{
	if (event == MEM_ONLINE || event == MEM_OFFLINE)
		hotplug_note_change();
	return NOTIFY_OK;
}

static struct notifier_block hotplug_memory_block = {
	.notifier_call = hotplug_memory_changed,
};

static int __init hotplug_init(void)
{
	int error;

	if (IS_ENABLED(CONFIG_MEMORY_HOTPLUG))
		register_memory_notifier(&hotplug_memory_block);
	if (!IS_ENABLED(CONFIG_HOTPLUG_CPU))
		return 0;
	/* A CPU that goes leaves its note empty, and that is right. */
	error = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "kdump:online",
					  hotplug_cpu_online, NULL);
	return error < 0 ? error : 0;
}
subsys_initcall(hotplug_init);
