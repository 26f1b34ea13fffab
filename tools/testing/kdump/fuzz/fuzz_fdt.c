// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device tree that was made elsewhere, and the one that is made of it.
 *
 * Input: what the new kernel is told - a byte of flags, three addresses in
 * units of 64 KiB, the length of the command line - then the tree.
 */
#include <errno.h>
#include <stdlib.h>
#include <libfdt.h>
#include <linux/bits.h>
#include <linux/string.h>

#include "formats/fdt.h"
#include "fuzz.h"

enum {
	HAS_DUMP = 1, HAS_LOW = 2, HAS_INITRD = 4, HAS_LIST = 8, HAS_SEED = 16,
	HAS_NO_TREE = 32,
};

static void check_refused(const struct kdump_diag *diag)
{
	fuzz_check_diag(diag, BIT(KDUMP_MUST_BE) | BIT(KDUMP_AT_LEAST) |
			      BIT(KDUMP_AT_MOST) | BIT(KDUMP_ENDS_EARLY) |
			      BIT(KDUMP_EXPECTED));
}

/* A tree that passed can be read to its end. */
static void walk(const void *tree)
{
	int node, property, depth = 0, bytes;
	const char *name;

	/* Past the root's end the depth is negative. */
	for (node = 0; node >= 0 && depth >= 0;
	     node = fdt_next_node(tree, node, &depth)) {
		EXPECT(fdt_get_name(tree, node, &bytes));
		fdt_for_each_property_offset(property, tree, node) {
			EXPECT(fdt_getprop_by_offset(tree, property, &name,
						     &bytes));
			EXPECT(name && bytes >= 0);
		}
		EXPECT(property == -FDT_ERR_NOTFOUND);
	}
	EXPECT(node == -FDT_ERR_NOTFOUND || depth < 0);
	EXPECT(fdt_num_mem_rsv(tree) >= 0);
}

static u64 take_address(struct fuzz_input *input)
{
	return fuzz_take(input, 3) << 16;
}

static void take_boot(struct fuzz_input *input, struct kdump_fdt_boot *boot,
		      unsigned int flags)
{
	static const u8 seed[KDUMP_FDT_SEED_BYTES] = { 1, 2, 3 };
	u64 one = take_address(input), two = take_address(input);
	u64 three = take_address(input);

	if (flags & HAS_DUMP) {
		boot->elfcorehdr = (struct kdump_range){ one, one + 0x1000 };
		boot->usable = (struct kdump_range){ one, one + two + 1 };
	}
	if (flags & HAS_LOW)
		boot->usable_low = (struct kdump_range){ two, two + 0x100000 };
	if (flags & HAS_INITRD)
		boot->initrd = (struct kdump_range){ three, three + 12345 };
	if (flags & HAS_LIST)
		boot->measurements = (struct kdump_range){ two, two + 1 };
	if (flags & HAS_SEED)
		boot->seed = seed;
	boot->old_tree = (struct kdump_range){ three, three + 0x1234 };
}

static void check_made(const void *tree, size_t size,
		       const struct kdump_fdt_boot *boot)
{
	int chosen = fdt_path_offset(tree, "/chosen");
	struct kdump_diag diag;
	const char *cmdline;

	EXPECT(fdt_totalsize(tree) <= size);
	EXPECT(!kdump_fdt_check(tree, fdt_totalsize(tree), &diag));
	EXPECT(chosen > 0);
	cmdline = fdt_getprop(tree, chosen, "bootargs", NULL);
	EXPECT(cmdline && !strcmp(cmdline, boot->cmdline));
	EXPECT(!fdt_getprop(tree, chosen, "rng-seed", NULL) == !boot->seed);
	EXPECT(!fdt_getprop(tree, chosen, "linux,elfcorehdr", NULL) ==
	       kdump_range_empty(&boot->elfcorehdr));
	EXPECT(!fdt_getprop(tree, chosen, "linux,initrd-start", NULL) ==
	       kdump_range_empty(&boot->initrd));
}

static void make(const void *old, const struct kdump_fdt_boot *boot)
{
	size_t size = kdump_fdt_size(old, boot);
	void *tree = fuzz_memory(NULL, size);
	struct kdump_diag diag = { };
	int err = kdump_fdt_make(old, boot, tree, size, &diag);

	EXPECT(!err || err == -EINVAL);
	if (err)
		check_refused(&diag);
	else
		check_made(tree, size, boot);
	free(tree);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	unsigned int flags = fuzz_take(&input, 1);
	struct kdump_fdt_boot boot = { };
	struct kdump_diag diag = { };
	char cmdline[256] = { };
	u8 *tree;
	int err;

	take_boot(&input, &boot, flags);
	memset(cmdline, 'c', fuzz_take(&input, 1));
	cmdline[255] = '\0';
	boot.cmdline = cmdline;
	tree = fuzz_memory(input.at, input.left);
	err = kdump_fdt_check(tree, input.left, &diag);
	EXPECT(!err || err == -EINVAL);
	if (err) {
		check_refused(&diag);
	} else {
		walk(tree);
		make(tree, &boot);
	}
	if (flags & HAS_NO_TREE)
		make(NULL, &boot);
	free(tree);
	return 0;
}
