// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that no capture kernel has asked for, silenced at the controller
 * that the CPUs are wired to, where its lines have descriptors: on architectures
 * whose interrupt controllers are drivers.
 *
 * Context: crash path, alone in the machine, interrupts off. No lock is taken,
 * for the CPU that held it may have crashed, or been stopped by an interrupt that
 * cannot be masked. That is why other controllers are left alone: their drivers
 * lock, and one that is told by commands what to do waits for an answer. What they
 * raise goes through a line that is silenced here, or is a message, which nothing
 * takes for an interrupt of the new kernel's before it has set them up. But they
 * are told of the end of one that was being handled: some hand it out again only
 * then.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqnr.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>

#include "base/irq_parent.h"

/* Only there an interrupt can be one of each CPU's. */
static const struct irq_chip *root_controller(void)
{
	struct irq_desc *desc;
	unsigned int irq;

	for_each_irq_desc(irq, desc) {
		struct irq_data *data = irq_desc_get_irq_data(desc);

		if (irqd_is_per_cpu(data))
			return irq_data_get_irq_chip(data);
	}
	return NULL;
}

/* The interrupt as the root knows it; NULL if it does not by this descriptor. */
static struct irq_data *irq_at_root(struct irq_data *data,
				    const struct irq_chip *root)
{
	while (data && irq_data_get_irq_chip(data) != root)
		data = irq_parent(data);
	return data;
}

/* False if the root's driver cannot, for this one or at all. */
static bool root_set(struct irq_data *data, const struct irq_chip *root,
		     enum irqchip_irq_state state, bool value)
{
	return root->irq_set_irqchip_state &&
	       !root->irq_set_irqchip_state(data, state, value);
}

/* One that was being handled here would be the last of its priority. */
static void irq_finish(struct irq_data *data, const struct irq_chip *root)
{
	if (!root_set(data, root, IRQCHIP_STATE_ACTIVE, false) &&
	    irqd_irq_inprogress(data) && root->irq_eoi)
		root->irq_eoi(data);
}

/* Of what others hand on, a root may know nothing that it could mask. */
static void irq_silence(struct irq_data *data, const struct irq_chip *root,
			bool handed_on)
{
	if (root_set(data, root, IRQCHIP_STATE_MASKED, true) || handed_on)
		return;
	if (root->irq_mask)
		root->irq_mask(data);
	if (root->irq_disable && !irqd_irq_disabled(data))
		root->irq_disable(data);
}

/*
 * To end a disabled one, a driver may take a lock. So it may for one that another
 * CPU was handling, which has to be ended all the same, or its device would be
 * silent in the new kernel: such a lock is held for the few instructions that
 * enable a line, where only a crash in them could have stopped a CPU.
 */
static void irq_finish_below(struct irq_data *data)
{
	const struct irq_chip *chip = irq_data_get_irq_chip(data);

	if (chip && chip->irq_eoi && irqd_irq_inprogress(data) &&
	    !irqd_irq_disabled(data))
		chip->irq_eoi(data);
}

static void irq_quiet(struct irq_data *data, const struct irq_chip *root)
{
	struct irq_data *at_root = irq_at_root(data, root);

	if (!at_root) {
		irq_finish_below(data);
		return;
	}
	irq_finish(at_root, root);
	irq_silence(at_root, root, at_root != data);
}

/**
 * kdump_quiet_irqs - let no device interrupt the capture kernel
 *
 * machine_crash_shutdown() of such architectures. The root's driver has to do
 * without locks, and wait for nothing without a bound. What it says of hardware
 * that does not answer is only stored, for a console's lock may be held.
 */
void kdump_quiet_irqs(void)
{
	const struct irq_chip *root = root_controller();
	struct irq_desc *desc;
	unsigned int irq;

	if (!root)
		return;
	printk_deferred_enter();
	for_each_irq_desc(irq, desc)
		irq_quiet(irq_desc_get_irq_data(desc), root);
	printk_deferred_exit();
}
