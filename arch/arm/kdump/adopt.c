// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kexec_load(2) brings: the device tree that the jump hands over, and whether
 * the kernel would unpack itself over a piece.
 *
 * Context: process context, the load lock is held. Bytes are user space's and not
 * trusted.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include "formats/fdt.h"
#include "zimage_header.h"

bool kdump_arch_hands_over(const struct kdump_segment *segment)
{
	return kdump_fdt_probe(segment->data, segment->size);
}

static int check_tree(const struct kdump_segment *segment)
{
	struct kdump_diag diag;

	if (!kdump_fdt_check(segment->data, segment->size, &diag))
		return 0;
	return kdump_load_refuse("device tree in a segment", &diag, -EINVAL);
}

/*
 * What a kernel of kexec -e overwrites is this one's. Its bytes are not here, but
 * for those of the tree.
 */
static bool unpacks_to(const struct kdump_segment *segment,
		       struct kdump_range *ret)
{
	const struct kdump_range region = kdump_region();
	struct kdump_arm_zimage image;
	struct kdump_diag unused;

	if (!segment->data ||
	    !kdump_range_contains(&region, &segment->memory) ||
	    kdump_arm_zimage_parse(segment->data, segment->size, &unused,
				   &image))
		return false;
	*ret = kdump_arm_zimage_unpacked(&image, region.start);
	return true;
}

/*
 * A zImage moves out of its own way, and nothing else does: what kexec-tools has
 * put there, for it does not know how far from the beginning of memory this kernel
 * wants to be, would be gone.
 */
static int check_unpacked(const struct kdump_builder *builder,
			  unsigned int kernel, const struct kdump_range *to)
{
	const struct kdump_segment *segment;
	unsigned int i;

	for (i = 0; (segment = kdump_builder_segment(builder, i)); i++) {
		if (i == kernel || !kdump_ranges_overlap(&segment->memory, to))
			continue;
		pr_err("load refused: segment %u is where the kernel unpacks itself to, 0x%llx-0x%llx: try kexec's --image-size=%llu\n",
		       i, to->start, to->end - 1, kdump_range_size(to) + SZ_4M);
		return -EINVAL;
	}
	return 0;
}

static int check_kernels(const struct kdump_builder *builder)
{
	const struct kdump_segment *segment;
	struct kdump_range to;
	unsigned int i;
	int error = 0;

	for (i = 0; !error && (segment = kdump_builder_segment(builder, i)); i++)
		if (unpacks_to(segment, &to))
			error = check_unpacked(builder, i, &to);
	return error;
}

/*
 * There is no purgatory: the jump hands over the tree. The tags that older kernels
 * take instead are refused, also where this one was started with them: they tell a
 * capture kernel neither its memory nor where the header is.
 */
int kdump_arch_adopt(struct kdump_builder *builder,
		     const struct kdump_segment *segment)
{
	if (!segment) {
		pr_err("load refused: no segment is a device tree\n");
		return -EINVAL;
	}
	kdump_builder_set_argument(builder, segment->memory.start);
	return check_tree(segment) ?: check_kernels(builder);
}
