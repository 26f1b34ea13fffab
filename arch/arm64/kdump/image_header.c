// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of an arm64 Image, checked against its file. Pure.
 *
 * Format: Documentation/arch/arm64/booting.rst, "Call the kernel image". The
 * file is not trusted: no field is used before it is checked, and nothing past
 * @size is read.
 */
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/string.h>

#include <asm/byteorder.h>

/* By its path: the tests build this file for other architectures, too. */
#include "../include/asm/image.h"
#include "image_header.h"

static_assert(sizeof(struct arm64_image_header) == 64);

/* "ARM\x64", read as a number. */
#define MAGIC		0x644d5241

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

static int image_check_sizes(const struct arm64_image_header *header,
			     size_t size, u64 load_align,
			     struct kdump_diag *diag)
{
	u64 text_offset = le64_to_cpu(header->text_offset);
	u64 image_size = le64_to_cpu(header->image_size);

	if (!image_size)
		return image_expected(diag, "image_size", 0,
				      "a size, as kernels since 3.17 say it");
	if (image_size < size)
		return image_set(diag, "image_size", image_size, KDUMP_AT_LEAST,
				 size);
	if (image_size > SIZE_LIMIT)
		return image_set(diag, "image_size", image_size, KDUMP_AT_MOST,
				 SIZE_LIMIT);
	if (text_offset > SIZE_LIMIT)
		return image_set(diag, "text_offset", text_offset,
				 KDUMP_AT_MOST, SIZE_LIMIT);
	if (!IS_ALIGNED(text_offset, load_align))
		return image_expected(diag, "text_offset", text_offset,
				      "whole pages of the running kernel");
	return 0;
}

static bool image_page_size_known(u64 flags,
				  const struct kdump_arm64_machine *machine)
{
	switch (arm64_image_flag_field(flags, ARM64_IMAGE_FLAG_PAGE_SIZE)) {
	case ARM64_IMAGE_FLAG_PAGE_SIZE_4K:
		return machine->pages_4k;
	case ARM64_IMAGE_FLAG_PAGE_SIZE_16K:
		return machine->pages_16k;
	case ARM64_IMAGE_FLAG_PAGE_SIZE_64K:
		return machine->pages_64k;
	default: /* Not said. */
		return true;
	}
}

static int image_check_flags(u64 flags,
			     const struct kdump_arm64_machine *machine,
			     struct kdump_diag *diag)
{
	bool big = arm64_image_flag_field(flags, ARM64_IMAGE_FLAG_BE);

	if (big && !machine->big_endian)
		return image_expected(diag, "flags", flags,
				      "a little-endian kernel: these CPUs run no other");
	if (!big && !machine->little_endian)
		return image_expected(diag, "flags", flags,
				      "a big-endian kernel: these CPUs run no other");
	if (!image_page_size_known(flags, machine))
		return image_expected(diag, "flags", flags,
				      "a page size that these CPUs have");
	/* Where it is loaded there is memory below it, which it needs. */
	if (!arm64_image_flag_field(flags, ARM64_IMAGE_FLAG_PHYS_BASE))
		return image_expected(diag, "flags", flags,
				      "a kernel that runs anywhere in memory, as those since 4.6");
	return 0;
}

/* Copies the header, for a file may lie at any address. */
static bool image_read_header(const void *file, size_t size,
			      struct arm64_image_header *header)
{
	if (size < sizeof(*header))
		return false;
	memcpy(header, file, sizeof(*header));
	return true;
}

/**
 * kdump_arm64_image_probe - is this file an Image, by its magic?
 * @file: a file of any kind, and as short as it may be
 * @size: its bytes
 */
bool kdump_arm64_image_probe(const void *file, size_t size)
{
	struct arm64_image_header header;

	return image_read_header(file, size, &header) &&
	       le32_to_cpu(header.magic) == MAGIC;
}

/**
 * kdump_arm64_image_parse - check a file and say how to load it
 * @file: not trusted, and of any kind
 * @size: its bytes
 * @machine: what it will run on
 * @diag: filled in on failure
 * @ret: filled in on success, untouched on failure
 *
 * Return: 0, or %-ENOEXEC if it is no Image that this machine can run, or a
 * damaged one.
 */
int kdump_arm64_image_parse(const void *file, size_t size,
			    const struct kdump_arm64_machine *machine,
			    struct kdump_diag *diag,
			    struct kdump_arm64_image *ret)
{
	struct arm64_image_header header;
	int error;

	if (!image_read_header(file, size, &header))
		return image_set(diag, "header", size, KDUMP_ENDS_EARLY,
				 sizeof(header));
	if (le32_to_cpu(header.magic) != MAGIC)
		return image_expected(diag, "magic", le32_to_cpu(header.magic),
				      "\"ARM\\x64\"");
	error = image_check_sizes(&header, size, machine->load_align, diag);
	if (!error)
		error = image_check_flags(le64_to_cpu(header.flags), machine,
					  diag);
	if (error)
		return error;
	*ret = (struct kdump_arm64_image){
		.text_offset = le64_to_cpu(header.text_offset),
		.memory_size = le64_to_cpu(header.image_size),
	};
	return 0;
}
