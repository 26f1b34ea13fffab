// SPDX-License-Identifier: GPL-2.0-only
/*
 * The setup header of a file that says it is a bzImage.
 *
 * Input: one byte, by how much the file is longer than what is there, in units
 * of 64 bytes; then its first bytes, the rest is zero.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "bzimage_header.h"
#include "fuzz.h"

#define HEADER_OFFSET	0x1f1

static void check_accepted(const u8 *file, size_t size,
			   const struct kdump_bzimage *image)
{
	const struct setup_header *header = &image->header;
	size_t copied = 0x202 + file[0x201] - HEADER_OFFSET;
	size_t kernel = size - image->kernel_offset;
	const u8 *rest = (const u8 *)header;

	EXPECT(image->kernel_offset >= 2 * 512 && image->kernel_offset < size);
	EXPECT(image->kernel_offset % 512 == 0);
	EXPECT((u64)header->syssize * 16 <= kernel);
	EXPECT((u64)header->payload_offset + header->payload_length <= kernel);
	EXPECT(image->memory_size >= kernel);
	EXPECT(PAGE_ALIGNED(image->memory_size));
	EXPECT(image->memory_size - header->init_size < PAGE_SIZE);
	EXPECT(is_power_of_2(image->alignment));
	EXPECT(image->lowest >= 1 << 20);
	EXPECT(image->lowest >= header->pref_address);
	EXPECT(image->cmdline_size == header->cmdline_size);
	EXPECT(image->five_level == !!(header->xloadflags & XLF_5LEVEL));

	/* The file's own header, and nothing that is not in it. */
	if (copied > sizeof(*header))
		copied = sizeof(*header);
	EXPECT(!memcmp(header, file + HEADER_OFFSET, copied));
	for (; copied < sizeof(*header); copied++)
		EXPECT(!rest[copied]);
}

static bool parse_as(const u8 *bytes, size_t size,
		     enum kdump_bzimage_bits bits)
{
	u8 *file = fuzz_memory(bytes, size);
	struct kdump_diag diag = { };
	struct kdump_bzimage image;
	int err;

	fuzz_poison(&image, sizeof(image));
	err = kdump_bzimage_parse(file, size, bits, &diag, &image);
	EXPECT(!err || err == -ENOEXEC);
	if (err) {
		fuzz_check_diag(&diag, BIT(KDUMP_ENDS_EARLY) |
				       BIT(KDUMP_EXPECTED));
		fuzz_check_poison(&image, sizeof(image));
	} else {
		check_accepted(file, size, &image);
	}
	free(file);
	return !err;
}

/* Checks one file; true if it is a bzImage, of one kind only. */
static bool parse(const u8 *bytes, size_t size)
{
	bool is_64 = parse_as(bytes, size, KDUMP_BZIMAGE_64);
	bool is_32 = parse_as(bytes, size, KDUMP_BZIMAGE_32);

	EXPECT(!is_64 || !is_32);
	return is_64 || is_32;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	size_t longer = fuzz_take(&input, 1) * 64;
	size_t whole = input.left + longer;
	u8 *file = fuzz_memory(NULL, whole);
	u64 kernel;

	memcpy(file, input.at, input.left);
	memset(file + input.left, 0, longer);
	if (parse(file, whole)) {
		/* What is missing at the end is noticed. */
		kernel = whole - ((file[HEADER_OFFSET] ?: 4) + 1) * 512;
		parse(file, whole - 1);
		EXPECT(!parse(file, whole - kernel));
	}
	free(file);
	return 0;
}
