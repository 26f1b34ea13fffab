// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for bases where the type of a page is a value.
 */
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/vmcore_info.h>

#include "base/base.h"

/* Page types share the word of _mapcount; tools compare all of it. */
#define append_page_type(key, type)					\
	vmcoreinfo_append_str("NUMBER(PAGE_" key "_MAPCOUNT_VALUE)=%ld\n", \
			      (long)(int)((type) << 24))

/**
 * kdump_base_page_types - append the keys by which tools know types of pages
 *
 * With vmcoreinfo_append_str(). In an initcall, once.
 */
void kdump_base_page_types(void)
{
	append_page_type("BUDDY", PGTY_buddy);
	append_page_type("HUGETLB", PGTY_hugetlb);
	append_page_type("OFFLINE", PGTY_offline);
	append_page_type("SLAB", PGTY_slab);
}
