// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compressed files: how they are compressed, and how large their content is,
 * as far as can be said without unpacking them. Pure.
 *
 * Nothing of it can be trusted: those who unpack give no more memory than it
 * says, and expect that this is not enough.
 */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

#define MAGIC_BYTES_MAX 6

/**
 * struct packed_magic - how files of a kind begin
 * @bytes: their first bytes
 * @count: how many of them
 * @packing: the kind
 * @name: what people call it
 */
struct packed_magic {
	u8 bytes[MAGIC_BYTES_MAX];
	u8 count;
	enum kdump_packing packing;
	const char *name;
};

static const struct packed_magic magics[] = {
	{ { 0x1f, 0x8b }, 2, KDUMP_PACKED_GZIP, "gzip" },
	{ { 0x28, 0xb5, 0x2f, 0xfd }, 4, KDUMP_PACKED_ZSTD, "zstd" },
	{ { 0xfd, '7', 'z', 'X', 'Z', 0 }, 6, KDUMP_PACKED_XZ, "xz" },
	{ { 0x02, 0x21, 0x4c, 0x18 }, 4, KDUMP_PACKED_LZ4, "lz4" },
	{ { 0x04, 0x22, 0x4d, 0x18 }, 4, KDUMP_PACKED_LZ4_FRAME,
	  "lz4 (without -l)" },
	{ { 0x89, 'L', 'Z', 'O', 0, '\r' }, 6, KDUMP_PACKED_LZO, "lzo" },
	{ { 'B', 'Z', 'h' }, 3, KDUMP_PACKED_BZIP2, "bzip2" },
	{ { 0x5d, 0, 0 }, 3, KDUMP_PACKED_LZMA, "lzma" },
};

static const struct packed_magic *magic_find(const u8 *file, size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (size >= magics[i].count &&
		    !memcmp(file, magics[i].bytes, magics[i].count))
			return &magics[i];
	return NULL;
}

/**
 * kdump_packing_of - how a file is compressed, by its magic
 * @file: a file of any kind, and as short as it may be
 * @size: its bytes
 *
 * Return: how; %KDUMP_PACKED_NOT if in no way that is known.
 */
enum kdump_packing kdump_packing_of(const void *file, size_t size)
{
	const struct packed_magic *magic = magic_find(file, size);

	return magic ? magic->packing : KDUMP_PACKED_NOT;
}

/**
 * kdump_packing_name - what people call it
 * @packing: the kind
 *
 * Return: the name.
 */
const char *kdump_packing_name(enum kdump_packing packing)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (magics[i].packing == packing)
			return magics[i].name;
	return "unknown";
}

/**
 * kdump_packed_refuse - say what is wrong with a field of a compressed file
 * @diag: filled in
 * @what: the field
 * @value: what it says
 * @expected: what it had to say
 *
 * Return: %-ENOEXEC.
 */
int kdump_packed_refuse(struct kdump_diag *diag, const char *what, u64 value,
			const char *expected)
{
	*diag = kdump_diag_expected(what, value, expected);
	return -ENOEXEC;
}

/**
 * kdump_packed_truncated - say that a compressed file ends too early
 * @diag: filled in
 * @what: the part that it ends in
 * @size: bytes of the file
 * @needed: bytes that it needs at least
 *
 * Return: %-ENOEXEC.
 */
int kdump_packed_truncated(struct kdump_diag *diag, const char *what,
			   size_t size, u64 needed)
{
	*diag = kdump_diag_ends_early(what, size, needed);
	return -ENOEXEC;
}

static int packed_unpacked(const struct kdump_packed *packed,
			   struct kdump_diag *diag, u64 *ret)
{
	switch (packed->packing) {
	case KDUMP_PACKED_GZIP:
		return kdump_gzip_unpacked(packed->data, packed->size, diag,
					   ret);
	case KDUMP_PACKED_ZSTD:
		return kdump_zstd_unpacked(packed->data, packed->size, diag,
					   ret);
	case KDUMP_PACKED_XZ:
		return kdump_xz_unpacked(packed->data, packed->size, diag, ret);
	case KDUMP_PACKED_LZ4:
		return kdump_lz4_unpacked(packed->data, packed->size, diag,
					  ret);
	default:
		return kdump_packed_refuse(diag, "first byte", packed->data[0],
					   "gzip, zstd, xz or lz4 -l, which can be unpacked");
	}
}

/**
 * kdump_packed_parse - look at a compressed file
 * @file: the file, with nothing after the end of the stream
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0; %-ENOEXEC if it is not compressed, in a way that is not known
 * here, or damaged.
 */
int kdump_packed_parse(const void *file, size_t size, struct kdump_diag *diag,
		       struct kdump_packed *ret)
{
	struct kdump_packed packed = {
		.packing = kdump_packing_of(file, size),
		.data = file,
		.size = size,
	};
	int error;

	if (!size)
		return kdump_packed_truncated(diag, "magic", 0, 1);
	error = packed_unpacked(&packed, diag, &packed.unpacked);
	if (error)
		return error;
	if (!packed.unpacked)
		return kdump_packed_refuse(diag, "size of the content", 0,
					   "a kernel");
	*ret = packed;
	return 0;
}

/**
 * kdump_payload_parse - look at what a kernel that unpacks itself has inside
 * @payload: its compressed part; not trusted
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * A gzip file ends with the size of its content. To all others the kernel's
 * makefiles add it, past the end of the stream.
 *
 * Return: 0, or %-ENOEXEC as kdump_packed_parse().
 */
int kdump_payload_parse(const void *payload, size_t size,
			struct kdump_diag *diag, struct kdump_packed *ret)
{
	struct kdump_packed packed;
	size_t stream = size - sizeof(u32);
	u32 content;
	int error;

	if (kdump_packing_of(payload, size) == KDUMP_PACKED_GZIP)
		return kdump_packed_parse(payload, size, diag, ret);
	if (size < sizeof(u32))
		return kdump_packed_truncated(diag, "payload", size,
					      sizeof(u32));
	error = kdump_packed_parse(payload, stream, diag, &packed);
	if (error)
		return error;
	content = get_unaligned_le32(payload + stream);
	if (!content || content > packed.unpacked)
		return kdump_packed_refuse(diag, "size past the payload",
					   content,
					   "what the compressed data can hold");
	packed.unpacked = content;
	*ret = packed;
	return 0;
}
