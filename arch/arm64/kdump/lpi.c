// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt controller's tables, when a kernel is started without a crash.
 *
 * A redistributor of GICv3 goes on with the tables for message-signaled
 * interrupts (LPIs) that it was given by this kernel, in memory that belongs to
 * the next one. With EFI that memory stays reserved. Without it, the next kernel
 * takes the tables over and initializes them if they lie in anything that it has
 * reserved: its ramdisk would be damaged. So they are not in use any more when it
 * starts. Some hardware cannot let go of them; then nothing has changed.
 *
 * GICR_CTLR: Arm GIC architecture (IHI 0069), 12.11.
 *
 * Context: process context; devices are shut down.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/delay.h>
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/irqchip/arm-gic-v3.h>
#include <linux/kdump_arch.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/time64.h>

#include <asm/barrier.h>

/* Writes to tables have ended when the register says so. */
static void frame_disable(void __iomem *frame, unsigned int *budget)
{
	u32 control = readl_relaxed(frame + GICR_CTLR);

	if (!(control & GICR_CTLR_ENABLE_LPIS))
		return;
	writel_relaxed(control & ~GICR_CTLR_ENABLE_LPIS, frame + GICR_CTLR);
	dsb(sy);
	for (; readl_relaxed(frame + GICR_CTLR) & GICR_CTLR_RWP; --*budget) {
		if (!*budget)
			return;
		udelay(1);
	}
}

/* A frame for each CPU; with virtual interrupts it is twice as large. */
static u64 frame_size(u64 type, u64 stride)
{
	if (stride)
		return stride;
	return type & GICR_TYPER_VLPIS ? SZ_256K : SZ_128K;
}

static void region_disable(void __iomem *region, u64 size, u64 stride,
			   unsigned int *budget)
{
	u64 at = 0, type = 0;

	while (at + SZ_128K <= size && !(type & GICR_TYPER_LAST)) {
		type = readq_relaxed(region + at + GICR_TYPER);
		if (type & GICR_TYPER_PLPIS)
			frame_disable(region + at, budget);
		at += frame_size(type, stride);
	}
}

/* Of its ranges, the first one is not about CPUs. */
static void controller_disable(struct device_node *controller,
			       unsigned int *budget)
{
	struct resource range;
	void __iomem *region;
	u32 count = 1, i;
	u64 stride = 0;

	of_property_read_u32(controller, "#redistributor-regions", &count);
	of_property_read_u64(controller, "redistributor-stride", &stride);
	for (i = 1; i <= count; i++) {
		if (of_address_to_resource(controller, i, &range))
			return;
		region = ioremap(range.start, resource_size(&range));
		if (!region)
			continue;
		region_disable(region, resource_size(&range), stride, budget);
		iounmap(region);
	}
}

void kdump_arch_leave(void)
{
	struct device_node *controller;
	/* For all of them, in microseconds */
	unsigned int budget = USEC_PER_SEC;

	if (efi_enabled(EFI_CONFIG_TABLES))
		return;
	for_each_compatible_node(controller, NULL, "arm,gic-v3")
		controller_disable(controller, &budget);
	if (!budget)
		pr_warn("an interrupt controller did not let go of its tables in a second: the next kernel's ramdisk may be damaged\n");
}
