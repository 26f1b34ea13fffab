// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a riscv Image, checked against its file. Pure.
 *
 * Format: Documentation/arch/riscv/boot-image-header.rst. The file is not
 * trusted: no field is used before it is checked, and nothing past @size is
 * read. text_offset is no field of ours: it says how far from the start of RAM a
 * boot loader that knows nothing else puts the kernel, which starts at any
 * multiple of 2 MiB.
 */
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/string.h>

#include <asm/byteorder.h>

#include "image_header.h"

/* "RSC\x05", read as a number. */
#define MAGIC		0x05435352

#define VERSION_MAJOR_SHIFT	16
#define VERSION_MAJOR	0

#define FLAG_BIG_ENDIAN	BIT_ULL(0)

/* The base has a struct, too, which big-endian machines must not include. */
struct image_header {
	__le32 code[2];
	__le64 text_offset;
	__le64 image_size;
	__le64 flags;
	__le32 version;
	__le32 reserved[3];
	__le64 old_magic;
	__le32 magic2;
	__le32 pe_offset;
};

static_assert(sizeof(struct image_header) == 64);

/* Beyond the physical addresses of any machine, far from where sums wrap. */
#define SIZE_LIMIT	BIT_ULL(52)

static int image_set(struct kdump_diag *diag, const char *what, u64 value,
		     enum kdump_rule rule, u64 bound)
{
	*diag = kdump_diag_bound(what, value, rule, bound);
	return -ENOEXEC;
}

static int image_expected(struct kdump_diag *diag, const char *what,
			  u64 value, const char *expected)
{
	*diag = kdump_diag_expected(what, value, expected);
	return -ENOEXEC;
}

static int image_check_size(u64 image_size, size_t size,
			    struct kdump_diag *diag)
{
	if (image_size < size)
		return image_set(diag, "image_size", image_size, KDUMP_AT_LEAST,
				 size);
	if (image_size > SIZE_LIMIT)
		return image_set(diag, "image_size", image_size, KDUMP_AT_MOST,
				 SIZE_LIMIT);
	return 0;
}

/* Minor numbers add fields; a major one that is new may change all of them. */
static int image_check_kind(const struct image_header *header,
			    struct kdump_diag *diag)
{
	u32 version = le32_to_cpu(header->version);
	u64 flags = le64_to_cpu(header->flags);

	if (version >> VERSION_MAJOR_SHIFT != VERSION_MAJOR)
		return image_expected(diag, "version", version,
				      "a header of version 0");
	if (flags & FLAG_BIG_ENDIAN)
		return image_expected(diag, "flags", flags,
				      "a little-endian kernel");
	return 0;
}

/* Copies the header, for a file may lie at any address. */
static bool image_read_header(const void *file, size_t size,
			      struct image_header *header)
{
	if (size < sizeof(*header))
		return false;
	memcpy(header, file, sizeof(*header));
	return true;
}

/**
 * kdump_riscv_image_probe - is this file an Image, by its magic?
 * @file: a file of any kind, and as short as it may be
 * @size: its bytes
 */
bool kdump_riscv_image_probe(const void *file, size_t size)
{
	struct image_header header;

	return image_read_header(file, size, &header) &&
	       le32_to_cpu(header.magic2) == MAGIC;
}

/**
 * kdump_riscv_image_parse - check a file and say how to load it
 * @file: not trusted, and of any kind
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC if it is no Image that this machine can run, or a
 * damaged one.
 */
int kdump_riscv_image_parse(const void *file, size_t size,
			    struct kdump_diag *diag,
			    struct kdump_riscv_image *ret)
{
	struct image_header header;
	u64 image_size;
	int error;

	if (!image_read_header(file, size, &header))
		return image_set(diag, "header", size, KDUMP_ENDS_EARLY,
				 sizeof(header));
	if (le32_to_cpu(header.magic2) != MAGIC)
		return image_expected(diag, "magic2",
				      le32_to_cpu(header.magic2),
				      "\"RSC\\x05\"");
	image_size = le64_to_cpu(header.image_size);
	error = image_check_size(image_size, size, diag);
	if (!error)
		error = image_check_kind(&header, diag);
	if (error)
		return error;
	ret->memory_size = image_size;
	return 0;
}
