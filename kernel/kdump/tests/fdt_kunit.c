// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of fdt.c: what a new kernel is told, and what it is not told any more.
 */
#include <kunit/test.h>
#include <linux/align.h>
#include <linux/libfdt.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "fdt_tree.h"
#include "formats/fdt.h"

#define OLD_SEED 0x5e

static const u8 seed[KDUMP_FDT_SEED_BYTES] = {
	1, 2, 3, 4, 5, 6, 7, 8, 9, [KDUMP_FDT_SEED_BYTES - 1] = 10,
};

static const struct kdump_fdt_boot capture = {
	.cmdline = "console=ttyAMA0 nr_cpus=1",
	.initrd = { 0x1f0400000, 0x1f0412345 },
	.elfcorehdr = { 0x1f0000000, 0x1f0010000 },
	.usable = { 0x1f0000000, 0x200000000 },
	.usable_low = { 0x50000000, 0x58000000 },
	.seed = seed,
};

static const struct kdump_fdt_boot reboot = {
	.cmdline = "quiet",
	.initrd = { 0x48000000, 0x48000001 },
	.measurements = { 0x49000000, 0x49003000 },
};

static const struct tree_words wide = { .address_cells = 2, .size_cells = 2 };

/* A tree of the exact size that was asked for, so that KASAN sees one more. */
static void *make(struct kunit *test, const void *old,
		  const struct kdump_fdt_boot *boot)
{
	size_t size = kdump_fdt_size(old, boot);
	void *tree = kunit_kmalloc(test, size, GFP_KERNEL);
	struct kdump_diag diag = { };
	int error;

	KUNIT_ASSERT_NOT_NULL(test, tree);
	error = kdump_fdt_make(old, boot, tree, size, &diag);
	KUNIT_ASSERT_EQ_MSG(test, error, 0, "%s: %s", diag.field, diag.remark);
	KUNIT_EXPECT_LE(test, fdt_totalsize(tree), size);
	error = kdump_fdt_check(tree, fdt_totalsize(tree), &diag);
	KUNIT_EXPECT_EQ_MSG(test, error, 0, "%s is 0x%llx", diag.field,
			    diag.value);
	return tree;
}

static const void *chosen_property(const void *tree, const char *name, int *bytes)
{
	return fdt_getprop(tree, fdt_path_offset(tree, "/chosen"), name, bytes);
}

/* Byte for byte: a big-endian number is written as one reads it. */
static void expect_bytes(struct kunit *test, const void *tree, const char *name,
			 const u8 *expected, int count)
{
	int bytes = -1;
	const u8 *value = chosen_property(tree, name, &bytes);

	KUNIT_EXPECT_EQ_MSG(test, bytes, count, "%s", name);
	if (value && bytes == count)
		KUNIT_EXPECT_EQ_MSG(test, memcmp(value, expected, count), 0,
				    "%s", name);
}

#define EXPECT_BYTES(test, tree, name, ...) do {			\
	static const u8 expected[] = { __VA_ARGS__ };			\
	expect_bytes(test, tree, name, expected, sizeof(expected));	\
} while (0)

static void expect_none(struct kunit *test, const void *tree, const char *name)
{
	KUNIT_EXPECT_NULL_MSG(test, chosen_property(tree, name, NULL), "%s", name);
}

static void expect_reserved(struct kunit *test, const void *tree,
			    const struct kdump_range *range, unsigned int count)
{
	u64 start, size;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, fdt_num_mem_rsv(tree), count);
	for (i = 0; i < count; i++) {
		fdt_get_mem_rsv(tree, i, &start, &size);
		KUNIT_EXPECT_EQ_MSG(test, start, range[i].start, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, start + size, range[i].end, "%u", i);
	}
}

