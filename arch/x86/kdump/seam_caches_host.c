// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases where a host that encrypts memory is all that caches memory twice.
 */
#include <linux/cc_platform.h>

#include "kdump_x86.h"

bool kdump_x86_caches_are_mixed(void)
{
	return cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT);
}
