// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is this a flattened device tree, from its first byte to its last? Pure.
 *
 * A tree in a segment of kexec_load(2) is user space's. What the new kernel
 * would stumble over, before it can print anything, is found here. libfdt's own
 * check ends with the header.
 *
 * Format: the Devicetree Specification, "Flattened Devicetree (DTB) Format".
 */
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/libfdt.h>
#include <linux/limits.h>
#include <linux/minmax.h>

#include "formats/fdt.h"

/* The first version with all sizes in the header, from 2007; the last one, too. */
#define VERSION		17
/* Deeper than drivers/of/ goes. */
#define DEPTH_MAX	64

/**
 * kdump_fdt_refuse - say what is wrong with a field of a tree
 * @diag: filled in
 * @what: the field
 * @value: what it says
 * @rule: how it had to relate to @bound
 * @bound: see @rule
 * @remark: NULL, or a few words more
 *
 * Return: %-EINVAL.
 */
int kdump_fdt_refuse(struct kdump_diag *diag, const char *what, u64 value,
		     enum kdump_rule rule, u64 bound, const char *remark)
{
	*diag = kdump_diag_bound(what, value, rule, bound);
	diag->remark = remark;
	return -EINVAL;
}

static int fdt_expected(struct kdump_diag *diag, const char *what, u64 value,
			const char *expected)
{
	*diag = kdump_diag_expected(what, value, expected);
	return -EINVAL;
}

static int fdt_truncated(struct kdump_diag *diag, const char *what, u64 size,
			 u64 needed)
{
	return kdump_fdt_refuse(diag, what, size, KDUMP_ENDS_EARLY, needed, NULL);
}

static int check_header(const void *tree, size_t size, struct kdump_diag *diag)
{
	if (size < FDT_V17_SIZE)
		return fdt_truncated(diag, "header", size, FDT_V17_SIZE);
	if (fdt_magic(tree) != FDT_MAGIC)
		return kdump_fdt_refuse(diag, "magic", fdt_magic(tree), KDUMP_MUST_BE,
					FDT_MAGIC, NULL);
	if (fdt_version(tree) < VERSION)
		return kdump_fdt_refuse(diag, "version", fdt_version(tree),
					KDUMP_AT_LEAST, VERSION, NULL);
	if (fdt_last_comp_version(tree) > VERSION)
		return kdump_fdt_refuse(diag, "last_comp_version",
					fdt_last_comp_version(tree), KDUMP_AT_MOST,
					VERSION, NULL);
	if (fdt_totalsize(tree) < FDT_V17_SIZE)
		return kdump_fdt_refuse(diag, "totalsize", fdt_totalsize(tree),
					KDUMP_AT_LEAST, FDT_V17_SIZE, NULL);
	if (fdt_totalsize(tree) > min_t(size_t, size, INT_MAX))
		return fdt_truncated(diag, "device tree", size,
				     fdt_totalsize(tree));
	return 0;
}

/**
 * struct fdt_block - one of the parts that the header points to
 * @offset_name: name of the field that says where it is
 * @offset: what it says
 * @size_name: name of the field that says how large it is
 * @size: what it says, or the least that there must be
 * @align: of the offset
 */
struct fdt_block {
	const char *offset_name;
	u32 offset;
	const char *size_name;
	u32 size;
	u32 align;
};

static int check_block(const void *tree, const struct fdt_block *block,
		       struct kdump_diag *diag)
{
	u32 total = fdt_totalsize(tree);

	if (block->offset < FDT_V17_SIZE)
		return kdump_fdt_refuse(diag, block->offset_name, block->offset,
					KDUMP_AT_LEAST, FDT_V17_SIZE,
					"where the header ends");
	if (!IS_ALIGNED(block->offset, block->align))
		return fdt_expected(diag, block->offset_name, block->offset,
				    block->align == 8 ? "a multiple of 8" :
							"a multiple of 4");
	if (block->offset > total)
		return kdump_fdt_refuse(diag, block->offset_name, block->offset,
					KDUMP_AT_MOST, total, "totalsize");
	if (block->size > total - block->offset)
		return kdump_fdt_refuse(diag, block->size_name, block->size,
					KDUMP_AT_MOST, total - block->offset,
					"what totalsize leaves");
	return 0;
}

static int check_blocks(const void *tree, struct kdump_diag *diag)
{
	const struct fdt_block blocks[] = {
		{ "off_mem_rsvmap", fdt_off_mem_rsvmap(tree),
		  "the least memory reservation block",
		  sizeof(struct fdt_reserve_entry), 8 },
		{ "off_dt_struct", fdt_off_dt_struct(tree),
		  "size_dt_struct", fdt_size_dt_struct(tree), FDT_TAGSIZE },
		{ "off_dt_strings", fdt_off_dt_strings(tree),
		  "size_dt_strings", fdt_size_dt_strings(tree), 1 },
	};
	unsigned int i;
	int error = 0;

	for (i = 0; i < ARRAY_SIZE(blocks) && !error; i++)
		error = check_block(tree, &blocks[i], diag);
	return error;
}

/* Whatever its address, an empty one is the last: so all read it. */
static int check_reservations(const void *tree, struct kdump_diag *diag)
{
	u32 limit = fdt_totalsize(tree) - fdt_off_mem_rsvmap(tree);
	const struct fdt_reserve_entry *entry;
	u64 start, size;
	u32 at;

	entry = tree + fdt_off_mem_rsvmap(tree);
	for (at = 0; limit - at >= sizeof(*entry); at += sizeof(*entry), entry++) {
		start = fdt64_ld(&entry->address);
		size = fdt64_ld(&entry->size);
		if (!size)
			return 0;
		if (start + size < start)
			return kdump_fdt_refuse(diag, "size of a memory reservation",
						size, KDUMP_AT_MOST,
						U64_MAX - start, NULL);
	}
	return fdt_truncated(diag, "memory reservation block",
			     fdt_totalsize(tree),
			     (u64)fdt_totalsize(tree) + sizeof(*entry));
}

