// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a file that says it is a riscv Image.
 *
 * Input: the file.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/string.h>

#include "../../../../arch/riscv/kdump/image_header.h"
#include "fuzz.h"

static u64 little(const u8 *at, int bytes)
{
	u64 value = 0;

	while (bytes--)
		value = value << 8 | at[bytes];
	return value;
}

static void check_accepted(const u8 *file, size_t size,
			   const struct kdump_riscv_image *image)
{
	EXPECT(size >= 64 && !memcmp(file + 56, "RSC\x05", 4));
	EXPECT(image->memory_size == little(file + 16, 8));
	EXPECT(image->memory_size >= size);
	/* What is computed of it does not wrap. */
	EXPECT(image->memory_size <= 1ULL << 52);
	EXPECT(!(file[24] & 1));
	EXPECT(!little(file + 34, 2));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *file = fuzz_memory(data, size);
	struct kdump_riscv_image image;
	struct kdump_diag diag = { };
	int err;

	fuzz_poison(&image, sizeof(image));
	err = kdump_riscv_image_parse(file, size, &diag, &image);
	EXPECT(!err || err == -ENOEXEC);
	if (err) {
		fuzz_check_diag(&diag, BIT(KDUMP_EXPECTED) |
				       BIT(KDUMP_AT_LEAST) |
				       BIT(KDUMP_AT_MOST) |
				       BIT(KDUMP_ENDS_EARLY));
		fuzz_check_poison(&image, sizeof(image));
	} else {
		check_accepted(file, size, &image);
	}
	EXPECT(err || kdump_riscv_image_probe(file, size));
	free(file);
	return 0;
}
