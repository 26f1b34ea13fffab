// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of fdt_check.c: a good tree, each part of it broken, and cut anywhere.
 */
#include <kunit/test.h>
#include <linux/libfdt.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "fdt_tree.h"
#include "formats/fdt.h"

static void check_chosen(void *tree)
{
	fdt_property_string(tree, "bootargs", "quiet");
	fdt_property_u64(tree, "linux,uefi-system-table", 0x13bd30018);
}

static void check_reserve(void *tree)
{
	fdt_add_reservemap_entry(tree, 0x40000000, 0x1000);
}

static const struct tree_words good_words = {
	.address_cells = 2, .size_cells = 2,
	.chosen = check_chosen, .reserve = check_reserve,
};

static int check(void *tree, size_t size, struct kdump_diag *diag)
{
	*diag = (struct kdump_diag){ };
	return kdump_fdt_check(tree, size, diag);
}

static void expect_blamed(struct kunit *test, void *tree, const char *blamed)
{
	struct kdump_diag diag;

	KUNIT_EXPECT_EQ_MSG(test, check(tree, fdt_totalsize(tree), &diag),
			    -EINVAL, "%s", blamed);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
}

static void fdt_check_good(struct kunit *test)
{
	void *tree = tree_new(test, &good_words);
	struct kdump_diag diag;

	KUNIT_EXPECT_EQ_MSG(test, check(tree, fdt_totalsize(tree), &diag), 0,
			    "%s", diag.field);
	/* A segment is larger than its tree. */
	KUNIT_EXPECT_EQ(test, check(tree, TREE_BYTES, &diag), 0);
}

/* Whether it is good does not matter, nor what follows. */
static void fdt_probe(struct kunit *test)
{
	static const struct {
		u32 word;
		size_t size;
		bool is_tree;
	} rows[] = {
		{ FDT_MAGIC, 4, true }, { FDT_MAGIC, SIZE_MAX, true },
		{ FDT_MAGIC, 3, false }, { FDT_MAGIC, 0, false },
		{ 0xedfe0dd0, 64, false }, { 0xd00dfeee, 64, false },
		{ 0, 64, false },
	};
	fdt32_t head[2] = { };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		head[0] = cpu_to_fdt32(rows[i].word);
		KUNIT_EXPECT_EQ_MSG(test, kdump_fdt_probe(head, rows[i].size),
				    rows[i].is_tree, "row %u", i);
	}
	KUNIT_EXPECT_FALSE(test, kdump_fdt_probe(NULL, 0));
}

/* Fields of the header, each a word. */
#define WORD(field) (offsetof(struct fdt_header, field) / sizeof(fdt32_t))

static void fdt_check_fields(struct kunit *test)
{
	static const struct {
		unsigned int word;
		u32 value;
		const char *blamed;
	} rows[] = {
		{ WORD(magic), 0xd00dfeee, "magic" },
		{ WORD(magic), 0xedfe0dd0, "magic" },
		{ WORD(version), 16, "version" },
		{ WORD(version), 0, "version" },
		{ WORD(last_comp_version), 18, "last_comp_version" },
		{ WORD(totalsize), 0, "totalsize" },
		{ WORD(totalsize), 39, "totalsize" },
		{ WORD(totalsize), TREE_BYTES + 1, "device tree" },
		{ WORD(totalsize), 0xffffffff, "device tree" },
		{ WORD(off_mem_rsvmap), 0, "off_mem_rsvmap" },
		{ WORD(off_mem_rsvmap), 44, "off_mem_rsvmap" },
		{ WORD(off_mem_rsvmap), 0xfffffff8, "off_mem_rsvmap" },
		{ WORD(off_dt_struct), 36, "off_dt_struct" },
		{ WORD(off_dt_struct), 42, "off_dt_struct" },
		{ WORD(off_dt_struct), 0xfffffffc, "off_dt_struct" },
		{ WORD(size_dt_struct), 0xfffffffc, "size_dt_struct" },
		{ WORD(size_dt_struct), TREE_BYTES, "size_dt_struct" },
		{ WORD(size_dt_struct), 0, "offset of a tag" },
		{ WORD(off_dt_strings), 0xffffffff, "off_dt_strings" },
		{ WORD(size_dt_strings), 0xffffffff, "size_dt_strings" },
		{ WORD(size_dt_strings), 0, "nameoff of a property" },
	};
	struct kdump_diag diag;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fdt32_t *tree = tree_new(test, &good_words);

		tree[rows[i].word] = cpu_to_fdt32(rows[i].value);
		KUNIT_EXPECT_EQ_MSG(test, check(tree, TREE_BYTES, &diag),
				    -EINVAL, "%s", rows[i].blamed);
		KUNIT_EXPECT_STREQ(test, diag.field, rows[i].blamed);
		kunit_kfree(test, tree);
	}
}

