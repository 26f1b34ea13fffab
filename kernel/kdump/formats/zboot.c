// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that EFI firmware unpacks by itself (CONFIG_EFI_ZBOOT): a PE file
 * with a compressed kernel in it, and a header that says where. Pure.
 *
 * Format: drivers/firmware/efi/libstub/zboot-header.S. Numbers are
 * __le32, whatever reads them. The file is not trusted.
 */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

#define OFFSET_AT	8
#define SIZE_AT		12
#define TYPE_AT		0x18
#define TYPE_BYTES	0x20
#define HEADER_BYTES	0x40

/* Kernels up to 6.11 named the way to make them. */
static const struct {
	const char *name;
	enum kdump_packing packing;
} types[] = {
	{ "gzip", KDUMP_PACKED_GZIP },
	{ "zstd", KDUMP_PACKED_ZSTD },
	{ "zstd22", KDUMP_PACKED_ZSTD },
	{ "xzkern", KDUMP_PACKED_XZ },
	{ "lz4", KDUMP_PACKED_LZ4 },
	{ "lzo", KDUMP_PACKED_LZO },
	{ "lzma", KDUMP_PACKED_LZMA },
};

static enum kdump_packing zboot_type(const u8 *file)
{
	const char *type = (const char *)file + TYPE_AT;
	unsigned int i;

	if (strnlen(type, TYPE_BYTES) == TYPE_BYTES)
		return KDUMP_PACKED_NOT;
	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(type, types[i].name))
			return types[i].packing;
	return KDUMP_PACKED_NOT;
}

/* The name and the first bytes have to agree. */
static int zboot_check_type(const u8 *file, const struct kdump_packed *payload,
			    struct kdump_diag *diag)
{
	enum kdump_packing type = zboot_type(file);

	if (type == KDUMP_PACKED_NOT)
		return kdump_packed_refuse(diag, "zboot compression type",
					   get_unaligned_le32(file + TYPE_AT),
					   "the name of a known one");
	if (type != payload->packing)
		return kdump_packed_refuse(diag, "zboot payload's first bytes",
					   get_unaligned_le16(payload->data),
					   "what the compression type says");
	return 0;
}

/**
 * kdump_zboot_probe - is this file a kernel of this kind, by its magic?
 * @file: a file of any kind, and as short as it may be
 * @size: its bytes
 */
bool kdump_zboot_probe(const void *file, size_t size)
{
	static const u8 magic[8] = { 'M', 'Z', 0, 0, 'z', 'i', 'm', 'g' };

	return size >= HEADER_BYTES && !memcmp(file, magic, sizeof(magic));
}

/**
 * kdump_zboot_parse - find the compressed kernel
 * @file: a file that kdump_zboot_probe() knows
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC if the file is damaged, or the kernel compressed in a
 * way that cannot be unpacked.
 */
int kdump_zboot_parse(const void *file, size_t size, struct kdump_diag *diag,
		      struct kdump_packed *ret)
{
	u32 offset = get_unaligned_le32(file + OFFSET_AT);
	u32 bytes = get_unaligned_le32(file + SIZE_AT);
	struct kdump_packed payload;
	int error;

	if (offset < HEADER_BYTES)
		return kdump_packed_refuse(diag, "zboot payload offset", offset,
					   "one past the header");
	if ((u64)offset + bytes > size)
		return kdump_packed_truncated(diag, "zboot payload", size,
					      (u64)offset + bytes);
	error = kdump_packed_parse(file + offset, bytes, diag, &payload);
	if (error)
		return error;
	error = zboot_check_type(file, &payload, diag);
	if (error)
		return error;
	*ret = payload;
	return 0;
}
