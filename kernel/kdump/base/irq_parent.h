/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where interrupt controllers stand one before the other.
 */
#ifndef _KDUMP_IRQ_PARENT_H
#define _KDUMP_IRQ_PARENT_H

#include <linux/irq.h>

/* An interrupt as the next controller on the way to the CPU knows it; or NULL. */
#ifdef CONFIG_IRQ_DOMAIN_HIERARCHY
static inline struct irq_data *irq_parent(const struct irq_data *data)
{
	return data->parent_data;
}
#else
static inline struct irq_data *irq_parent(const struct irq_data *data)
{
	return NULL;
}
#endif

#endif /* _KDUMP_IRQ_PARENT_H */
