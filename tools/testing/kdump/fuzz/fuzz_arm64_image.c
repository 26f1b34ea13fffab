// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a file that says it is an arm64 Image.
 *
 * Input: a byte of what the machine can run, one with the alignment of what is
 * loaded, then the file.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/align.h>
#include <linux/bits.h>
#include <linux/string.h>

#include "fuzz.h"
#include "image_header.h"

static u64 little(const u8 *at)
{
	u64 value = 0;
	int i;

	for (i = 7; i >= 0; i--)
		value = value << 8 | at[i];
	return value;
}

static void check_accepted(const u8 *file, size_t size,
			   const struct kdump_arm64_machine *machine,
			   const struct kdump_arm64_image *image)
{
	const bool pages[] = {
		true, machine->pages_4k, machine->pages_16k, machine->pages_64k,
	};
	u64 flags = little(file + 24);

	EXPECT(size >= 64 && !memcmp(file + 56, "ARM\x64", 4));
	EXPECT(image->text_offset == little(file + 8));
	EXPECT(image->memory_size == little(file + 16));
	EXPECT(image->memory_size >= size);
	EXPECT(IS_ALIGNED(image->text_offset, machine->load_align));
	/* What is computed of them does not wrap. */
	EXPECT(image->text_offset + image->memory_size <= 1ULL << 53);
	EXPECT(flags & 8);
	EXPECT(flags & 1 ? machine->big_endian : machine->little_endian);
	EXPECT(pages[flags >> 1 & 3]);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	unsigned int able = fuzz_take(&input, 1);
	const struct kdump_arm64_machine machine = {
		.little_endian = able & 1,
		.big_endian = able & 2,
		.pages_4k = able & 4,
		.pages_16k = able & 8,
		.pages_64k = able & 16,
		.load_align = 1 << (12 + fuzz_below(&input, 5)),
	};
	u8 *file = fuzz_memory(input.at, input.left);
	struct kdump_arm64_image image;
	struct kdump_diag diag = { };
	int err;

	fuzz_poison(&image, sizeof(image));
	err = kdump_arm64_image_parse(file, input.left, &machine, &diag,
				      &image);
	EXPECT(!err || err == -ENOEXEC);
	if (err) {
		fuzz_check_diag(&diag, BIT(KDUMP_EXPECTED) |
				       BIT(KDUMP_AT_LEAST) |
				       BIT(KDUMP_AT_MOST) |
				       BIT(KDUMP_ENDS_EARLY));
		fuzz_check_poison(&image, sizeof(image));
	} else {
		check_accepted(file, input.left, &machine, &image);
	}
	EXPECT(err || kdump_arm64_image_probe(file, input.left));
	free(file);
	return 0;
}
