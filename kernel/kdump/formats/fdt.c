// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the device tree of this boot, the one of the next kernel. Pure.
 *
 * All that firmware told stays; /chosen says what is different: the command
 * line, the ramdisk, and for a capture kernel where the dump's header is and
 * which memory is its own. What the last boot loader said there of its own goes.
 *
 * Format: the Devicetree Specification; the properties of /chosen are those
 * that drivers/of/ and drivers/firmware/efi/ read.
 */
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/libfdt.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "formats/fdt.h"

/*
 * More than all properties, their names and reservations take together; but for
 * the command line and lent memory.
 */
#define ADDED_BYTES	SZ_1K

/* What a root without the property means, as drivers/of/ reads it. */
#define CELLS_DEFAULT	1
/* What a u64 takes. */
#define CELLS_WIDE	2

/* Boot loaders reserve whole pages, of whatever size they think of. */
#define PAGE_BYTES_MAX	SZ_64K

#define ROOT		0

/* Of a boot before: they would lead the new kernel to what is not there. */
static const char *const chosen_stale[] = {
	"bootargs",
	"kaslr-seed",
	"linux,booted-from-kexec",
	"linux,elfcorehdr",
	"linux,ima-kexec-buffer",
	"linux,initrd-end",
	"linux,initrd-start",
	"linux,usable-memory-range",
	"rng-seed",
};

static u64 read_cells(const fdt32_t *cell, unsigned int cells)
{
	u64 value = 0;

	while (cells--)
		value = value << 32 | fdt32_ld(cell++);
	return value;
}

/* The cells of the root: what is not said there is default. */
static u32 root_cells(const void *tree, const char *name)
{
	int bytes;
	const fdt32_t *cell = fdt_getprop(tree, ROOT, name, &bytes);

	return cell && bytes == sizeof(*cell) ? fdt32_ld(cell) : CELLS_DEFAULT;
}

/* A number of /chosen, which has as many cells as its writer liked. */
static bool chosen_number(const void *tree, int chosen, const char *name,
			  u64 *ret)
{
	int bytes;
	const fdt32_t *cell = fdt_getprop(tree, chosen, name, &bytes);

	if (!cell || (bytes != sizeof(u32) && bytes != sizeof(u64)))
		return false;
	*ret = read_cells(cell, bytes / sizeof(*cell));
	return true;
}

static struct kdump_range chosen_initrd(const void *tree, int chosen)
{
	struct kdump_range initrd;

	if (!chosen_number(tree, chosen, "linux,initrd-start", &initrd.start) ||
	    !chosen_number(tree, chosen, "linux,initrd-end", &initrd.end))
		return (struct kdump_range){ };
	return initrd;
}

static struct kdump_range chosen_range(const void *tree, int chosen,
				       const char *name)
{
	u32 address_cells = root_cells(tree, "#address-cells");
	u32 size_cells = root_cells(tree, "#size-cells");
	struct kdump_range range = { };
	const fdt32_t *cell;
	int bytes;

	cell = fdt_getprop(tree, chosen, name, &bytes);
	if (!cell || address_cells > CELLS_WIDE || size_cells > CELLS_WIDE ||
	    bytes != (address_cells + size_cells) * sizeof(*cell))
		return range;
	range.start = read_cells(cell, address_cells);
	range.end = range.start + read_cells(cell + address_cells, size_cells);
	return range;
}

/*
 * Takes out the reservations of what is not there any more. One that is much
 * larger stands for something else, too, and stays.
 */
static int drop_reservation(void *tree, const struct kdump_range *of)
{
	u64 least = kdump_range_size(of), start, size;
	int index = fdt_num_mem_rsv(tree), error = 0;

	if (kdump_range_empty(of) || of->end < of->start)
		return 0;
	while (!error && --index >= 0) {
		error = fdt_get_mem_rsv(tree, index, &start, &size);
		if (!error && start == of->start && size >= least &&
		    size - least < PAGE_BYTES_MAX)
			error = fdt_del_mem_rsv(tree, index);
	}
	return error;
}

static int drop_reservations(void *tree, int chosen,
			     const struct kdump_range *old_tree)
{
	const struct kdump_range stale[] = {
		*old_tree,
		chosen_initrd(tree, chosen),
		chosen_range(tree, chosen, "linux,elfcorehdr"),
		chosen_range(tree, chosen, "linux,ima-kexec-buffer"),
	};
	int error = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stale) && !error; i++)
		error = drop_reservation(tree, &stale[i]);
	return error;
}

