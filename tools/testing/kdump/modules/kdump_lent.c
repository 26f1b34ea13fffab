// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of memory that is lent to user space, as they are while a device uses
 * them, and as they are while it only looks so.
 *
 *	insmod kdump_lent.ko
 *
 * Three are in use. For tests only: this cannot be unloaded, and gives nothing back.
 */
#define pr_fmt(fmt) "kdump_lent: " fmt

#include <linux/bitops.h>
#include <linux/cma.h>
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "base/page_words.h"

typedef unsigned long (*look_up_function)(const char *name);
typedef int (*each_function)(int (*call)(struct cma *cma, void *data),
			     void *data);
typedef const char *(*name_function)(const struct cma *cma);
typedef struct page *(*allocate_function)(struct cma *cma, unsigned long count,
					  unsigned int align, bool no_warn);

/* Nothing of this is exported to modules. */
static look_up_function look_up;

static int find_look_up(void)
{
	struct kprobe finder = { .symbol_name = "kallsyms_lookup_name" };
	int error = register_kprobe(&finder);

	if (error)
		return error;
	look_up = (look_up_function)finder.addr;
	unregister_kprobe(&finder);
	return 0;
}

static int remember_ours(struct cma *cma, void *ours)
{
	name_function name = (name_function)look_up("cma_get_name");

	if (!strcmp(name(cma), "kdump"))
		*(struct cma **)ours = cma;
	return 0;
}

static void pin(struct page *page)
{
	page_ref_add(page, GUP_PIN_COUNTING_BIAS);
}

static void read_in(struct page *page)
{
	set_bit(PG_locked, &kdump_page_flags(page));
}

static void write_back(struct page *page)
{
	set_bit(PG_writeback, &kdump_page_flags(page));
}

/* As a page that is read, and locked for something else. */
static void lock_read(struct page *page)
{
	set_bit(PG_uptodate, &kdump_page_flags(page));
	set_bit(PG_locked, &kdump_page_flags(page));
}

/* As the code of a library that many processes run. */
static void map_often(struct page *page)
{
	atomic_add(2 * GUP_PIN_COUNTING_BIAS, &page->_mapcount);
	page_ref_add(page, 2 * GUP_PIN_COUNTING_BIAS);
}

static void (* const make[])(struct page *page) = {
	pin, read_in, write_back, lock_read, map_often,
};

static int __init kdump_lent_init(void)
{
	allocate_function allocate;
	struct cma *ours = NULL;
	each_function each;
	struct page *page;
	unsigned int i;
	int error = find_look_up();

	if (error)
		return error;
	each = (each_function)look_up("cma_for_each_area");
	allocate = (allocate_function)look_up("cma_alloc");
	if (!each || !allocate)
		return -ENOENT;
	each(remember_ours, &ours);
	if (!ours)
		return -ENOENT;
	for (i = 0; i < ARRAY_SIZE(make); i++) {
		page = allocate(ours, 1, 0, false);
		if (!page)
			return -ENOMEM;
		pr_info("page at 0x%llx\n", (u64)PFN_PHYS(page_to_pfn(page)));
		make[i](page);
	}
	return 0;
}
module_init(kdump_lent_init);

MODULE_DESCRIPTION("Lent pages that devices use, for the tests of kdump");
MODULE_LICENSE("GPL");
