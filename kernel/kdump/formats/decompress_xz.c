// SPDX-License-Identifier: GPL-2.0-only
/*
 * xz by lib/xz, which knows the digest crc32 and no other. All is unpacked in one
 * call, as this needs no dictionary besides the content: in a kernel without
 * preemption nothing else runs on this CPU until it is done.
 *
 * Context: process context, may sleep.
 */
#include <linux/errno.h>
#include <linux/kdump_port.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/xz.h>

#include "formats/decompress.h"

/* More than a decoder takes without a dictionary. */
#define DECODER_BYTES SZ_32K

/*
 * lib/xz allocates in a way that may wake the OOM killer. Where as much could be
 * had just before by the rules of a load, it does not.
 */
static struct xz_dec *decoder_new(void)
{
	void *probe = kmalloc(DECODER_BYTES, KDUMP_LOAD_GFP);

	if (!probe)
		return NULL;
	kfree(probe);
	return xz_dec_init(XZ_SINGLE, 0);
}

int kdump_decompress_xz(const struct kdump_packed *packed, void *out,
			size_t capacity, size_t *ret)
{
	struct xz_dec *decoder = decoder_new();
	struct xz_buf buffer = {
		.in = packed->data,
		.in_size = packed->size,
		.out = out,
		.out_size = capacity,
	};
	enum xz_ret result;

	might_sleep();
	if (!decoder)
		return -ENOMEM;
	result = xz_dec_run(decoder, &buffer);
	xz_dec_end(decoder);
	if (result == XZ_OPTIONS_ERROR)
		return -EOPNOTSUPP;
	if (result != XZ_STREAM_END || buffer.in_pos != buffer.in_size)
		return -ENOEXEC;
	*ret = buffer.out_pos;
	return 0;
}