static int drop_properties(void *tree, int chosen)
{
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(chosen_stale); i++) {
		/* Firmware may have said it twice. */
		do {
			error = fdt_delprop(tree, chosen, chosen_stale[i]);
		} while (!error);
		if (error != -FDT_ERR_NOTFOUND)
			return error;
	}
	return 0;
}

static int tree_reserve(void *tree, const struct kdump_range *range)
{
	if (kdump_range_empty(range))
		return 0;
	return fdt_add_mem_rsv(tree, range->start, kdump_range_size(range));
}

static int chosen_append(void *tree, int chosen, const char *name,
			 const struct kdump_range *range)
{
	if (kdump_range_empty(range))
		return 0;
	return fdt_appendprop_addrrange(tree, ROOT, chosen, name, range->start,
					kdump_range_size(range));
}

static int chosen_set_initrd(void *tree, int chosen,
			     const struct kdump_range *initrd)
{
	if (kdump_range_empty(initrd))
		return 0;
	return fdt_setprop_u64(tree, chosen, "linux,initrd-start",
			       initrd->start) ?:
	       fdt_setprop_u64(tree, chosen, "linux,initrd-end",
			       initrd->end) ?:
	       tree_reserve(tree, initrd);
}

/*
 * Lent memory comes last: a kernel may look at two ranges only, as 6.1 and 6.12
 * do, and low memory is what it cannot do without.
 */
static int chosen_set_usable(void *tree, int chosen,
			     const struct kdump_fdt_boot *boot)
{
	static const char usable[] = "linux,usable-memory-range";
	int error = chosen_append(tree, chosen, usable, &boot->usable) ?:
		    chosen_append(tree, chosen, usable, &boot->usable_low);
	unsigned int i;

	for (i = 0; i < boot->nr_lent && !error; i++)
		error = chosen_append(tree, chosen, usable, &boot->lent[i]);
	return error;
}

/*
 * The header lies in memory that is the capture kernel's own, so that it is
 * mapped; that it is reserved, too, keeps the allocator off.
 */
static int chosen_set_dump(void *tree, int chosen,
			   const struct kdump_fdt_boot *boot)
{
	if (kdump_range_empty(&boot->elfcorehdr))
		return 0;
	return chosen_append(tree, chosen, "linux,elfcorehdr",
			     &boot->elfcorehdr) ?:
	       chosen_set_usable(tree, chosen, boot) ?:
	       tree_reserve(tree, &boot->elfcorehdr);
}

static int chosen_set_seed(void *tree, int chosen, const u8 *seed)
{
	int error;

	if (!seed)
		return 0;
	error = fdt_setprop(tree, chosen, "kaslr-seed", seed,
			    KDUMP_FDT_KASLR_SEED_BYTES);
	if (error)
		return error;
	return fdt_setprop(tree, chosen, "rng-seed",
			   seed + KDUMP_FDT_KASLR_SEED_BYTES,
			   KDUMP_FDT_RNG_SEED_BYTES);
}

static int chosen_set_all(void *tree, int chosen,
			  const struct kdump_fdt_boot *boot)
{
	return fdt_setprop_string(tree, chosen, "bootargs", boot->cmdline) ?:
	       fdt_setprop_empty(tree, chosen, "linux,booted-from-kexec") ?:
	       chosen_set_initrd(tree, chosen, &boot->initrd) ?:
	       chosen_set_dump(tree, chosen, boot) ?:
	       chosen_append(tree, chosen, "linux,ima-kexec-buffer",
			     &boot->measurements) ?:
	       tree_reserve(tree, &boot->measurements) ?:
	       chosen_set_seed(tree, chosen, boot->seed);
}

/* libfdt and drivers/of/ have different defaults: leave no doubt. */
static int root_set_cells(void *tree, u32 otherwise)
{
	static const char *const name[] = { "#address-cells", "#size-cells" };
	int error = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(name) && !error; i++)
		if (!fdt_getprop(tree, ROOT, name[i], NULL))
			error = fdt_setprop_u32(tree, ROOT, name[i], otherwise);
	return error;
}

