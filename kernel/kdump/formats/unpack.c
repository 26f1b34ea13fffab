// SPDX-License-Identifier: GPL-2.0-only
/*
 * A compressed kernel, unpacked while it is loaded: after a crash there is no
 * time for it.
 *
 * How large it becomes is known before, from the file, and must not be more
 * than there is room for; a file that lied about it is refused, too.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>

#include "formats/decompress.h"
#include "formats/unpack.h"

static int unpack_to(kdump_decompress_fn *decompress,
		     const struct kdump_packed *packed, void *out,
		     struct kdump_unpacked *ret)
{
	size_t bytes;
	int error = decompress(packed, out, packed->unpacked, &bytes);

	if (error == -ENOMEM)
		return error;
	if (error) {
		pr_err("load refused: the %s data is damaged, or made with options that this kernel does not know\n",
		       kdump_packing_name(packed->packing));
		return error;
	}
	*ret = (struct kdump_unpacked){ .data = out, .size = bytes };
	return 0;
}

/**
 * kdump_unpack_check - can this kernel unpack it?
 * @packed: a file, or a part of one, that kdump_packed_parse() passed
 *
 * Return: 0; %-ENOEXEC, with a message, if the decompressor is missing.
 */
int kdump_unpack_check(const struct kdump_packed *packed)
{
	if (kdump_decompressor(packed->packing))
		return 0;
	pr_err("load refused: this kernel was built without a decompressor for %s\n",
	       kdump_packing_name(packed->packing));
	return -ENOEXEC;
}

/**
 * kdump_unpack - unpack a compressed kernel
 * @builder: the image that it is for; owns the memory
 * @packed: a file, or a part of one, that kdump_packed_parse() passed
 * @ret: the content; untouched on failure
 *
 * Return: 0; %-ENOEXEC, with a message, if it is damaged or the decompressor is
 * missing; %-EADDRNOTAVAIL, with a message, if it says that it is too large;
 * %-ENOMEM.
 */
int kdump_unpack(struct kdump_builder *builder,
		 const struct kdump_packed *packed, struct kdump_unpacked *ret)
{
	u64 room = kdump_builder_room(builder);
	int error = kdump_unpack_check(packed);
	void *out;

	if (error)
		return error;
	if (packed->unpacked > room) {
		pr_err("load refused: the %s data would become %llu KiB, there is room for %llu KiB\n",
		       kdump_packing_name(packed->packing),
		       packed->unpacked >> 10, room >> 10);
		return -EADDRNOTAVAIL;
	}
	out = kdump_builder_alloc(builder, packed->unpacked);
	if (!out)
		return -ENOMEM;
	return unpack_to(kdump_decompressor(packed->packing), packed, out, ret);
}
