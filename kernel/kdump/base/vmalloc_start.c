// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for bases where tools learn from the page tables what vmalloc
 * has mapped.
 */
#include <linux/pgtable.h>
#include <linux/vmcore_info.h>

#include "base/base.h"

/**
 * kdump_base_vmalloc - append the keys by which tools find what vmalloc() mapped
 *
 * With vmcoreinfo_append_str(). In an initcall, once.
 */
void kdump_base_vmalloc(void)
{
	vmcoreinfo_append_str("NUMBER(VMALLOC_START)=0x%lx\n",
			      (unsigned long)VMALLOC_START);
}