static void fdt_capture_kernel(struct kunit *test)
{
	const struct kdump_range reserved[] = {
		capture.initrd, capture.elfcorehdr,
	};
	void *tree = make(test, tree_new(test, &wide), &capture);

	KUNIT_EXPECT_STREQ(test, chosen_property(tree, "bootargs", NULL),
			   capture.cmdline);
	EXPECT_BYTES(test, tree, "linux,initrd-start",
		     0, 0, 0, 1, 0xf0, 0x40, 0, 0);
	EXPECT_BYTES(test, tree, "linux,initrd-end",
		     0, 0, 0, 1, 0xf0, 0x41, 0x23, 0x45);
	EXPECT_BYTES(test, tree, "linux,elfcorehdr", 0, 0, 0, 1, 0xf0, 0, 0, 0,
		     0, 0, 0, 0, 0, 1, 0, 0);
	EXPECT_BYTES(test, tree, "linux,usable-memory-range",
		     0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0,
		     0, 0, 0, 0, 0x50, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0);
	expect_bytes(test, tree, "kaslr-seed", seed, 8);
	expect_bytes(test, tree, "rng-seed", seed + 8, 128);
	expect_bytes(test, tree, "linux,booted-from-kexec", seed, 0);
	expect_none(test, tree, "linux,ima-kexec-buffer");
	expect_reserved(test, tree, reserved, ARRAY_SIZE(reserved));
	/* The rest of the tree is as it was. */
	KUNIT_EXPECT_GT(test, fdt_path_offset(tree, "/memory@40000000"), 0);
}

/* After all else; and each has room. */
static void fdt_lent_memory(struct kunit *test)
{
	static const struct kdump_range lent[] = {
		{ 0x140000000, 0x180000000 }, { 0x60000000, 0x60200000 },
	};
	struct kdump_range many[100];
	struct kdump_fdt_boot boot = capture;
	const void *tree;
	unsigned int i;

	boot.lent = lent;
	boot.nr_lent = ARRAY_SIZE(lent);
	tree = make(test, tree_new(test, &wide), &boot);
	EXPECT_BYTES(test, tree, "linux,usable-memory-range",
		     0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0,
		     0, 0, 0, 0, 0x50, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0,
		     0, 0, 0, 1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0,
		     0, 0, 0, 0, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0);
	boot.usable_low = (struct kdump_range){ };
	tree = make(test, tree_new(test, &wide), &boot);
	EXPECT_BYTES(test, tree, "linux,usable-memory-range",
		     0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0,
		     0, 0, 0, 1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0,
		     0, 0, 0, 0, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0);
	for (i = 0; i < ARRAY_SIZE(many); i++)
		many[i] = lent[1];
	boot.lent = many;
	boot.nr_lent = ARRAY_SIZE(many);
	make(test, tree_new(test, &wide), &boot);
}

static void fdt_kernel_without_crash(struct kunit *test)
{
	const struct kdump_range reserved[] = {
		reboot.initrd, reboot.measurements,
	};
	void *tree = make(test, tree_new(test, &wide), &reboot);

	EXPECT_BYTES(test, tree, "linux,ima-kexec-buffer",
		     0, 0, 0, 0, 0x49, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x30, 0);
	expect_none(test, tree, "linux,elfcorehdr");
	expect_none(test, tree, "linux,usable-memory-range");
	expect_none(test, tree, "kaslr-seed");
	expect_none(test, tree, "rng-seed");
	expect_reserved(test, tree, reserved, ARRAY_SIZE(reserved));
}

static void fdt_no_initrd(struct kunit *test)
{
	static const struct kdump_fdt_boot boot = { .cmdline = "" };
	void *tree = make(test, tree_new(test, &wide), &boot);

	EXPECT_BYTES(test, tree, "bootargs", 0);
	expect_none(test, tree, "linux,initrd-start");
	expect_none(test, tree, "linux,initrd-end");
	expect_reserved(test, tree, NULL, 0);
}

static void fdt_region_alone(struct kunit *test)
{
	struct kdump_fdt_boot boot = capture;
	void *tree;

	boot.usable_low = (struct kdump_range){ };
	tree = make(test, tree_new(test, &wide), &boot);
	EXPECT_BYTES(test, tree, "linux,usable-memory-range",
		     0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0);
}

