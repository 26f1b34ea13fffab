// SPDX-License-Identifier: GPL-2.0-only
/*
 * How large the content of an xz file is: its last part, the index, says it.
 * Pure.
 *
 * Format: "The .xz File Format", version 1.1. One stream is expected.
 */
#include <linux/errno.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "formats/packed.h"

/* The header of the stream, and its footer. */
#define END_BYTES	12
#define NUMBER_BITS	7
#define NUMBER_BYTES_MAX 9
#define INDEX_ALIGN	4

/**
 * struct xz_index - the index, while it is read
 * @at: the next byte
 * @left: how many there are
 */
struct xz_index {
	const u8 *at;
	size_t left;
};

/* Seven bits a byte, the low ones first. */
static bool index_number(struct xz_index *index, u64 *ret)
{
	unsigned int i;
	u8 byte;

	*ret = 0;
	for (i = 0; i < NUMBER_BYTES_MAX && index->left; i++) {
		byte = *index->at++;
		index->left--;
		*ret |= (u64)(byte & 0x7f) << (i * NUMBER_BITS);
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* Finds the index by the footer; it ends with a digest that is not looked at. */
static int index_find(const u8 *data, size_t size, struct kdump_diag *diag,
		      struct xz_index *index)
{
	const u8 *footer = data + size - END_BYTES;
	u64 bytes;

	if (size < 2 * END_BYTES + 2 * INDEX_ALIGN)
		return kdump_packed_truncated(diag, "xz stream", size,
					      2 * END_BYTES + 2 * INDEX_ALIGN);
	if (memcmp(footer + END_BYTES - 2, "YZ", 2))
		return kdump_packed_refuse(diag, "xz footer magic",
					   get_unaligned_le16(footer + 10),
					   "\"YZ\" at the end of the file");
	bytes = ((u64)get_unaligned_le32(footer + 4) + 1) * INDEX_ALIGN;
	if (bytes > size - 2 * END_BYTES)
		return kdump_packed_refuse(diag, "xz backward size", bytes,
					   "an index in the file");
	*index = (struct xz_index){
		.at = footer - bytes,
		.left = bytes - sizeof(u32),
	};
	return 0;
}

static int index_damaged(struct kdump_diag *diag, const char *what, u64 value)
{
	return kdump_packed_refuse(diag, what, value, "a sound xz index");
}

/**
 * kdump_xz_unpacked - how large the content is
 * @data: a file with the magic of xz
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: the bytes; untouched on failure
 *
 * Return: 0, or %-ENOEXEC.
 */
int kdump_xz_unpacked(const u8 *data, size_t size, struct kdump_diag *diag,
		      u64 *ret)
{
	u64 records, packed, unpacked, total = 0;
	struct xz_index index;
	int error;

	error = index_find(data, size, diag, &index);
	if (error)
		return error;
	if (!index_number(&index, &records) || records)
		return index_damaged(diag, "xz index indicator", index.at[-1]);
	if (!index_number(&index, &records))
		return index_damaged(diag, "xz number of records", records);
	for (; records; records--) {
		if (!index_number(&index, &packed) ||
		    !index_number(&index, &unpacked))
			return index_damaged(diag, "xz records left", records);
		if (check_add_overflow(total, unpacked, &total))
			return index_damaged(diag, "xz uncompressed size",
					     unpacked);
	}
	*ret = total;
	return 0;
}
