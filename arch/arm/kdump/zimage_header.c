// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a zImage, checked against its file. Pure.
 *
 * Format: arch/arm/boot/compressed/head.S, and vmlinux.lds.S beside it, for the
 * table that the header leads to. The file is not trusted: no field is used
 * before it is checked, and nothing past @size is read.
 */
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include <asm/byteorder.h>

#include "zimage_header.h"

#define MAGIC		0x016f2818
#define ORDER_LITTLE	0x04030201
#define HAS_TABLE	0x45454545
#define TABLE_MAGIC	0x5a534c4b

/* More than any kernel takes, far from where sums wrap. */
#define SIZE_LIMIT	SZ_1G

/* Below the kernel are its first page tables: up to five pages. */
#define TEXT_OFFSET_MIN	SZ_32K
#define TABLES_BYTES	(5 * SZ_4K)

/* The decompressor's variables and stack, which it does not tell. */
#define VARIABLES_MAX	SZ_64K

struct zimage_header {
	__le32 code[9];
	__le32 magic;
	__le32 start;
	__le32 end;
	__le32 byte_order;
	__le32 has_table;
	__le32 table;
};

static_assert(sizeof(struct zimage_header) == 0x3c);

/* Older ones are shorter. */
struct zimage_table {
	__le32 words;
	__le32 magic;
	__le32 unpacked_at;
	__le32 bss_size;
	__le32 text_offset;
	__le32 malloc_size;
};

static_assert(sizeof(struct zimage_table) == 24);

static int zimage_set(struct kdump_diag *diag, const char *what, u64 value,
		      enum kdump_rule rule, u64 bound)
{
	*diag = kdump_diag_bound(what, value, rule, bound);
	return -ENOEXEC;
}

static int zimage_expected(struct kdump_diag *diag, const char *what,
			   u64 value, const char *expected)
{
	*diag = kdump_diag_expected(what, value, expected);
	return -ENOEXEC;
}

/* Copies, for a file may lie at any address, and so may what is in it. */
static int zimage_read(const void *file, size_t size, const char *what,
		       u32 offset, void *to, size_t bytes,
		       struct kdump_diag *diag)
{
	if (size < bytes || offset > size - bytes)
		return zimage_set(diag, what, offset, KDUMP_AT_MOST,
				  size < bytes ? 0 : size - bytes);
	memcpy(to, file + offset, bytes);
	return 0;
}

static int zimage_check_header(const struct zimage_header *header, size_t size,
			       struct kdump_diag *diag)
{
	u32 start = le32_to_cpu(header->start), end = le32_to_cpu(header->end);

	if (le32_to_cpu(header->magic) != MAGIC)
		return zimage_expected(diag, "magic", le32_to_cpu(header->magic),
				       "that of a zImage, 0x016f2818");
	if (le32_to_cpu(header->byte_order) != ORDER_LITTLE)
		return zimage_expected(diag, "byte order",
				       le32_to_cpu(header->byte_order),
				       "a little-endian kernel");
	if (le32_to_cpu(header->has_table) != HAS_TABLE)
		return zimage_expected(diag, "mark of the table",
				       le32_to_cpu(header->has_table),
				       "a table of sizes, which old kernels lack");
	if (end < start || end - start < sizeof(*header))
		return zimage_set(diag, "end", end, KDUMP_AT_LEAST,
				  (u64)start + sizeof(*header));
	if (end - start > size)
		return zimage_set(diag, "end", end, KDUMP_AT_MOST,
				  (u64)start + size);
	return 0;
}

static int zimage_check_size(const char *what, __le32 size, u32 least,
			     struct kdump_diag *diag)
{
	if (le32_to_cpu(size) < least)
		return zimage_set(diag, what, le32_to_cpu(size), KDUMP_AT_LEAST,
				  least);
	if (le32_to_cpu(size) > SIZE_LIMIT)
		return zimage_set(diag, what, le32_to_cpu(size), KDUMP_AT_MOST,
				  SIZE_LIMIT);
	return 0;
}

static int zimage_check_table(const struct zimage_table *table,
			      struct kdump_diag *diag)
{
	u32 offset = le32_to_cpu(table->text_offset);

	if (le32_to_cpu(table->magic) != TABLE_MAGIC)
		return zimage_expected(diag, "magic of the table",
				       le32_to_cpu(table->magic), "0x5a534c4b");
	if (le32_to_cpu(table->words) < sizeof(*table) / sizeof(u32))
		return zimage_expected(diag, "words of the table",
				       le32_to_cpu(table->words),
				       "6 or more: old kernels have fewer");
	if (offset % SZ_4K)
		return zimage_expected(diag, "text_offset", offset,
				       "whole pages");
	return zimage_check_size("text_offset", table->text_offset,
				 TEXT_OFFSET_MIN, diag) ?:
	       zimage_check_size("bss_size", table->bss_size, 0, diag) ?:
	       zimage_check_size("malloc_size", table->malloc_size, 0, diag);
}

/**
 * kdump_arm_zimage_parse - check a file and say how to load it
 * @file: not trusted, and of any kind
 * @size: its bytes
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC if it is no zImage that this machine can run, or a
 * damaged one.
 */
int kdump_arm_zimage_parse(const void *file, size_t size,
			   struct kdump_diag *diag,
			   struct kdump_arm_zimage *ret)
{
	struct zimage_header header;
	struct zimage_table table;
	__le32 unpacked;
	int error;

	if (size < sizeof(header))
		return zimage_set(diag, "header", size, KDUMP_ENDS_EARLY,
				  sizeof(header));
	memcpy(&header, file, sizeof(header));
	error = zimage_check_header(&header, size, diag);
	if (error)
		return error;
	size = le32_to_cpu(header.end) - le32_to_cpu(header.start);
	error = zimage_read(file, size, "table", le32_to_cpu(header.table),
			    &table, sizeof(table), diag) ?:
		zimage_check_table(&table, diag) ?:
		zimage_read(file, size, "place of the unpacked size",
			    le32_to_cpu(table.unpacked_at), &unpacked,
			    sizeof(unpacked), diag) ?:
		zimage_check_size("unpacked size", unpacked, 1, diag);
	if (error)
		return error;
	*ret = (struct kdump_arm_zimage){
		.size = size,
		.memory_size = size + le32_to_cpu(table.malloc_size) +
			       VARIABLES_MAX,
		.text_offset = le32_to_cpu(table.text_offset),
		.kernel_size = le32_to_cpu(unpacked) +
			       le32_to_cpu(table.bss_size),
	};
	return 0;
}

/**
 * kdump_arm_zimage_unpacked - where it will put the kernel
 * @image: what kdump_arm_zimage_parse() found
 * @memory: where its memory begins, as the device tree says
 *
 * Return: the kernel, and its first page tables.
 */
struct kdump_range
kdump_arm_zimage_unpacked(const struct kdump_arm_zimage *image, u64 memory)
{
	u64 begin = ALIGN(memory, SZ_2M) + image->text_offset;

	return (struct kdump_range){
		begin - TABLES_BYTES,
		ALIGN(begin + image->kernel_size, SZ_4K),
	};
}