/* Everything below 4 GiB: what a 32-bit machine's tree can say. */
static const struct kdump_fdt_boot narrow_boot = {
	.cmdline = "x",
	.elfcorehdr = { 0xf0000000, 0xf0001000 },
	.usable = { 0xf0000000, 0x100000000 },
};

static void fdt_one_cell(struct kunit *test)
{
	static const struct tree_words words = {
		.address_cells = 1, .size_cells = 1,
	};
	void *tree = make(test, tree_new(test, &words), &narrow_boot);

	EXPECT_BYTES(test, tree, "linux,elfcorehdr",
		     0xf0, 0, 0, 0, 0, 0, 0x10, 0);
	EXPECT_BYTES(test, tree, "linux,usable-memory-range",
		     0xf0, 0, 0, 0, 0x10, 0, 0, 0);
}

static void fdt_mixed_cells(struct kunit *test)
{
	static const struct tree_words words = {
		.address_cells = 2, .size_cells = 1,
	};
	void *tree = make(test, tree_new(test, &words), &capture);

	EXPECT_BYTES(test, tree, "linux,elfcorehdr",
		     0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 1, 0, 0);
}

/* Then one is meant, and the new tree says so. */
static void fdt_cells_not_said(struct kunit *test)
{
	static const struct tree_words words = { };
	void *tree = make(test, tree_new(test, &words), &narrow_boot);

	EXPECT_BYTES(test, tree, "linux,elfcorehdr",
		     0xf0, 0, 0, 0, 0, 0, 0x10, 0);
	KUNIT_EXPECT_EQ(test, fdt_address_cells(tree, 0), 1);
	KUNIT_EXPECT_EQ(test, fdt_size_cells(tree, 0), 1);
}

static void expect_refused(struct kunit *test, const void *old,
			   const struct kdump_fdt_boot *boot, const char *blamed)
{
	size_t size = kdump_fdt_size(old, boot);
	void *tree = kunit_kmalloc(test, size, GFP_KERNEL);
	struct kdump_diag diag = { };

	KUNIT_ASSERT_NOT_NULL(test, tree);
	KUNIT_EXPECT_EQ(test, kdump_fdt_make(old, boot, tree, size, &diag),
			-EINVAL);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
}

static void fdt_addresses_need_cells(struct kunit *test)
{
	static const struct tree_words words = {
		.address_cells = 1, .size_cells = 1,
	}, three = {
		.address_cells = 3, .size_cells = 2,
	}, mixed = {
		.address_cells = 2, .size_cells = 1,
	};
	struct kdump_fdt_boot boot = narrow_boot;

	expect_refused(test, tree_new(test, &words), &capture, "#address-cells");
	expect_refused(test, tree_new(test, &three), &capture, "#address-cells");
	boot.usable.end = 0x200000000;
	expect_refused(test, tree_new(test, &mixed), &boot, "#size-cells");
	boot.usable.end = 0x100000001;
	expect_refused(test, tree_new(test, &words), &boot, "#address-cells");
}

static void fdt_no_tree(struct kunit *test)
{
	void *tree = make(test, NULL, &capture);

	KUNIT_EXPECT_EQ(test, fdt_address_cells(tree, 0), 2);
	KUNIT_EXPECT_EQ(test, fdt_size_cells(tree, 0), 2);
	EXPECT_BYTES(test, tree, "linux,elfcorehdr", 0, 0, 0, 1, 0xf0, 0, 0, 0,
		     0, 0, 0, 0, 0, 1, 0, 0);
	KUNIT_EXPECT_STREQ(test, chosen_property(tree, "bootargs", NULL),
			   capture.cmdline);
}

static void efi_chosen(void *tree)
{
	fdt_property_u64(tree, "linux,uefi-system-table", 0x13bd30018);
	fdt_property_u64(tree, "linux,uefi-mmap-start", 0x137f0a018);
	fdt_property_u32(tree, "linux,uefi-mmap-size", 0x8a0);
	fdt_property_string(tree, "stdout-path", "/pl011@9000000");
}