static int tree_begin(const void *old, void *tree, size_t size)
{
	int error;

	if (!old) {
		error = fdt_create_empty_tree(tree, size);
		return error ?: root_set_cells(tree, CELLS_WIDE);
	}
	error = fdt_open_into(old, tree, size);
	return error ?: root_set_cells(tree, CELLS_DEFAULT);
}

/* Node /chosen, or an error of libfdt. */
static int chosen_node(void *tree)
{
	int chosen = fdt_path_offset(tree, "/chosen");

	if (chosen != -FDT_ERR_NOTFOUND)
		return chosen;
	return fdt_add_subnode(tree, ROOT, "chosen");
}

static int tree_fill(const void *old, const struct kdump_fdt_boot *boot,
		     void *tree, size_t size)
{
	int error, chosen;

	error = tree_begin(old, tree, size);
	if (error)
		return error;
	chosen = chosen_node(tree);
	if (chosen < 0)
		return chosen;
	return drop_reservations(tree, chosen, &boot->old_tree) ?:
	       drop_properties(tree, chosen) ?:
	       chosen_set_all(tree, chosen, boot) ?:
	       fdt_pack(tree);
}

static int check_cells(const void *tree, const char *name, u32 needed,
		       struct kdump_diag *diag)
{
	u32 cells = root_cells(tree, name);

	if (cells < needed)
		return kdump_fdt_refuse(diag, name, cells, KDUMP_AT_LEAST, needed,
					"for the addresses of the new kernel");
	if (cells > CELLS_WIDE)
		return kdump_fdt_refuse(diag, name, cells, KDUMP_AT_MOST, CELLS_WIDE,
					NULL);
	return 0;
}

/* What it takes to say addresses and sizes. */
struct cells {
	u32 address;
	u32 size;
};

static void cells_widen(struct cells *cells, const struct kdump_range *range)
{
	if (range->end > (u64)U32_MAX + 1)
		cells->address = CELLS_WIDE;
	if (kdump_range_size(range) > U32_MAX)
		cells->size = CELLS_WIDE;
}

/* Can the ranges be said with the cells that the tree has for them? */
static int check_ranges(const void *tree, const struct kdump_fdt_boot *boot,
			struct kdump_diag *diag)
{
	const struct kdump_range *range[] = {
		&boot->elfcorehdr, &boot->usable, &boot->usable_low,
		&boot->measurements,
	};
	struct cells cells = { 1, 1 };
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(range); i++)
		cells_widen(&cells, range[i]);
	for (i = 0; i < boot->nr_lent; i++)
		cells_widen(&cells, &boot->lent[i]);
	error = check_cells(tree, "#address-cells", cells.address, diag);
	return error ?: check_cells(tree, "#size-cells", cells.size, diag);
}

/**
 * kdump_fdt_size - bytes that kdump_fdt_make() needs
 * @old: the tree that it will be given, or NULL
 * @boot: what it will be told; the length of the command line counts, and how
 *	many ranges are lent
 *
 * Return: the bytes.
 */
size_t kdump_fdt_size(const void *old, const struct kdump_fdt_boot *boot)
{
	return (old ? fdt_totalsize(old) : FDT_V17_SIZE) + ADDED_BYTES +
	       ALIGN(strlen(boot->cmdline) + 1, FDT_TAGSIZE) +
	       boot->nr_lent * 2 * sizeof(u64);
}

/**
 * kdump_fdt_make - make the device tree of a new kernel
 * @old: this boot's tree, aligned to 8 bytes; NULL for none, as on a machine
 *	that tells all in ACPI tables
 * @boot: what is to be said in it
 * @tree: memory for it, aligned to 8 bytes
 * @size: kdump_fdt_size(), or more
 * @diag: filled in on failure
 *
 * Return: 0, and fdt_totalsize(@tree) bytes are the tree; %-EINVAL if @old is
 * damaged, or has no room for the addresses of the new kernel.
 */
int kdump_fdt_make(const void *old, const struct kdump_fdt_boot *boot,
		   void *tree, size_t size, struct kdump_diag *diag)
{
	int error = old ? check_ranges(old, boot, diag) : 0;

	if (error)
		return error;
	error = tree_fill(old, boot, tree, min_t(size_t, size, INT_MAX));
	if (error < 0)
		return kdump_fdt_refuse(diag, "error of libfdt", -error,
					KDUMP_MUST_BE, 0, fdt_strerror(error));
	return 0;
}
