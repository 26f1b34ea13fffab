// SPDX-License-Identifier: GPL-2.0-only
/*
 * zstd by lib/zstd. Context: process context, may sleep.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kdump_port.h>
#include <linux/kernel.h>
#include <linux/vmalloc.h>
#include <linux/zstd.h>

#include "formats/decompress.h"

int kdump_decompress_zstd(const struct kdump_packed *packed, void *out,
			  size_t capacity, size_t *ret)
{
	size_t workspace_bytes = zstd_dctx_workspace_bound();
	void *workspace = __vmalloc(workspace_bytes, KDUMP_LOAD_GFP);
	zstd_dctx *context;
	size_t bytes;

	might_sleep();
	if (!workspace)
		return -ENOMEM;
	context = zstd_init_dctx(workspace, workspace_bytes);
	/* The content itself is the window: no other is needed. */
	bytes = zstd_decompress_dctx(context, out, capacity, packed->data,
				     packed->size);
	vfree(workspace);
	if (zstd_is_error(bytes))
		return -ENOEXEC;
	*ret = bytes;
	return 0;
}