static void fdt_keeps_what_firmware_told(struct kunit *test)
{
	struct tree_words words = wide;
	void *tree;

	words.chosen = efi_chosen;
	tree = make(test, tree_new(test, &words), &capture);
	EXPECT_BYTES(test, tree, "linux,uefi-system-table",
		     0, 0, 0, 1, 0x3b, 0xd3, 0, 0x18);
	EXPECT_BYTES(test, tree, "linux,uefi-mmap-start",
		     0, 0, 0, 1, 0x37, 0xf0, 0xa0, 0x18);
	EXPECT_BYTES(test, tree, "linux,uefi-mmap-size", 0, 0, 8, 0xa0);
	KUNIT_EXPECT_STREQ(test, chosen_property(tree, "stdout-path", NULL),
			   "/pl011@9000000");
}

#define OLD_INITRD	0x48000000
#define OLD_TREE	0x4a000000

static void old_chosen(void *tree)
{
	static const u64 range[2];
	u8 bytes[64];

	memset(bytes, OLD_SEED, sizeof(bytes));
	fdt_property_string(tree, "bootargs", "the old command line");
	/* As U-Boot writes them, and as others do. */
	fdt_property_u32(tree, "linux,initrd-start", OLD_INITRD);
	fdt_property_u64(tree, "linux,initrd-end", OLD_INITRD + 0x1001);
	fdt_property(tree, "kaslr-seed", bytes, 8);
	fdt_property(tree, "rng-seed", bytes, sizeof(bytes));
	fdt_property(tree, "linux,elfcorehdr", range, sizeof(range));
	fdt_property(tree, "linux,usable-memory-range", range, sizeof(range));
	fdt_property(tree, "linux,ima-kexec-buffer", range, sizeof(range));
}

static const struct tree_words used = {
	.address_cells = 2, .size_cells = 2, .chosen = old_chosen,
};

static bool holds(const void *tree, u8 byte, unsigned int in_a_row)
{
	const u8 *at = tree;
	unsigned int i, run = 0;

	for (i = 0; i < fdt_totalsize(tree); i++) {
		run = at[i] == byte ? run + 1 : 0;
		if (run == in_a_row)
			return true;
	}
	return false;
}

static void fdt_forgets_the_last_boot(struct kunit *test)
{
	static const struct kdump_fdt_boot boot = { .cmdline = "new" };
	void *old = tree_new(test, &used);
	void *tree = make(test, old, &boot);

	EXPECT_BYTES(test, tree, "bootargs", 'n', 'e', 'w', 0);
	expect_none(test, tree, "linux,initrd-start");
	expect_none(test, tree, "linux,initrd-end");
	expect_none(test, tree, "linux,elfcorehdr");
	expect_none(test, tree, "linux,usable-memory-range");
	expect_none(test, tree, "linux,ima-kexec-buffer");
	expect_none(test, tree, "kaslr-seed");
	expect_none(test, tree, "rng-seed");
	/* Not even their bytes are left. */
	KUNIT_EXPECT_TRUE(test, holds(old, OLD_SEED, 8));
	KUNIT_EXPECT_FALSE(test, holds(tree, OLD_SEED, 8));
}

static void old_reservations(void *tree)
{
	/* Firmware's; the initrd, exact, in pages, with more; the tree. */
	fdt_add_reservemap_entry(tree, 0x40000000, 0x1000);
	fdt_add_reservemap_entry(tree, OLD_INITRD, 0x1001);
	fdt_add_reservemap_entry(tree, OLD_INITRD, 0x2000);
	fdt_add_reservemap_entry(tree, OLD_INITRD, 0x10000);
	fdt_add_reservemap_entry(tree, OLD_INITRD, 0x100000);
	fdt_add_reservemap_entry(tree, OLD_INITRD, 0x1000);
	fdt_add_reservemap_entry(tree, OLD_TREE, 0x3000);
	fdt_add_reservemap_entry(tree, OLD_TREE + 0x1000, 0x3000);
}

