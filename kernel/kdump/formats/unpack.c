// SPDX-License-Identifier: GPL-2.0-only
/*
 * A compressed kernel, unpacked while it is loaded: after a crash there is no
 * time for it.
 *
 * How large it becomes is known before, from the file, and must not be more
 * than there is room for; a file that lied about it is refused, too.
 *
 * It is unpacked into ordinary memory, and copied when the image is installed.
 * The region cannot take it at once: until then it holds the image that is
 * armed, which a crash finds whole. The copy costs two instructions for eight
 * bytes, and unpacking a byte a hundred.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_port.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>

#include "formats/decompress.h"
#include "formats/unpack.h"
#include "lib/text.h"

/* For kernels that could unpack themselves; all others have to be. */
static bool unpack_wanted = true;

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kdump."
module_param_named(unpack, unpack_wanted, bool, 0644);

static int content_unpack(struct kdump_builder *builder,
			  const struct kdump_packed *packed,
			  struct kdump_unpacked *ret)
{
	kdump_decompress_fn *decompress = kdump_decompressor(packed->packing);
	size_t bytes;
	void *out;
	int error;

	kdump_assert_load_locked();
	if (packed->unpacked > kdump_builder_capacity(builder))
		return -EADDRNOTAVAIL;
	out = kdump_builder_alloc(builder, packed->unpacked);
	if (!out)
		return -ENOMEM;
	error = decompress(packed, out, packed->unpacked, &bytes);
	if (!error)
		*ret = (struct kdump_unpacked){ .data = out, .size = bytes };
	return error;
}

/* Why content_unpack() has failed. */
static void unpack_explain(const struct kdump_builder *builder,
			   const struct kdump_packed *packed, int error,
			   char why[KDUMP_DIAG_SIZE])
{
	const char *name = kdump_packing_name(packed->packing);
	struct seq_buf out;

	kdump_text_begin(&out, why, KDUMP_DIAG_SIZE);
	if (error == -ENOMEM)
		seq_buf_puts(&out, "there is not enough free memory to unpack it");
	else if (error == -EADDRNOTAVAIL)
		seq_buf_printf(&out, "the %s data would become %llu KiB, there is room for %llu KiB",
			       name, packed->unpacked >> 10,
			       kdump_builder_capacity(builder) >> 10);
	else
		seq_buf_printf(&out, "the %s data is %smade with options that this kernel does not know",
			       name, error == -ENOEXEC ? "damaged, or " : "");
	kdump_text_end(&out);
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
	int error = kdump_unpack_check(packed) ?:
		    content_unpack(builder, packed, ret);
	char why[KDUMP_DIAG_SIZE];

	/* Said already, or by the caller. */
	if (!error || error == -ENOMEM || !kdump_decompressor(packed->packing))
		return error;
	unpack_explain(builder, packed, error, why);
	pr_err("load refused: %s\n", why);
	return error == -EOPNOTSUPP ? -ENOEXEC : error;
}

/**
 * kdump_stays_packed - say that a kernel will unpack itself
 * @why: why it is not unpacked now
 *
 * Return: %-EOPNOTSUPP.
 */
int kdump_stays_packed(const char *why)
{
	pr_notice("the kernel stays packed: %s\n", why);
	return -EOPNOTSUPP;
}

/**
 * kdump_unpack_wanted - are kernels to be unpacked that could do it themselves?
 *
 * Return: true unless kdump.unpack=0 says no.
 */
bool kdump_unpack_wanted(void)
{
	return READ_ONCE(unpack_wanted);
}

/**
 * kdump_unpack_try - unpack what is inside of a kernel that unpacks itself
 * @builder: the image that it is for; owns the memory
 * @packed: the part of its file that kdump_payload_parse() passed; this kernel
 *	has a decompressor for it
 * @ret: the content; untouched on failure
 *
 * Return: 0, with a message; %-EOPNOTSUPP, with a message, if it has to do it
 * itself, for want of room, memory or knowledge here; %-ENOEXEC, with a message,
 * if it is damaged: it could not do it either.
 */
int kdump_unpack_try(struct kdump_builder *builder,
		     const struct kdump_packed *packed,
		     struct kdump_unpacked *ret)
{
	int error = content_unpack(builder, packed, ret);
	char why[KDUMP_DIAG_SIZE];

	if (!error) {
		pr_info("the kernel is unpacked: %zu KiB of %s became %zu KiB\n",
			packed->size >> 10, kdump_packing_name(packed->packing),
			ret->size >> 10);
		return 0;
	}
	unpack_explain(builder, packed, error, why);
	if (error != -ENOEXEC)
		return kdump_stays_packed(why);
	pr_err("load refused: %s\n", why);
	return error;
}
