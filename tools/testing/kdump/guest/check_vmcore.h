/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to check_vmcore: a dump made by hand, and the checks of it.
 */
#ifndef _CHECK_VMCORE_H
#define _CHECK_VMCORE_H

#include "vmcore_file.h"

#define WINDOW (4u << 20)

/* Of a dump that says it is larger, only so much is looked at. */
#define MOST_BYTES (64ull << 20)

/**
 * struct piece - a run of memory in the dump
 * @offset: where it is in the file
 * @memory: its physical address
 * @size: bytes of it
 *
 * All are multiples of the page size.
 */
struct piece {
	uint64_t offset;
	uint64_t memory;
	uint64_t size;
};

/**
 * struct dump - what /proc/vmcore has to show
 * @file: it; what is kept of it was read at first, and is the reference
 * @fd: of @file
 * @size: of @file
 * @pieces: all memory
 * @nr_pieces: entries of @pieces
 * @hole_start: memory that a driver says is no RAM
 * @hole_end: its end; the same as @hole_start if there is none
 */
struct dump {
	struct vmcore_file file;
	int fd;
	uint64_t size;
	struct piece *pieces;
	unsigned int nr_pieces;
	uint64_t hole_start;
	uint64_t hole_end;
};

extern struct dump dump;

/* check_vmcore_dump.c */
/* Tells what it is, or why it cannot be read. */
bool open_dump(const char *name);
bool is_data(uint64_t offset);
bool is_right(const unsigned char *bytes, uint64_t offset, size_t size);

/* check_vmcore_content.c */
void check_content(void);

#endif /* _CHECK_VMCORE_H */
