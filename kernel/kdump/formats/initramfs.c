// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an initramfs is made of. Pure.
 *
 * Format: Documentation/driver-api/early-userspace/buffer-format.rst: archives,
 * compressed or not, one after the other, with zeros between them. The file is
 * not trusted: nothing past @size is read, and nothing is summed before it was
 * compared.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "formats/initramfs.h"
#include "formats/packed.h"

#define MAGIC_BYTES	6
#define FIELD_BYTES	8
#define HEADER_BYTES	110
/* Numbers of fields, which follow the magic. */
#define FIELD_FILE_SIZE	6
#define FIELD_NAME_SIZE	11
#define CPIO_ALIGN	4

static const char trailer[] = "TRAILER!!!";

/* Eight hexadecimal digits. */
static bool cpio_field(const u8 *header, unsigned int field, u32 *ret)
{
	const u8 *digits = header + MAGIC_BYTES + field * FIELD_BYTES;
	unsigned int i;

	*ret = 0;
	for (i = 0; i < FIELD_BYTES; i++) {
		u8 digit = digits[i] | 0x20;

		if (digits[i] >= '0' && digits[i] <= '9')
			*ret = *ret << 4 | (digits[i] - '0');
		else if (digit >= 'a' && digit <= 'f')
			*ret = *ret << 4 | (digit - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* With checksums or without. */
static bool cpio_magic(const u8 *header)
{
	return !memcmp(header, "070701", MAGIC_BYTES) ||
	       !memcmp(header, "070702", MAGIC_BYTES);
}

/**
 * struct cpio_entry - an entry of an archive
 * @end: where the next one starts
 * @last: it is the trailer
 */
struct cpio_entry {
	size_t end;
	bool last;
};

static int cpio_entry_read(const u8 *data, size_t size, size_t at,
			   struct cpio_entry *ret)
{
	const u8 *header = data + at;
	u32 name_size, file_size;
	u64 name_end, end;

	if (size - at < HEADER_BYTES || !cpio_magic(header) ||
	    !cpio_field(header, FIELD_NAME_SIZE, &name_size) ||
	    !cpio_field(header, FIELD_FILE_SIZE, &file_size))
		return -ENOEXEC;
	/* Of 64 bits, so that they do not wrap. */
	name_end = (u64)at + HEADER_BYTES + name_size;
	end = ALIGN(name_end, (u64)CPIO_ALIGN) + file_size;
	if (name_end > size || end > size)
		return -ENOEXEC;
	ret->last = name_size == sizeof(trailer) &&
		    !memcmp(header + HEADER_BYTES, trailer, sizeof(trailer));
	/* What aligns the last one may be missing. */
	end = ALIGN(end, (u64)CPIO_ALIGN);
	ret->end = end > size ? size : end;
	return 0;
}

static int cpio_end(const u8 *data, size_t size, size_t at, size_t *ret)
{
	struct cpio_entry entry;
	int error;

	do {
		error = cpio_entry_read(data, size, at, &entry);
		if (error)
			return error;
		at = entry.end;
	} while (!entry.last);
	*ret = at;
	return 0;
}

/**
 * kdump_initramfs_next - find the next part
 * @data: the parts, one after the other; not trusted
 * @size: its bytes
 * @at: where the last part has ended; 0 at first
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC for what is no initramfs.
 */
int kdump_initramfs_next(const u8 *data, size_t size, size_t at,
			 struct kdump_initramfs_part *ret)
{
	struct kdump_initramfs_part part = { .end = size };
	int error = 0;

	while (at < size && !data[at])
		at++;
	part.start = at;
	if (at == size)
		part.kind = KDUMP_INITRAMFS_END;
	else if (kdump_packing_of(data + at, size - at) != KDUMP_PACKED_NOT)
		part.kind = KDUMP_INITRAMFS_PACKED;
	else if (IS_ALIGNED(at, CPIO_ALIGN))
		error = cpio_end(data, size, at, &part.end);
	else
		error = -ENOEXEC;
	if (!error && at < size && part.kind != KDUMP_INITRAMFS_PACKED)
		part.kind = KDUMP_INITRAMFS_CPIO;
	if (!error)
		*ret = part;
	return error;
}

/**
 * kdump_initramfs_plain - are all parts of an initramfs uncompressed?
 * @data: the parts, one after the other; not trusted
 * @size: its bytes
 *
 * Return: false also if there is no part at all.
 */
bool kdump_initramfs_plain(const u8 *data, size_t size)
{
	struct kdump_initramfs_part part = { };
	unsigned int parts;

	for (parts = 0;; parts++) {
		if (kdump_initramfs_next(data, size, part.end, &part) ||
		    part.kind == KDUMP_INITRAMFS_PACKED)
			return false;
		if (part.kind == KDUMP_INITRAMFS_END)
			return parts;
	}
}

/**
 * kdump_initramfs_content - how large an initramfs says that it is, unpacked
 * @data: the file; not trusted
 * @size: its bytes
 *
 * Where several gzip streams follow each other, only the last one tells.
 *
 * Return: the bytes, as far as the file tells them.
 */
u64 kdump_initramfs_content(const u8 *data, size_t size)
{
	struct kdump_initramfs_part part = { };
	struct kdump_packed packed = { };
	struct kdump_diag diag;
	u64 content = 0;

	while (!kdump_initramfs_next(data, size, part.end, &part) &&
	       part.kind == KDUMP_INITRAMFS_CPIO)
		content += ALIGN(part.end - part.start, CPIO_ALIGN);
	if (part.kind == KDUMP_INITRAMFS_PACKED)
		kdump_packed_parse(data + part.start, size - part.start, &diag,
				   &packed);
	if (check_add_overflow(content, packed.unpacked, &content))
		return U64_MAX;
	return content;
}

/**
 * kdump_initramfs_most - how large an unpacked initramfs may be
 * @available: bytes that are left for it and for all that a capture kernel does
 *
 * There is a moment when it is there twice, in its archive and in files. As
 * much is for what those files do then, and besides it a kernel takes about 32
 * MiB. Where there is less, a packed one does better.
 *
 * Return: the bytes; 0 if it is better packed whatever its size.
 */
u64 kdump_initramfs_most(u64 available)
{
	return available > SZ_32M ? div_u64(available - SZ_32M, 3) : 0;
}
