/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A dump that has been read so far as to know what is in it.
 */
#ifndef KDUMP_SAVE_DUMP_H
#define KDUMP_SAVE_DUMP_H

#include "elf_file.h"
#include "notes.h"
#include "runs.h"
#include "vmcoreinfo.h"

/**
 * struct dump - what is in the source
 * @source: the file
 * @elf: its header
 * @memory: what it has of the memory
 * @missing: memory that there was, and that the file does not have
 * @notes: what they say; all of them are in @note_ranges
 * @note_ranges: where notes are; start and end are file offsets
 * @info: what the crashed kernel says of itself
 * @page_size: that of the crashed kernel, in bytes
 * @page_shift: the same as a power of two
 * @last: the segment where a virtual address was found last
 */
struct dump {
	struct source *source;
	struct elf_file elf;
	struct runs memory;
	struct runs missing;
	struct notes notes;
	struct runs note_ranges;
	struct vmcoreinfo info;
	uint64_t page_size;
	unsigned int page_shift;
	struct elf_segment last;
};

int dump_open(struct dump *dump, struct source *source, struct fault *fault);
void dump_close(struct dump *dump);
int dump_read_virtual(struct dump *dump, uint64_t address, void *to,
		      size_t size, struct fault *fault);
int dump_read_page(const struct dump *dump, uint64_t pfn, void *to);
uint64_t dump_pages(const struct dump *dump);

#endif
