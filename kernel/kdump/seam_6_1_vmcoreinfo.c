// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for what Linux 6.1 has and other bases lack or do
 * differently.
 */
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/vmalloc.h>
#include <linux/vmcore_info.h>

#include "base/base.h"
#include "seam_6_1_config.h"

/* A page type is a bit that is clear in the word of _mapcount. */
#define append_page_type(key, bit)					\
	vmcoreinfo_append_str("NUMBER(PAGE_" key "_MAPCOUNT_VALUE)=%ld\n", \
			      (long)~(bit))

void kdump_base_vmcoreinfo(void)
{
	append_page_type("BUDDY", PG_buddy);
	append_page_type("OFFLINE", PG_offline);
	VMCOREINFO_NUMBER(PG_slab);

	/* A huge page is told by its destructor. */
	VMCOREINFO_OFFSET(page, compound_dtor);
	VMCOREINFO_OFFSET(page, compound_order);
	append_hugetlb();

	/* Where vmalloc's addresses start is the first area's start. */
	VMCOREINFO_SYMBOL(vmap_area_list);
	VMCOREINFO_OFFSET(vmap_area, va_start);
	VMCOREINFO_OFFSET(vmap_area, list);
}
