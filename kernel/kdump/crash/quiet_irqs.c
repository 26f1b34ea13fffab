// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that no capture kernel has asked for, silenced where each of them
 * has a descriptor: on architectures whose interrupt controllers are drivers.
 *
 * Context: crash path, alone in the machine, interrupts off. The locks of
 * descriptors are not taken, for a CPU that was stopped may hold one. What a
 * driver locks by itself is held with interrupts off, so that a CPU that stops by
 * interrupt has let go of it before.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqnr.h>
#include <linux/kdump_port.h>

#include "base/irq_parent.h"

/* The first controller on the way that can, be it one that hands a VM's on. */
static bool irq_deactivate(struct irq_data *data)
{
	for (; data; data = irq_parent(data)) {
		const struct irq_chip *chip = irq_data_get_irq_chip(data);

		if (chip && chip->irq_set_irqchip_state)
			return !chip->irq_set_irqchip_state(data,
					IRQCHIP_STATE_ACTIVE, false);
	}
	return false;
}

/* One that was being handled here would be the last of its priority. */
static void irq_finish(struct irq_data *data, const struct irq_chip *chip)
{
	if (!irq_deactivate(data) && irqd_irq_inprogress(data) && chip->irq_eoi)
		chip->irq_eoi(data);
}

static void irq_silence(struct irq_data *data, const struct irq_chip *chip)
{
	if (chip->irq_mask)
		chip->irq_mask(data);
	if (chip->irq_disable && !irqd_irq_disabled(data))
		chip->irq_disable(data);
}

/**
 * kdump_quiet_irqs - let no device interrupt the capture kernel
 *
 * machine_crash_shutdown() of such architectures.
 */
void kdump_quiet_irqs(void)
{
	struct irq_desc *desc;
	unsigned int irq;

	for_each_irq_desc(irq, desc) {
		struct irq_data *data = irq_desc_get_irq_data(desc);
		const struct irq_chip *chip = irq_data_get_irq_chip(data);

		if (!chip)
			continue;
		irq_finish(data, chip);
		irq_silence(data, chip);
	}
}
