/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What page_type_value.c and page_type_accept.c have in common.
 */
#ifndef _KDUMP_PAGE_TYPE_VALUE_H
#define _KDUMP_PAGE_TYPE_VALUE_H

#include <linux/page-flags.h>
#include <linux/vmcore_info.h>

/* Page types share the word of _mapcount; tools compare all of it. */
#define append_page_type(key, type)					\
	vmcoreinfo_append_str("NUMBER(PAGE_" key "_MAPCOUNT_VALUE)=%ld\n", \
			      (long)(int)((type) << 24))

static inline void append_page_types(void)
{
	append_page_type("BUDDY", PGTY_buddy);
	append_page_type("HUGETLB", PGTY_hugetlb);
	append_page_type("OFFLINE", PGTY_offline);
	append_page_type("SLAB", PGTY_slab);
}

#ifdef CONFIG_UNACCEPTED_MEMORY
static inline void append_unaccepted(void)
{
	append_page_type("UNACCEPTED", PGTY_unaccepted);
}
#else
static inline void append_unaccepted(void) { }
#endif

#endif /* _KDUMP_PAGE_TYPE_VALUE_H */
