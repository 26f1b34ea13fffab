// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for bases where vmalloc's addresses start with the first area
 * of a list.
 */
#include <linux/vmalloc.h>
#include <linux/vmcore_info.h>

#include "base/base.h"

/**
 * kdump_base_vmalloc - append the keys by which tools find what vmalloc() mapped
 *
 * With vmcoreinfo_append_str(). In an initcall, once.
 */
void kdump_base_vmalloc(void)
{
	VMCOREINFO_SYMBOL(vmap_area_list);
	VMCOREINFO_OFFSET(vmap_area, va_start);
	VMCOREINFO_OFFSET(vmap_area, list);
}
