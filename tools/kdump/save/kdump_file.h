/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kdump-compressed format, version 6, as makedumpfile writes it.
 *
 * A file is, in blocks of a page: the header; the sub header and what follows
 * it, here the notes; two bitmaps, of the pages that there were and of those
 * that are in the file; a descriptor of each of the latter; and their bytes in
 * any order. Numbers have the byte order of the machine, and long is the long
 * of its kernel.
 */
#ifndef KDUMP_SAVE_KDUMP_FILE_H
#define KDUMP_SAVE_KDUMP_FILE_H

#include <assert.h>
#include <stdint.h>

#define KDUMP_SIGNATURE "KDUMP   "
#define KDUMP_VERSION 6

/* In kdump_header.status, and but for the second in kdump_page.flags. */
#define KDUMP_ZLIB 0x1u
#define KDUMP_LZO 0x2u
#define KDUMP_INCOMPLETE 0x8u
#define KDUMP_NO_MEMMAP 0x10u
#define KDUMP_ZSTD 0x20u

#define KDUMP_NAME_BYTES 65

/* As the kernel has it, with a domain name. */
struct kdump_utsname {
	char sysname[KDUMP_NAME_BYTES];
	char nodename[KDUMP_NAME_BYTES];
	char release[KDUMP_NAME_BYTES];
	char version[KDUMP_NAME_BYTES];
	char machine[KDUMP_NAME_BYTES];
	char domainname[KDUMP_NAME_BYTES];
};

/**
 * struct kdump_header - the first block
 * @signature: %KDUMP_SIGNATURE, without a zero at its end
 * @version: %KDUMP_VERSION
 * @name: of the crashed kernel and its machine
 * @seconds: when it crashed
 * @microseconds: the rest of it
 * @status: how pages are compressed, and whether some are missing
 * @block_size: that of a page
 * @sub_blocks: blocks of the sub header and the notes
 * @bitmap_blocks: of both bitmaps
 * @max_pfn: number of pages, as far as 32 bits can say
 * @unused: not of this format
 * @cpu: which one crashed
 * @cpus: how many have registers in the notes
 */
struct kdump_header {
	char signature[8];
	int32_t version;
	struct kdump_utsname name;
	long seconds;
	long microseconds;
	uint32_t status;
	int32_t block_size;
	int32_t sub_blocks;
	uint32_t bitmap_blocks;
	uint32_t max_pfn;
	uint32_t unused[3];
	uint32_t cpu;
	int32_t cpus;
};

/**
 * struct kdump_sub_header - the second block
 * @phys_base: where the kernel, or the memory, begins
 * @level: what is left out
 * @split: it is one file of several
 * @start_pfn: of these
 * @end_pfn: of these
 * @info_offset: where VMCOREINFO is in the file
 * @info_size: in bytes
 * @notes_offset: where the notes are
 * @notes_size: in bytes
 * @erased_offset: of what was erased
 * @erased_size: in bytes
 * @start_pfn_64: as @start_pfn
 * @end_pfn_64: as @end_pfn
 * @max_pfn_64: number of pages
 */
struct kdump_sub_header {
	unsigned long phys_base;
	int32_t level;
	int32_t split;
	unsigned long start_pfn;
	unsigned long end_pfn;
	int64_t info_offset;
	unsigned long info_size;
	int64_t notes_offset;
	unsigned long notes_size;
	int64_t erased_offset;
	unsigned long erased_size;
	uint64_t start_pfn_64;
	uint64_t end_pfn_64;
	uint64_t max_pfn_64;
};

/**
 * struct kdump_page - the descriptor of a page
 * @offset: of its bytes in the file; 0 if it was not written
 * @size: how many
 * @flags: how it is compressed, 0: it is not
 * @page_flags: unused
 */
struct kdump_page {
	int64_t offset;
	uint32_t size;
	uint32_t flags;
	uint64_t page_flags;
};

static_assert(sizeof(struct kdump_utsname) == 390, "new_utsname");
static_assert(sizeof(struct kdump_page) == 24, "the format has 24 bytes");
static_assert(sizeof(long) == 4 || sizeof(struct kdump_header) == 464,
	      "header of 64 bits");
static_assert(sizeof(long) == 4 || sizeof(struct kdump_sub_header) == 104,
	      "sub header of 64 bits");

#endif
