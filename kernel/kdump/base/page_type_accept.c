// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmcoreinfo keys for bases where the type of a page is a value, and tools are
 * told of memory that a host has not given to the guest yet.
 */
#include "base/base.h"
#include "base/page_type_value.h"

/**
 * kdump_base_page_types - append the keys by which tools know types of pages
 *
 * With vmcoreinfo_append_str(). In an initcall, once.
 */
void kdump_base_page_types(void)
{
	append_page_types();
	append_unaccepted();
}