/**
 * struct fdt_walk - a way through the structure block
 * @tree: one whose header is good, for libfdt to read
 * @offset: of the current tag
 * @depth: how many nodes it is in
 * @before: the tag before it; NOPs do not count
 * @diag: what is wrong
 */
struct fdt_walk {
	const void *tree;
	int offset;
	int depth;
	u32 before;
	struct kdump_diag *diag;
};

static int check_begin(struct fdt_walk *walk)
{
	if (!walk->depth && walk->offset)
		return fdt_expected(walk->diag, "offset of a second root",
				    walk->offset, "one root, at 0");
	if (walk->depth == DEPTH_MAX)
		return kdump_fdt_refuse(walk->diag, "depth of a node", DEPTH_MAX + 1,
					KDUMP_AT_MOST, DEPTH_MAX, NULL);
	walk->depth++;
	return 0;
}

static int check_end_node(struct fdt_walk *walk)
{
	if (!walk->depth)
		return fdt_expected(walk->diag, "offset of FDT_END_NODE",
				    walk->offset, "a node that it ends");
	walk->depth--;
	return 0;
}

static int check_property(struct fdt_walk *walk)
{
	const struct fdt_property *property;
	u32 name;

	if (!walk->depth)
		return fdt_expected(walk->diag, "offset of a property",
				    walk->offset, "one in a node");
	/* Those who look for a property stop at the first node inside. */
	if (walk->before == FDT_END_NODE)
		return fdt_expected(walk->diag, "offset of a property",
				    walk->offset,
				    "properties before the nodes inside");
	property = fdt_offset_ptr(walk->tree, walk->offset, sizeof(*property));
	name = fdt32_ld(&property->nameoff);
	if (!fdt_get_string(walk->tree, name, NULL))
		return fdt_expected(walk->diag, "nameoff of a property", name,
				    "a text in the strings block");
	return 0;
}

static int check_end(struct fdt_walk *walk, int next)
{
	u32 size = fdt_size_dt_struct(walk->tree);

	if (walk->depth)
		return fdt_expected(walk->diag, "offset of FDT_END",
				    walk->offset, "the end of all nodes first");
	if (next != size)
		return kdump_fdt_refuse(walk->diag, "size_dt_struct", size,
					KDUMP_MUST_BE, next, "where FDT_END is");
	return 0;
}

static int check_tag(struct fdt_walk *walk, u32 tag, int next)
{
	if (!walk->offset && tag != FDT_BEGIN_NODE)
		return kdump_fdt_refuse(walk->diag, "first tag", tag, KDUMP_MUST_BE,
					FDT_BEGIN_NODE, "a root");
	switch (tag) {
	case FDT_BEGIN_NODE:
		return check_begin(walk);
	case FDT_END_NODE:
		return check_end_node(walk);
	case FDT_PROP:
		return check_property(walk);
	case FDT_END:
		return check_end(walk, next);
	default: /* libfdt knows no other ones but this. */
		return 0;
	}
}

/* libfdt of Linux 6.1 also goes on where the length of a property wraps. */
static bool tag_is_whole(const struct fdt_walk *walk, u32 tag, int next)
{
	const struct fdt_property *property;

	if (next < 0)
		return false;
	if (tag != FDT_PROP)
		return true;
	property = fdt_offset_ptr(walk->tree, walk->offset, sizeof(*property));
	return property && (s64)next - walk->offset >=
			   (s64)sizeof(*property) + fdt32_ld(&property->len);
}

static int check_structure(const void *tree, struct kdump_diag *diag)
{
	struct fdt_walk walk = { .tree = tree, .diag = diag };
	int error, next;
	u32 tag;

	do {
		tag = fdt_next_tag(tree, walk.offset, &next);
		if (!tag_is_whole(&walk, tag, next))
			return fdt_expected(diag, "offset of a tag",
					    walk.offset,
					    "a whole tag of a known kind");
		error = check_tag(&walk, tag, next);
		if (tag != FDT_NOP)
			walk.before = tag;
		walk.offset = next;
	} while (!error && tag != FDT_END);
	return error;
}

/**
 * kdump_fdt_probe - do bytes begin as a tree does?
 * @bytes: the first of them, aligned to 8; not trusted
 * @size: how many there are, or more than are looked at
 *
 * Return: true if so.
 */
bool kdump_fdt_probe(const void *bytes, size_t size)
{
	return size >= sizeof(fdt32_t) && fdt_magic(bytes) == FDT_MAGIC;
}

/**
 * kdump_fdt_check - check a tree that was made elsewhere
 * @tree: the tree, not trusted; aligned to 8 bytes
 * @size: bytes of the memory that it is in; what follows it is not looked at
 * @diag: filled in on failure
 *
 * Nodes and properties are whole and in place; what they say is not checked.
 *
 * Return: 0, or %-EINVAL.
 */
int kdump_fdt_check(const void *tree, size_t size, struct kdump_diag *diag)
{
	return check_header(tree, size, diag) ?:
	       check_blocks(tree, diag) ?:
	       check_reservations(tree, diag) ?:
	       check_structure(tree, diag);
}
