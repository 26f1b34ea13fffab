// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases that keep what the boot loader told of the screen under its own name.
 */
#include <linux/screen_info.h>

#include "kdump_x86.h"

const struct screen_info *kdump_x86_screen(void)
{
	return &screen_info;
}
