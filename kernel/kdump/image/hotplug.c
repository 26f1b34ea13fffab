// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUs and memory that come and go after a load: the elfcorehdr of the loaded
 * image is written anew in place, and user space need not load again.
 *
 * Events and loads exclude each other by the load lock, but an event never
 * waits for it: its caller holds locks of CPU or memory hotplug, which a load
 * may need (for a module, or by a page of user memory that is slow to come),
 * and kexec -e needs for sure. It leaves a mark, and whoever holds the lock
 * looks for one after letting go. What is written describes the machine as it
 * is then, so one update does for many events, and the last one is right.
 *
 * Context: process context; an event's caller holds locks of hotplug.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/atomic.h>
#include <linux/cpuhotplug.h>
#include <linux/elf.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/memory.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

#include "describe/elf_core.h"
#include "internal.h"

/* /sys/devices/system/{cpu,memory}/crash_hotplug */
int crash_check_hotplug_support(void)
{
	return kdump_image_updatable();
}

/*
 * /sys/kernel/crash_elfcorehdr_size: room for whatever may come. Tools know
 * the first figure; it is too small where more CPUs than usual are possible.
 */
unsigned int arch_crash_get_elfcorehdr_size(void)
{
	unsigned int ranges = IS_ENABLED(CONFIG_MEMORY_HOTPLUG) ?
			      CONFIG_CRASH_MAX_MEMORY_RANGES : 0;
	size_t usual = (2 + CONFIG_NR_CPUS_DEFAULT + ranges) *
		       sizeof(struct elf64_phdr);

	return max(usual, kdump_elfhdr_bytes(num_possible_cpus() + 1, ranges));
}

static int update_locked(void)
{
	void *header;
	size_t size;
	int error;

	if (!kdump_image_updatable())
		return 0;
	header = kdump_elfcorehdr_new(&size);
	if (IS_ERR(header))
		return PTR_ERR(header);
	error = kdump_image_update_elfcorehdr(header, size);
	vfree(header);
	return error;
}

/* Something has changed since the loaded elfcorehdr was written. */
static atomic_t changed;

/* The load lock is held. */
static void update(void)
{
	int error;

	if (!atomic_xchg(&changed, 0))
		return;
	error = update_locked();
	if (error)
		pr_err("CPUs or memory changed, but the loaded image still describes the machine as it was (%d): load it again (kexec -p)\n",
		       error);
}

/**
 * kdump_hotplug_catch_up - do what was left to whoever held the load lock
 *
 * Process context, the load lock is not held. If somebody else has it now, it
 * is left to them.
 */
void kdump_hotplug_catch_up(void)
{
	/*
	 * One has marked and tries to lock, one has unlocked and looks for a
	 * mark. Pairs with itself: not both can miss what the other did.
	 */
	smp_mb();
	while (atomic_read(&changed) && !kdump_load_lock()) {
		update();
		kdump_load_drop();
		/* As above. */
		smp_mb();
	}
}

static void note_change(void)
{
	atomic_set(&changed, 1);
	kdump_hotplug_catch_up();
}

static int cpu_came(unsigned int cpu)
{
	note_change();
	return 0;
}

static int memory_changed(struct notifier_block *block, unsigned long event,
			  void *data)
{
	if (event == MEM_ONLINE || event == MEM_OFFLINE)
		note_change();
	return NOTIFY_OK;
}

static struct notifier_block memory_notifier = {
	.notifier_call = memory_changed,
};

static int __init hotplug_init(void)
{
	int error;

	if (IS_ENABLED(CONFIG_MEMORY_HOTPLUG))
		register_memory_notifier(&memory_notifier);
	if (!IS_ENABLED(CONFIG_HOTPLUG_CPU))
		return 0;
	/* A CPU that goes leaves its note empty, and that is right. */
	error = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "kdump:online",
					  cpu_came, NULL);
	return error < 0 ? error : 0;
}
subsys_initcall(hotplug_init);
