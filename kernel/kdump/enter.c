// SPDX-License-Identifier: GPL-2.0-only
/*
 * The crash path: claim, save, stop, verify, jump.
 *
 * Contexts: any, on one CPU at a time - task, interrupt, softirq, NMI, with
 * interrupts off or on, with any lock of the kernel held by whoever crashed.
 * Forbidden: every lock that is not tried for, every allocation, every wait
 * without a bound. Printing is allowed: printk is safe in NMI context.
 *
 * Up to the jump this path can return. Once the other CPUs are stopped, what
 * it returns to must be panic(), which goes on to its own end: nothing else
 * can go on in a machine whose other CPUs will not come back.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/irqflags.h>
#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/smp.h>

#include "internal.h"

static bool machine_stopped;

/**
 * kdump_machine_stopped - are the other CPUs gone for good?
 *
 * Return: true if kdump_crash() stopped them and still did not leave.
 */
bool kdump_machine_stopped(void)
{
	return machine_stopped;
}

/* Alone in the machine; returns if the image is no good. */
static void leave(const struct kdump_image *image, struct pt_regs *regs)
{
	const char *vmcoreinfo;
	size_t size;

	/* Devices are still as they were: the last moment to stay. */
	if (kdump_image_verify(image)) {
		pr_emerg("no dump: the capture image was damaged after it was loaded\n");
		return;
	}
	vmcoreinfo = kdump_image_vmcoreinfo(image, &size);
	kdump_vmcoreinfo_seal(vmcoreinfo, size);
	machine_crash_shutdown(regs);
	kdump_image_jump(image);
}

/**
 * kdump_crash - dump this machine, if it can be done
 * @regs: where the crash happened
 *
 * Returns only if there is no dump; the log then says why.
 */
void kdump_crash(struct pt_regs *regs)
{
	const struct kdump_image *image;
	unsigned long flags;
	unsigned int cpu;

	/* An interrupt that crashes too must not find the image claimed. */
	local_irq_save(flags);
	image = kdump_image_claim();
	if (!image) {
		local_irq_restore(flags);
		return;
	}
	cpu = raw_smp_processor_id();
	pr_emerg("crash on CPU %u: stopping the others, then starting the capture kernel\n",
		 cpu);
	kdump_notes_save(regs, cpu);
	kdump_arch.stop_cpus();
	machine_stopped = true;
	leave(image, regs);
}
