/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an initramfs is made of, and how it is unpacked.
 */
#ifndef _KDUMP_INITRAMFS_H
#define _KDUMP_INITRAMFS_H

#include <linux/types.h>

struct kdump_builder;
struct kdump_files;

/**
 * enum kdump_initramfs_kind - what a part of an initramfs is
 * @KDUMP_INITRAMFS_END: nothing, all has been seen
 * @KDUMP_INITRAMFS_CPIO: an archive that is not compressed
 * @KDUMP_INITRAMFS_PACKED: a compressed one, and maybe more after it
 */
enum kdump_initramfs_kind {
	KDUMP_INITRAMFS_END,
	KDUMP_INITRAMFS_CPIO,
	KDUMP_INITRAMFS_PACKED,
};

/**
 * struct kdump_initramfs_part - a part of an initramfs
 * @kind: what it is
 * @start: where it starts, past the zeros before it
 * @end: where it ends; the end of the file if that is not known
 */
struct kdump_initramfs_part {
	enum kdump_initramfs_kind kind;
	size_t start;
	size_t end;
};

/* initramfs.c, pure */
int kdump_initramfs_next(const u8 *data, size_t size, size_t at,
			 struct kdump_initramfs_part *ret);
bool kdump_initramfs_plain(const u8 *data, size_t size);
u64 kdump_initramfs_content(const u8 *data, size_t size);
u64 kdump_initramfs_most(u64 available);

/* initramfs_unpack.c; process context, the load lock is held */
void kdump_initramfs_unpack(struct kdump_builder *builder,
			    struct kdump_files *files);

#endif /* _KDUMP_INITRAMFS_H */