static void fdt_check_reservations(struct kunit *test)
{
	void *tree = tree_new(test, &good_words);
	struct fdt_reserve_entry *entry = tree + fdt_off_mem_rsvmap(tree);

	entry->size = cpu_to_fdt64(-0x40000000ULL);
	expect_blamed(test, tree, "size of a memory reservation");
	/* It ends where memory does. */
	entry->size = cpu_to_fdt64(-0x40000001ULL);
	KUNIT_EXPECT_EQ(test, kdump_fdt_check(tree, TREE_BYTES,
					      &(struct kdump_diag){ }), 0);
	/* An empty one ends them, whatever its address. */
	entry->size = 0;
	KUNIT_EXPECT_EQ(test, kdump_fdt_check(tree, TREE_BYTES,
					      &(struct kdump_diag){ }), 0);
	/* Nothing ends them: the rest of the tree are reservations, too. */
	memset(entry, 0x11, fdt_totalsize(tree) - fdt_off_mem_rsvmap(tree));
	expect_blamed(test, tree, "memory reservation block");
}

/* A tree whose structure block is @tags, all of it. */
static void expect_tags_blamed(struct kunit *test, const u32 *tags,
			       unsigned int count, const char *blamed)
{
	void *tree = tree_new(test, &good_words);
	fdt32_t *at = tree + fdt_off_dt_struct(tree);
	struct kdump_diag diag;
	unsigned int i;

	for (i = 0; i < count; i++)
		at[i] = cpu_to_fdt32(tags[i]);
	fdt_set_size_dt_struct(tree, count * sizeof(*at));
	fdt_set_totalsize(tree, TREE_BYTES);
	KUNIT_ASSERT_EQ_MSG(test, check(tree, TREE_BYTES, &diag),
			    blamed ? -EINVAL : 0, "%s", blamed ?: "good");
	if (blamed)
		KUNIT_EXPECT_STREQ(test, diag.field, blamed);
	kunit_kfree(test, tree);
}

#define TAGS(test, blamed, ...) do {					\
	static const u32 tags[] = { __VA_ARGS__ };			\
	expect_tags_blamed(test, tags, ARRAY_SIZE(tags), blamed);	\
} while (0)