static void fdt_drops_stale_reservations(struct kunit *test)
{
	static const struct kdump_range reserved[] = {
		{ 0x40000000, 0x40001000 },
		{ OLD_INITRD, OLD_INITRD + 0x100000 },
		{ OLD_INITRD, OLD_INITRD + 0x1000 },
		{ OLD_TREE + 0x1000, OLD_TREE + 0x4000 },
	};
	static const struct kdump_fdt_boot boot = {
		.cmdline = "", .old_tree = { OLD_TREE, OLD_TREE + 0x2345 },
	};
	struct tree_words words = used;
	void *tree;

	words.reserve = old_reservations;
	tree = make(test, tree_new(test, &words), &boot);
	expect_reserved(test, tree, reserved, ARRAY_SIZE(reserved));
}

/* A kernel that kexec -e started loads the next one, and so on. */
static void fdt_does_not_grow(struct kunit *test)
{
	void *tree = make(test, tree_new(test, &wide), &capture), *next;

	next = make(test, tree, &capture);
	KUNIT_EXPECT_EQ(test, fdt_totalsize(next), fdt_totalsize(tree));
	KUNIT_EXPECT_EQ(test, fdt_num_mem_rsv(next), 2);
	next = make(test, next, &reboot);
	KUNIT_EXPECT_EQ(test, fdt_num_mem_rsv(next), 2);
	expect_none(test, next, "linux,elfcorehdr");
	next = make(test, next, &reboot);
	KUNIT_EXPECT_EQ(test, fdt_num_mem_rsv(next), 2);
}

static void fdt_old_tree_is_only_read(struct kunit *test)
{
	void *old = tree_new(test, &used);
	void *copy = kunit_kmalloc(test, TREE_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, old, TREE_BYTES);
	make(test, old, &capture);
	KUNIT_EXPECT_EQ(test, memcmp(old, copy, TREE_BYTES), 0);
}

/* Every length of the command line has room, and not a byte too many is used. */
static void fdt_command_lines_fit(struct kunit *test)
{
	void *old = tree_new(test, &used);
	struct kdump_fdt_boot boot = capture;
	char *cmdline = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
	void *tree;
	size_t length;

	KUNIT_ASSERT_NOT_NULL(test, cmdline);
	boot.cmdline = cmdline;
	boot.measurements = reboot.measurements;
	for (length = 0; length < SZ_4K; length += length < 40 ? 1 : 311) {
		memset(cmdline, 'c', length);
		tree = make(test, old, &boot);
		KUNIT_EXPECT_STREQ(test, chosen_property(tree, "bootargs", NULL),
				   cmdline);
		kunit_kfree(test, tree);
	}
}

static void fdt_damaged_tree(struct kunit *test)
{
	void *old = tree_new(test, &wide);

	fdt_set_magic(old, 0x12345678);
	expect_refused(test, old, &capture, "#address-cells");
	expect_refused(test, old, &narrow_boot, "error of libfdt");
}

static struct kunit_case fdt_cases[] = {
	KUNIT_CASE(fdt_capture_kernel),
	KUNIT_CASE(fdt_lent_memory),
	KUNIT_CASE(fdt_kernel_without_crash),
	KUNIT_CASE(fdt_no_initrd),
	KUNIT_CASE(fdt_region_alone),
	KUNIT_CASE(fdt_one_cell),
	KUNIT_CASE(fdt_mixed_cells),
	KUNIT_CASE(fdt_cells_not_said),
	KUNIT_CASE(fdt_addresses_need_cells),
	KUNIT_CASE(fdt_no_tree),
	KUNIT_CASE(fdt_keeps_what_firmware_told),
	KUNIT_CASE(fdt_forgets_the_last_boot),
	KUNIT_CASE(fdt_drops_stale_reservations),
	KUNIT_CASE(fdt_does_not_grow),
	KUNIT_CASE(fdt_old_tree_is_only_read),
	KUNIT_CASE(fdt_command_lines_fit),
	KUNIT_CASE(fdt_damaged_tree),
	{}
};

static struct kunit_suite fdt_suite = {
	.name = "kdump_fdt",
	.test_cases = fdt_cases,
};

kunit_test_suite(fdt_suite);
