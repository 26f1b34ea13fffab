/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's programs share that read /proc/vmcore or a copy of it.
 */
#ifndef _KDUMP_VMCORE_FILE_H
#define _KDUMP_VMCORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* No architecture has larger pages. */
#define PAGE_BYTES_MAX 65536

/* A program header, of either ELF class. */
struct vmcore_segment {
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t virtual;
	uint64_t physical;
	uint64_t filesz;
	uint64_t memsz;
};

/**
 * struct vmcore_file - a dump that is being read
 * @name: its path, for messages
 * @fd: the open file
 * @size: bytes of it
 * @kept: the headers and the notes
 * @kept_size: bytes of @kept
 * @bits: 32 or 64, by its ELF class
 * @count: entries of @segments
 * @segments: all program headers; the first one is of the notes
 */
struct vmcore_file {
	const char *name;
	int fd;
	uint64_t size;
	unsigned char *kept;
	size_t kept_size;
	unsigned int bits;
	uint32_t count;
	struct vmcore_segment *segments;
};

/* Bytes of a page, known before main() runs. */
extern size_t page_bytes;

/**
 * fail - end the program with a line for the host, and what errno says
 * @format: what failed
 */
void fail(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

/* A line for the host. */
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* And one that says whether what @name says is so. */
void verdict(const char *name, bool good);

bool all_zeros(const void *bytes, size_t size);

/**
 * set_level - have the capture kernel filter what is opened from now on
 * @control: the file of its level
 * @level: what is written there
 */
void set_level(const char *control, const char *level);

/**
 * read_fully - read, in as many calls as it takes
 * @fd: the file
 * @to: where to
 * @size: bytes
 * @offset: where in the file
 *
 * Return: @size, or less at the end of the file, or -1 with errno set.
 */
ssize_t read_fully(int fd, void *to, size_t size, off_t offset);

/* The same by a mapping of the pages around; all of it, or -1 with errno set. */
ssize_t map_piece(int fd, void *to, size_t size, off_t offset);

/**
 * vmcore_open - open a dump and read its headers and notes
 * @file: all of it is set; @fd is -1 if the file cannot be opened
 * @name: its path
 *
 * Return: false, with errno set, if it cannot be opened or read; ENOEXEC if it is
 * no dump of this machine's byte order, or has not all of the headers.
 */
bool vmcore_open(struct vmcore_file *file, const char *name);

/* What the monotonic clock says. */
uint64_t nanoseconds(void);

/* The next of numbers that are the same in each run, so that failures repeat. */
uint64_t next_random(uint64_t *state);

#endif /* _KDUMP_VMCORE_FILE_H */
