// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel in an ELF file, as it comes out of a decompressor.
 *
 * Input: one byte, by how much the file is longer than what is there, in units
 * of 4 KiB; then its first bytes, the rest is zero.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "formats/elf_kernel.h"
#include "fuzz.h"

static const struct kdump_elf_identity identity = {
	.class = ELFCLASS64,
	.data = ELFDATA2LSB,
	.machine = EM_X86_64,
};

static void check_refused(const struct kdump_diag *diag, int err,
			  const struct kdump_elf_kernel *kernel)
{
	EXPECT(err == -ENOEXEC || err == -EOPNOTSUPP);
	fuzz_check_diag(diag, BIT(KDUMP_MUST_BE) | BIT(KDUMP_AT_LEAST) |
			      BIT(KDUMP_AT_MOST) | BIT(KDUMP_EXPECTED) |
			      BIT(KDUMP_ENDS_EARLY));
	/* What is laid out in an unknown way is a program header. */
	if (err == -EOPNOTSUPP)
		EXPECT(diag->entry != KDUMP_NO_ENTRY);
	fuzz_check_poison(kernel, sizeof(*kernel));
}

/* All that is copied is in the file, and goes where nothing else does. */
static void check_part(const struct kdump_elf_part *part, size_t size)
{
	EXPECT(part->size <= size && part->offset <= size - part->size);
	EXPECT(PAGE_ALIGNED(part->memory.start));
	EXPECT(PAGE_ALIGNED(part->memory.end));
	EXPECT(part->memory.start < part->memory.end);
	EXPECT(part->size <= kdump_range_size(&part->memory));
}

static void check_accepted(const struct kdump_elf_kernel *kernel, size_t size)
{
	struct kdump_range all = kdump_elf_kernel_memory(kernel);
	unsigned int i, entries = 0;

	EXPECT(kernel->count && kernel->count <= KDUMP_ELF_PARTS_MAX);
	EXPECT(all.start < all.end && all.end <= (1ULL << 52) + PAGE_SIZE);
	for (i = 0; i < kernel->count; i++) {
		const struct kdump_elf_part *part = &kernel->part[i];

		check_part(part, size);
		if (i)
			EXPECT(part[-1].memory.end == part->memory.start);
		entries += kernel->entry >= part->memory.start &&
			   kernel->entry < part->memory.start + part->size;
	}
	EXPECT(entries == 1);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	size_t longer = fuzz_take(&input, 1) * 4096;
	size_t whole = input.left + longer;
	u8 *file = fuzz_memory(NULL, whole);
	struct kdump_elf_kernel kernel;
	struct kdump_diag diag = { };
	int err;

	memcpy(file, input.at, input.left);
	memset(file + input.left, 0, longer);
	fuzz_poison(&kernel, sizeof(kernel));
	err = kdump_elf_kernel_parse(file, whole, &identity, &diag, &kernel);
	if (err)
		check_refused(&diag, err, &kernel);
	else
		check_accepted(&kernel, whole);
	free(file);
	return 0;
}
