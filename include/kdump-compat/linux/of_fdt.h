/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases do not keep where the boot loader put its device tree.
 */
#ifndef _KDUMP_COMPAT_LINUX_OF_FDT_H
#define _KDUMP_COMPAT_LINUX_OF_FDT_H

#include_next <linux/of_fdt.h>

#ifdef KDUMP_LACKS_BOOT_PARAMS_PA
#define initial_boot_params_pa 0
#endif

#endif /* _KDUMP_COMPAT_LINUX_OF_FDT_H */