/* 1 begins a node, 2 ends it, 3 is a property, 4 nothing, 9 the end. */
static void fdt_check_structure(struct kunit *test)
{
	TAGS(test, NULL, 1, 0, 2, 9);
	TAGS(test, NULL, 1, 0, 4, 3, 0, 0, 4, 1, 0, 2, 4, 2, 4, 9);
	TAGS(test, "first tag", 4, 1, 0, 2, 9);
	TAGS(test, "first tag", 9);
	TAGS(test, "first tag", 3, 0, 0, 9);
	TAGS(test, "offset of a tag", 1, 0, 2);
	TAGS(test, "offset of a tag", 1, 0, 5, 2, 9);
	TAGS(test, "offset of a tag", 1, 0x61626364);
	TAGS(test, "offset of a tag", 1, 0, 3, 12, 0, 2, 9);
	TAGS(test, "offset of a tag", 1, 0, 3, 0xffffffff, 0, 2, 9);
	TAGS(test, "offset of a tag", 1, 0, 3, 0x7fffffff, 0, 2, 9);
	TAGS(test, "offset of a tag", 1, 0, 3, 0xfffffff0, 0, 2, 9);
	TAGS(test, "offset of a tag", 1, 0, 3);
	TAGS(test, "offset of FDT_END", 1, 0, 9);
	TAGS(test, "offset of FDT_END_NODE", 1, 0, 2, 2, 9);
	TAGS(test, "offset of a second root", 1, 0, 2, 1, 0, 2, 9);
	TAGS(test, "offset of a property", 1, 0, 2, 3, 0, 0, 9);
	TAGS(test, "offset of a property", 1, 0, 1, 0, 2, 3, 0, 0, 2, 9);
	TAGS(test, "offset of a property", 1, 0, 1, 0, 2, 4, 3, 0, 0, 2, 9);
	TAGS(test, "nameoff of a property", 1, 0, 3, 0, 0xffffffff, 2, 9);
	TAGS(test, "nameoff of a property", 1, 0, 3, 0, 4096, 2, 9);
	TAGS(test, "size_dt_struct", 1, 0, 2, 9, 9);
}

static void fdt_check_depth(struct kunit *test)
{
	u32 tags[3 * 65 + 1];
	unsigned int depth, i;

	for (depth = 64; depth <= 65; depth++) {
		for (i = 0; i < depth; i++) {
			tags[2 * i] = FDT_BEGIN_NODE;
			tags[2 * i + 1] = 0;
			tags[2 * depth + i] = FDT_END_NODE;
		}
		tags[3 * depth] = FDT_END;
		expect_tags_blamed(test, tags, 3 * depth + 1,
				   depth == 65 ? "depth of a node" : NULL);
	}
}

/* A copy with nothing past the cut, so that KASAN sees a look there. */
static void fdt_check_truncated(struct kunit *test)
{
	const void *tree = tree_new(test, &good_words);
	size_t whole = fdt_totalsize(tree), size;
	struct kdump_diag diag;
	void *cut;

	for (size = 0; size < whole; size++) {
		cut = kunit_kmalloc(test, size ?: 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, tree, size);
		KUNIT_EXPECT_EQ_MSG(test, check(cut, size, &diag), -EINVAL,
				    "%zu bytes", size);
		KUNIT_EXPECT_EQ_MSG(test, diag.rule, KDUMP_ENDS_EARLY,
				    "%zu bytes", size);
		KUNIT_EXPECT_GT_MSG(test, diag.bound, size, "%zu bytes", size);
		kunit_kfree(test, cut);
	}
}

/* The same with a header that says that nothing is missing. */
static void fdt_check_shortened(struct kunit *test)
{
	const void *tree = tree_new(test, &good_words);
	size_t whole = fdt_totalsize(tree), size;
	struct kdump_diag diag;
	void *cut;

	for (size = FDT_V17_SIZE; size < whole; size++) {
		cut = kunit_kmalloc(test, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, tree, size);
		fdt_set_totalsize(cut, size);
		KUNIT_EXPECT_EQ_MSG(test, check(cut, size, &diag), -EINVAL,
				    "%zu bytes", size);
		kunit_kfree(test, cut);
	}
}

static struct kunit_case fdt_check_cases[] = {
	KUNIT_CASE(fdt_probe),
	KUNIT_CASE(fdt_check_good),
	KUNIT_CASE(fdt_check_fields),
	KUNIT_CASE(fdt_check_reservations),
	KUNIT_CASE(fdt_check_structure),
	KUNIT_CASE(fdt_check_depth),
	KUNIT_CASE(fdt_check_truncated),
	KUNIT_CASE(fdt_check_shortened),
	{}
};

static struct kunit_suite fdt_check_suite = {
	.name = "kdump_fdt_check",
	.test_cases = fdt_check_cases,
};

kunit_test_suite(fdt_check_suite);
