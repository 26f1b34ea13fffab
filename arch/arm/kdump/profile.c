// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing is calibrated here: the device tree, or CNTFRQ, tells the timer's rate.
 */
#include <linux/init.h>
#include <linux/kdump_arch.h>

const struct kdump_profile_entry kdump_arch_profile[] __initconst = {
	{ }
};
