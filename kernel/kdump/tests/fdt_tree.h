/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device trees for the tests.
 */
#ifndef _KDUMP_FDT_TREE_H
#define _KDUMP_FDT_TREE_H

#include <kunit/test.h>
#include <linux/libfdt.h>
#include <linux/slab.h>

#define TREE_BYTES 4096

/**
 * struct tree_words - what a boot loader told
 * @address_cells: of the root; 0 for no property
 * @size_cells: of the root; written if @address_cells is
 * @chosen: NULL, or a function that writes properties of /chosen
 * @reserve: NULL, or a function that writes reservations
 */
struct tree_words {
	u32 address_cells;
	u32 size_cells;
	void (*chosen)(void *tree);
	void (*reserve)(void *tree);
};

static inline void tree_root(void *tree, const struct tree_words *words)
{
	if (!words->address_cells)
		return;
	fdt_property_u32(tree, "#address-cells", words->address_cells);
	fdt_property_u32(tree, "#size-cells", words->size_cells);
}

static inline void tree_memory(void *tree)
{
	static const u64 reg[] = { 0x40000000, 0x20000000 };

	fdt_begin_node(tree, "memory@40000000");
	fdt_property_string(tree, "device_type", "memory");
	fdt_property(tree, "reg", reg, sizeof(reg));
	fdt_end_node(tree);
}

/* A machine with memory, and /chosen if there is something to say in it. */
static inline void *tree_new(struct kunit *test, const struct tree_words *words)
{
	void *tree = kunit_kzalloc(test, TREE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tree);
	fdt_create(tree, TREE_BYTES);
	if (words->reserve)
		words->reserve(tree);
	fdt_finish_reservemap(tree);
	fdt_begin_node(tree, "");
	tree_root(tree, words);
	tree_memory(tree);
	if (words->chosen) {
		fdt_begin_node(tree, "chosen");
		words->chosen(tree);
		fdt_end_node(tree);
	}
	fdt_end_node(tree);
	KUNIT_ASSERT_EQ(test, fdt_finish(tree), 0);
	return tree;
}

#endif /* _KDUMP_FDT_TREE_H */
