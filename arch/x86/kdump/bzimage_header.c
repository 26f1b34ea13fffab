// SPDX-License-Identifier: GPL-2.0-only
/*
 * The setup header of a bzImage, checked against its file. Pure.
 *
 * Format: Documentation/arch/x86/boot.rst. The file is not trusted: no field
 * is used before it is checked, and nothing past @size is read.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "bzimage_header.h"

#define SECTOR_BYTES	512
/* The boot sector and one of setup: no bzImage is smaller. */
#define SETUP_BYTES_MIN	(2 * SECTOR_BYTES)
#define PARAGRAPH_BYTES	16

#define HEADER_OFFSET	0x1f1
#define JUMP_OFFSET	0x200
#define JUMP_BYTES	2
#define BOOT_FLAG	0xaa55
#define HEADER_MAGIC	0x53726448	/* "HdrS" */
#define VERSION_MIN	0x020c		/* the first with xloadflags */
#define LOWEST_KERNEL	SZ_1M

/* The last field that is used here; a header must reach that far. */
#define HEADER_BYTES_MIN \
	(offsetof(struct setup_header, init_size) + sizeof(__u32))

static int bzimage_refuse(struct kdump_diag *diag, const char *what,
			  u64 value, const char *expected)
{
	*diag = kdump_diag_expected(what, value, expected);
	return -ENOEXEC;
}

static int bzimage_truncated(struct kdump_diag *diag, const char *what,
			     size_t size, u64 needed)
{
	*diag = kdump_diag_ends_early(what, size, needed);
	return -ENOEXEC;
}

/* Copies the header: its length is how far the jump at its end reaches. */
static int bzimage_read_header(const u8 *file, size_t size,
			       struct kdump_diag *diag,
		       struct setup_header *header)
{
	size_t bytes, end;
	u8 reach;

	if (size < JUMP_OFFSET + JUMP_BYTES)
		return bzimage_truncated(diag, "setup header", size, SETUP_BYTES_MIN);
	reach = file[JUMP_OFFSET + 1];
	end = JUMP_OFFSET + JUMP_BYTES + reach;
	bytes = end - HEADER_OFFSET;
	/* From 0x80 on the byte is a jump backwards. */
	if (reach >= 0x80 || bytes < HEADER_BYTES_MIN)
		return bzimage_refuse(diag, "jump offset at 0x201", reach,
			      "a jump over the setup header");
	if (size < end)
		return bzimage_truncated(diag, "setup header", size, SETUP_BYTES_MIN);
	memset(header, 0, sizeof(*header));
	memcpy(header, file + HEADER_OFFSET, min(bytes, sizeof(*header)));
	return 0;
}

static int bzimage_check_kind(const struct setup_header *header,
			      struct kdump_diag *diag)
{
	if (header->header != HEADER_MAGIC)
		return bzimage_refuse(diag, "header magic", header->header, "\"HdrS\"");
	if (header->boot_flag != BOOT_FLAG)
		return bzimage_refuse(diag, "boot_flag", header->boot_flag, "0xaa55");
	if (header->version < VERSION_MIN)
		return bzimage_refuse(diag, "boot protocol version", header->version,
			      "0x20c or later");
	if (!(header->loadflags & LOADED_HIGH))
		return bzimage_refuse(diag, "loadflags", header->loadflags,
			      "LOADED_HIGH: a bzImage");
	if (!header->relocatable_kernel)
		return bzimage_refuse(diag, "relocatable_kernel", 0,
			      "1: build it with CONFIG_RELOCATABLE");
	return 0;
}

/*
 * A 64-bit kernel could be entered by the 32-bit protocol, too. But as a capture
 * kernel it would not know the dump of a 32-bit one for its own.
 */
static int bzimage_check_bits(const struct setup_header *header,
			      enum kdump_bzimage_bits bits,
			      struct kdump_diag *diag)
{
	bool is_64 = header->xloadflags & XLF_KERNEL_64;

	if (bits == KDUMP_BZIMAGE_32)
		return is_64 ? bzimage_refuse(diag, "xloadflags",
					      header->xloadflags,
					      "no XLF_KERNEL_64: a 32-bit kernel") : 0;
	if (!is_64)
		return bzimage_refuse(diag, "xloadflags", header->xloadflags,
			      "XLF_KERNEL_64: a 64-bit kernel");
	if (!(header->xloadflags & XLF_CAN_BE_LOADED_ABOVE_4G))
		return bzimage_refuse(diag, "xloadflags", header->xloadflags,
			      "XLF_CAN_BE_LOADED_ABOVE_4G");
	return 0;
}

static int bzimage_check_sizes(const struct setup_header *header, size_t size,
			       size_t kernel_offset, struct kdump_diag *diag)
{
	u64 kernel = (u64)header->syssize * PARAGRAPH_BYTES;
	u64 payload = (u64)header->payload_offset + header->payload_length;

	if (size < kernel_offset + kernel)
		return bzimage_truncated(diag, size < kernel_offset ?
				 "setup sectors" : "kernel", size,
				 kernel_offset + kernel);
	if (!kernel)
		return bzimage_refuse(diag, "syssize", 0, "a kernel after the setup");
	if (payload > kernel)
		return bzimage_refuse(diag, "payload end", payload,
			      "at most syssize paragraphs");
	if (header->init_size < size - kernel_offset)
		return bzimage_refuse(diag, "init_size", header->init_size,
			      "at least the size of the kernel");
	return 0;
}

/**
 * kdump_bzimage_parse - check a file and say how to load it
 * @file: not trusted, and of any kind
 * @size: its bytes
 * @bits: how it is to be entered
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC if it is no bzImage that can be loaded anywhere in
 * memory by this boot protocol, or a damaged one.
 */
int kdump_bzimage_parse(const void *file, size_t size,
			enum kdump_bzimage_bits bits, struct kdump_diag *diag,
			struct kdump_bzimage *ret)
{
	struct setup_header header;
	size_t kernel_offset;
	int error;

	error = bzimage_read_header(file, size, diag, &header);
	if (!error)
		error = bzimage_check_kind(&header, diag) ?:
			bzimage_check_bits(&header, bits, diag);
	if (error)
		return error;

	/* Old boot loaders wrote no count: 0 means 4. */
	kernel_offset = ((header.setup_sects ?: 4) + 1) * SECTOR_BYTES;
	error = bzimage_check_sizes(&header, size, kernel_offset, diag);
	if (error)
		return error;
	if (!is_power_of_2(header.kernel_alignment))
		return bzimage_refuse(diag, "kernel_alignment",
			      header.kernel_alignment, "a power of two");

	*ret = (struct kdump_bzimage){
		.header = header,
		.kernel_offset = kernel_offset,
		.memory_size = ALIGN((u64)header.init_size, SZ_4K),
		.alignment = header.kernel_alignment,
		.lowest = max_t(u64, header.pref_address, LOWEST_KERNEL),
		.cmdline_size = header.cmdline_size,
		.five_level = header.xloadflags & XLF_5LEVEL,
	};
	return 0;
}
