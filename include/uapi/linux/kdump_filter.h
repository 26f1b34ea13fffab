/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What is where in a filtered dump, many pieces at a time: an ioctl of
 * /proc/vmcore.
 *
 * A program that writes a dump can find what is left out by lseek(2) with
 * SEEK_DATA and SEEK_HOLE, which is two calls for each piece. This is one call
 * for as many as the caller has room for. Like lseek(2), it agrees with read(2)
 * and mmap(2) of the same open file about every page.
 */
#ifndef _UAPI_LINUX_KDUMP_FILTER_H
#define _UAPI_LINUX_KDUMP_FILTER_H

#include <linux/ioctl.h>
#include <linux/types.h>

/*
 * Levels, as /sys/kernel/kdump/filter takes them: the sum of what is left out.
 * They are makedumpfile's, and one more. Zero pages (1) are for the program to
 * find: the kernel accepts the bit and does nothing.
 */
#define KDUMP_FILTER_ZERO		1
#define KDUMP_FILTER_CACHE		2
#define KDUMP_FILTER_CACHE_PRIVATE	4
#define KDUMP_FILTER_USER		8
#define KDUMP_FILTER_FREE		16
#define KDUMP_FILTER_MEMMAP		32
#define KDUMP_FILTER_MAX		63

/**
 * enum kdump_filter_class - what a piece of the file is
 * @KDUMP_CLASS_DATA: headers and notes, always kept
 * @KDUMP_CLASS_GAP: nothing: a gap of the file, or memory that is no RAM as a
 *	driver says; reads as zeros at any level
 * @KDUMP_CLASS_KERNEL: memory of the kernel, and what the filter does not
 *	understand; always kept
 * @KDUMP_CLASS_FREE: free pages
 * @KDUMP_CLASS_CACHE: page cache without private data of a file system
 * @KDUMP_CLASS_CACHE_PRIVATE: page cache with such data
 * @KDUMP_CLASS_USER: anonymous memory of processes
 * @KDUMP_CLASS_HUGETLB: huge pages of hugetlbfs; left out with @KDUMP_CLASS_USER
 * @KDUMP_CLASS_OFFLINE: pages that a balloon or the like has taken away; left
 *	out at each level but 0
 * @KDUMP_CLASS_POISONED: pages that hardware cannot read; left out at each
 *	level but 0
 * @KDUMP_CLASS_MEMMAP: page structs that describe only what is left out
 *
 * More may come: whether a piece is kept is said by a flag, not by its class.
 */
enum kdump_filter_class {
	KDUMP_CLASS_DATA,
	KDUMP_CLASS_GAP,
	KDUMP_CLASS_KERNEL,
	KDUMP_CLASS_FREE,
	KDUMP_CLASS_CACHE,
	KDUMP_CLASS_CACHE_PRIVATE,
	KDUMP_CLASS_USER,
	KDUMP_CLASS_HUGETLB,
	KDUMP_CLASS_OFFLINE,
	KDUMP_CLASS_POISONED,
	KDUMP_CLASS_MEMMAP,
};

/* In struct kdump_filter_extent: the piece is in the dump; else it is a hole. */
#define KDUMP_EXTENT_KEPT	1
/* It is memory: @address is valid. */
#define KDUMP_EXTENT_MEMORY	2

/**
 * struct kdump_filter_extent - a piece of the file
 * @offset: where it starts, bytes from the start of the file
 * @size: bytes of it, not 0
 * @address: if it is memory, the physical address of its first byte
 * @class: enum kdump_filter_class of all of it, if the call asked for
 *	%KDUMP_EXTENTS_BY_CLASS; else of its first page
 * @flags: %KDUMP_EXTENT_KEPT, %KDUMP_EXTENT_MEMORY
 */
struct kdump_filter_extent {
	__u64 offset;
	__u64 size;
	__u64 address;
	__u32 class;
	__u32 flags;
};

/*
 * In struct kdump_filter_extents: end a piece where the class changes. Without
 * it, one ends where kept and left out alternate, or kinds of the file do.
 */
#define KDUMP_EXTENTS_BY_CLASS	1

/**
 * struct kdump_filter_extents - a question and its answer
 * @offset: in: where to start. Out: where the last piece ends, to be used for
 *	the next call; the size of the file when all has been told
 * @end: in: tell of nothing from this offset on; the last piece is cut there
 * @extents: in: address of an array of struct kdump_filter_extent
 * @count: in: how many fit there, not 0. Out: how many were written; 0 at @end
 *	or at the end of the file
 * @flags: in: 0 or %KDUMP_EXTENTS_BY_CLASS
 * @level: out: the level at which this file was opened
 * @reserved: 0
 *
 * Pieces follow each other without space between them. Two that are alike may
 * follow each other.
 */
struct kdump_filter_extents {
	__u64 offset;
	__u64 end;
	__u64 extents;
	__u32 count;
	__u32 flags;
	__u32 level;
	__u32 reserved;
};

/*
 * Returns 0, also if a signal cut the answer short, when there is a piece to
 * tell of. Errors: EFAULT, the array or the struct cannot be written; EINVAL,
 * @count is 0, or a flag or @reserved is not known; EINTR. ENOTTY is a kernel
 * that has no filter.
 */
#define KDUMP_IOC_EXTENTS	_IOWR(0xDC, 1, struct kdump_filter_extents)

#endif /* _UAPI_LINUX_KDUMP_FILTER_H */
