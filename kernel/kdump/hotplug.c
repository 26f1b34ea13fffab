// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUs and memory that come and go after a load: the elfcorehdr of the loaded
 * image is written anew in place, and user space need not load again.
 *
 * Events and loads exclude each other by the load lock, and each event
 * describes the machine as it is when it has the lock: whatever the order,
 * the last one to write is right.
 *
 * Context: process context; an event's caller holds the lock of CPU or memory
 * hotplug, which no loader takes.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpuhotplug.h>
#include <linux/elf.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/memory.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

#include "elfhdr.h"
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

static void update(const char *what)
{
	int error;

	kdump_load_lock_wait();
	error = update_locked();
	kdump_load_unlock();
	if (error)
		pr_err("%s changed, but the loaded image still describes the machine as it was (%d): load it again (kexec -p)\n",
		       what, error);
}

static int cpu_came(unsigned int cpu)
{
	update("a CPU");
	return 0;
}

static int memory_changed(struct notifier_block *block, unsigned long event,
			  void *data)
{
	if (event == MEM_ONLINE || event == MEM_OFFLINE)
		update("memory");
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
