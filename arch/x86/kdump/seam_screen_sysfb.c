// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases that keep what the boot loader told of the screen with all else that
 * is known of it.
 */
#include <linux/sysfb.h>

#include "kdump_x86.h"

const struct screen_info *kdump_x86_screen(void)
{
	return &sysfb_primary_display.screen;
}
