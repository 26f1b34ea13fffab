// SPDX-License-Identifier: GPL-2.0-only
/*
 * An initramfs: where its parts are.
 *
 * Input: the file.
 */
#include <errno.h>
#include <stdlib.h>
#include <linux/string.h>

#include "formats/initramfs.h"
#include "fuzz.h"

/* Each step gets on, and stays in the file. */
static void check_part(const struct kdump_initramfs_part *part, size_t at,
		       size_t size)
{
	EXPECT(part->start >= at && part->start <= part->end);
	EXPECT(part->end <= size);
	if (part->kind == KDUMP_INITRAMFS_END)
		EXPECT(part->start == size);
	else
		EXPECT(part->end > at);
	if (part->kind == KDUMP_INITRAMFS_PACKED)
		EXPECT(part->end == size);
	if (part->kind == KDUMP_INITRAMFS_CPIO)
		EXPECT(part->start % 4 == 0);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *file = fuzz_memory(data, size);
	struct kdump_initramfs_part part;
	bool plain = false;
	size_t at = 0;
	u64 content;
	int err;

	do {
		fuzz_poison(&part, sizeof(part));
		err = kdump_initramfs_next(file, size, at, &part);
		EXPECT(!err || err == -ENOEXEC);
		if (err) {
			fuzz_check_poison(&part, sizeof(part));
			plain = false;
			break;
		}
		check_part(&part, at, size);
		at = part.end;
		if (part.kind != KDUMP_INITRAMFS_END)
			plain = part.kind == KDUMP_INITRAMFS_CPIO;
	} while (part.kind == KDUMP_INITRAMFS_CPIO);
	EXPECT(kdump_initramfs_plain(file, size) == plain);
	content = kdump_initramfs_content(file, size);
	EXPECT(!plain || content <= size + 3);
	free(file);
	return 0;
}
