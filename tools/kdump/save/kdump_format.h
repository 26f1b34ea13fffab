/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files that write the kdump-compressed format share.
 */
#ifndef KDUMP_SAVE_KDUMP_FORMAT_H
#define KDUMP_SAVE_KDUMP_FORMAT_H

#include "kdump_file.h"
#include "save.h"

/**
 * struct kdump_file - the file that is being written
 * @header: its first block
 * @sub: its second block
 * @notes: offset of the notes
 * @bitmaps: offset of the first bitmap
 * @bitmap_bytes: of one bitmap
 * @table: offset of the page descriptors
 * @pages: how many there are
 * @zero_page: offset of a page of zeros, which all such pages share
 * @end: where the bytes of the next pages go
 */
struct kdump_file {
	struct kdump_header header;
	struct kdump_sub_header sub;
	uint64_t notes;
	uint64_t bitmaps;
	uint64_t bitmap_bytes;
	uint64_t table;
	uint64_t pages;
	uint64_t zero_page;
	atomic_ullong end;
};

int kdump_describe(struct save *save, struct kdump_file *file,
		   struct fault *fault);
int kdump_write_notes(struct save *save, const struct kdump_file *file,
		      struct fault *fault);
int kdump_write_bitmaps(struct save *save, const struct kdump_file *file,
			struct fault *fault);

#endif
