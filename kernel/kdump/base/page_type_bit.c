// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for bases where the type of a page is a bit, and that of a
 * huge one its destructor.
 */
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/vmcore_info.h>

#include "base/base.h"
#include "base/page_type_bit.h"

/* A page type is a bit that is clear in the word of _mapcount. */
#define append_page_type(key, bit)					\
	vmcoreinfo_append_str("NUMBER(PAGE_" key "_MAPCOUNT_VALUE)=%ld\n", \
			      (long)~(bit))

/**
 * kdump_base_page_types - append the keys by which tools know types of pages
 *
 * With vmcoreinfo_append_str(). In an initcall, once.
 */
void kdump_base_page_types(void)
{
	append_page_type("BUDDY", PG_buddy);
	append_page_type("OFFLINE", PG_offline);
	VMCOREINFO_NUMBER(PG_slab);

	VMCOREINFO_OFFSET(page, compound_dtor);
	VMCOREINFO_OFFSET(page, compound_order);
	append_hugetlb();
}
