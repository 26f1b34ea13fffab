// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a file that says it is a zImage.
 *
 * Input: the file.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/string.h>

#include "../../../../arch/arm/kdump/zimage_header.h"
#include "fuzz.h"

#define LIMIT (1U << 30)

static u32 little(const u8 *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (u32)at[3] << 24;
}

/* All that is read is in the file, and what is computed of it does not wrap. */
static void check_accepted(const u8 *file, size_t size,
			   const struct kdump_arm_zimage *image)
{
	u32 table, place;

	EXPECT(size >= 60 && little(file + 36) == 0x016f2818);
	EXPECT(image->size >= 60 && image->size <= size);
	table = little(file + 56);
	EXPECT((u64)table + 24 <= image->size);
	place = little(file + table + 8);
	EXPECT((u64)place + 4 <= image->size);
	EXPECT(image->text_offset == little(file + table + 16));
	EXPECT(image->text_offset >= 0x8000 && image->text_offset <= LIMIT);
	EXPECT(image->kernel_size ==
	       little(file + place) + little(file + table + 12));
	EXPECT(image->kernel_size && image->kernel_size <= 2 * LIMIT);
	EXPECT(image->memory_size > image->size);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *file = fuzz_memory(data, size);
	struct kdump_arm_zimage image;
	struct kdump_diag diag = { };
	int err;

	fuzz_poison(&image, sizeof(image));
	err = kdump_arm_zimage_parse(file, size, &diag, &image);
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
	free(file);
	return 0;
}
